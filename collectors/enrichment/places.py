"""Where a text or a record is about: its commune, département or région, or nothing."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from collectors.enrichment import place_choice, place_mentions
from collectors.enrichment.place_declared import declared
from graph import territory


@dataclass(frozen=True, slots=True)
class Located:
    """Places of n records.

    frame      (n rows) location_uid, method, precision; all null where no place is known.
               method: declared, postal_code, insee, departement, coordinates, commune_name,
               departement_name, region_name. precision: commune, departement (or an overseas
               collectivity), region
    ambiguous  records whose text has only names that several communes share, and nothing to tell which
    scattered  records whose text names places that have no région in common
    """

    frame: pl.DataFrame
    ambiguous: int
    scattered: int


def locate(frame: pl.DataFrame) -> Located:
    """One place for each record: the smallest territory that holds all that is said.

    frame  text (str), and where the source declares them place_insee, postal_code, departement (code or
           name), lat, lon; what is null or unknown declares nothing

    What is declared comes first; a text only makes it more precise: a commune it names inside the declared
    département counts, one outside does not. Without a declaration, a text that names two communes of one
    département is about that département. The rules for names are in places.yml.
    """
    given = declared(frame).with_row_index("row")
    texts = given.select("row", "code", text=frame["text"].cast(pl.String))
    names, codes = _said(texts.filter(pl.col("code").is_null()).drop_nulls("text"))
    named, ambiguous = place_choice.communes(names, codes, given.select("row", "departement", "postal"))
    areas = pl.concat([named, place_choice.codes_alone(codes), place_choice.divisions(names)])
    free = areas.join(given.drop_nulls("departement"), on="row", how="anti")
    within = areas.drop_nulls("code").join(given, on=["row", "departement"], how="semi")
    found, scattered = place_choice.smallest(pl.concat([free, within]))
    joined = given.join(found, on="row", how="left", suffix="_text", maintain_order="left")
    return Located(_with_uid(joined), ambiguous, scattered)


def _said(texts: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Names, numbered as `mention`, and codes in the text of each row; a text that is repeated is read once."""
    distinct = texts.select("text").unique(maintain_order=True)
    rows = texts.join(distinct.with_row_index("of"), on="text", maintain_order="left").select("row", "of")
    marked = place_mentions.mark(distinct["text"])
    names, codes = (
        rows.join(found.rename({"row": "of"}), on="of", maintain_order="left_right").drop("of")
        for found in (place_mentions.names(marked), place_mentions.codes(marked))
    )
    return names.with_row_index("mention"), codes


def _with_uid(joined: pl.DataFrame) -> pl.DataFrame:
    """Declared and found places side by side → location_uid, method, precision."""
    refined = pl.col("code").is_null() & pl.col("code_text").is_not_null()
    from_text = refined | pl.col("departement").is_null()
    departement = pl.coalesce("departement", "departement_text")
    overseas = departement.is_in(territory.collectivities()["code"].implode())
    prefix = pl.when(overseas).then(pl.lit("collectivite:")).otherwise(pl.lit("departement:"))
    frame = joined.select(
        code=pl.coalesce("code", "code_text"),
        departement=prefix + departement,
        region="region",
        method=pl.when(from_text).then("method_text").otherwise("method"),
    )
    uid = pl.coalesce("commune:" + pl.col("code"), "departement", "region:" + pl.col("region"))
    level = (
        pl.when(pl.col("code").is_not_null()).then(pl.lit("commune"))
        .when(pl.col("departement").is_not_null()).then(pl.lit("departement"))
        .when(pl.col("region").is_not_null()).then(pl.lit("region"))
    )  # fmt: skip
    return frame.select(location_uid=uid, method="method", precision=level)
