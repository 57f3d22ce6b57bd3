"""Which commune a name means, and the smallest territory that holds all the places of a text.

An area is a row of: row, code (commune), departement, region, method; the levels above the finest known one
are filled, those below it are null.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from collectors.enrichment.place_declared import by_insee, by_postal_code, postal_codes
from collectors.enrichment.place_names import CUED, STRICT, candidates
from collectors.enrichment.place_rules import rules
from graph import territory

AREA: Final = ("row", "code", "departement", "region", "method")
# What tells which of several communes is meant, the strongest last.
_NOTHING, _REGION, _NEAR, _DEPARTEMENT, _NUMBER, _POSTAL = range(6)


def communes(names: pl.DataFrame, codes: pl.DataFrame, given: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Names and codes of texts → areas of communes, and how many texts have only names nothing settles.

    names, codes  from place_mentions
    given         row, departement, postal: what is declared; a commune outside it is not meant
    """
    possible = names.filter(pl.col("kind") == "commune").join(candidates(), on="key")
    inside = possible.join(given, on="row", how="left", suffix="_given").filter(
        pl.col("departement_given").is_null() | (pl.col("departement") == pl.col("departement_given"))
    )
    weighed = inside.with_columns(evidence=_evidence(inside, names, codes)).filter(_sure())
    first = _settled(weighed)
    # What the text alone leaves open may be settled by a département in which another of its places lies.
    near = first.select("row", "departement").unique().with_columns(near=_NEAR)
    left = weighed.join(first, on="mention", how="anti").join(near, on=["row", "departement"], how="left")
    second = _settled(left.with_columns(evidence=pl.max_horizontal("evidence", "near")).drop("near"))
    method = (
        pl.when(pl.col("evidence") == _POSTAL).then(pl.lit("postal_code")).otherwise(pl.lit("commune_name"))
    )
    chosen = pl.concat([first, second]).select("row", "code", "departement", "region", method=method)
    unclear = weighed.join(chosen, on="row", how="anti")["row"].n_unique()
    return chosen, unclear


def _sure() -> pl.Expr:
    """Whether it is a place at all. An ordinary word ("Aucun") needs its number or a cue whatever is declared."""
    evidence, need, cue = pl.col("evidence"), pl.col("need"), pl.col("cue")
    meant = (need < STRICT) | (cue >= CUED) | (pl.col("number").is_not_null() & (evidence >= _NUMBER))
    return (cue >= need) | ((evidence >= _DEPARTEMENT) & meant)


def _settled(weighed: pl.DataFrame) -> pl.DataFrame:
    """The candidate of each mention that its evidence or its people single out; other mentions vanish.

    A commune of exactly this name goes before those whose longer name begins with it, unless these have
    too many people; the evidence of a département or better weighs more.
    """
    best = weighed.filter(pl.col("evidence") == pl.col("evidence").max().over("mention"))
    people, own = pl.col("population"), pl.col("own")
    same = people.filter(own).sum().over("mention")
    longer = people.filter(~own).sum().over("mention")
    largest = people.filter(~own).max().over("mention").fill_null(0)
    exact = (
        own & (people >= rules().dominant * (same - people)) & (people >= rules().short_dominant * largest)
    )
    merged = ~own.any().over("mention") & (people >= rules().dominant * (longer - people))
    return best.filter((pl.len().over("mention") == 1) | ((exact | merged) & (people > 0)))


def _evidence(possible: pl.DataFrame, names: pl.DataFrame, codes: pl.DataFrame) -> pl.Series:
    """The strongest evidence for each possible commune: postal code, number behind it, département, région."""
    written = codes.select("row", postal="number")
    declared = possible.select("row", "postal")
    coded = pl.concat([written, declared]).drop_nulls().unique().join(postal_codes(), on="postal")
    by_code = coded.select("row", "code", by_code=_POSTAL)
    around = [
        names.filter(pl.col("kind") == level).select(
            "row", pl.col("key").alias(level), pl.lit(value).alias(f"by_{level}")
        )
        for level, value in (("departement", _DEPARTEMENT), ("region", _REGION))
    ]
    frame = possible.select("row", "code", "departement", "region", "number")
    for table, on in ((by_code, "code"), (around[0], "departement"), (around[1], "region")):
        frame = frame.join(table.unique(["row", on]), on=["row", on], how="left", maintain_order="left")
    number = pl.when(pl.col("number") == pl.col("departement")).then(_NUMBER)
    return frame.select(
        evidence=pl.max_horizontal("by_code", number, "by_departement", "by_region", pl.lit(_NOTHING))
    ).to_series()


def codes_alone(codes: pl.DataFrame) -> pl.DataFrame:
    """Codes that a word announces ("code postal 35000", "INSEE 35238", "habite 35000") → areas."""
    announced = codes.drop_nulls("word")
    insee = announced.filter(pl.col("word").is_in(["insee", "commune"]))
    postal = announced.filter(~pl.col("word").is_in(["insee", "commune"]))
    found = [
        insee.select("row").hstack(by_insee(insee["number"])).with_columns(method=pl.lit("insee")),
        postal.select("row").hstack(by_postal_code(postal["number"])),
    ]
    known = pl.concat(found).drop_nulls("departement")
    return known.join(_region_of(), on="departement").select(AREA)


def divisions(names: pl.DataFrame) -> pl.DataFrame:
    """Names of départements and régions → areas."""
    nothing = pl.lit(None, dtype=pl.String)
    departement = names.filter(pl.col("kind") == "departement").select("row", departement="key")
    region = names.filter(pl.col("kind") == "region").select("row", region="key")
    fine = departement.join(_region_of(), on="departement").with_columns(method=pl.lit("departement_name"))
    coarse = region.with_columns(departement=nothing, method=pl.lit("region_name"))
    return pl.concat([t.with_columns(code=nothing).select(AREA) for t in (fine, coarse)])


def smallest(areas: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Areas → at most one a row, the smallest that holds all of them; how many rows have no common one.

    A département or région that holds another area of the row adds nothing and is left out first.
    """
    fine = areas.filter(pl.col("code").is_not_null())
    middle = areas.filter(pl.col("code").is_null() & pl.col("departement").is_not_null())
    middle = middle.join(fine, on=["row", "departement"], how="anti")
    coarse = areas.filter(pl.col("departement").is_null())
    coarse = coarse.join(pl.concat([fine, middle]), on=["row", "region"], how="anti")
    level = [_shared(c) for c in ("code", "departement", "region")]
    found = (
        pl.concat([fine, middle, coarse]).group_by("row").agg(*level, pl.col("method").first()).sort("row")
    )
    known = found.drop_nulls("region")
    return known, found.height - known.height


def _shared(column: str) -> pl.Expr:
    """The value of all areas of the row, or null."""
    return pl.when(pl.col(column).n_unique() == 1).then(pl.col(column).first()).alias(column)


def _region_of() -> pl.DataFrame:
    overseas = territory.collectivities().select(departement="code", region="code")
    return pl.concat([territory.departements().select(departement="code", region="region"), overseas])
