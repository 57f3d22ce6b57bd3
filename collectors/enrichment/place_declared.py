"""Places that a source declares in columns: INSEE code, postal code, coordinates, département."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
import polars as pl

from collectors.enrichment.place_rules import rules
from collectors.enrichment.text import fold, folded
from graph import territory

COLUMNS: Final = ("place_insee", "postal_code", "departement", "lat", "lon")
_KM_PER_DEGREE: Final = 111.2


def declared(frame: pl.DataFrame) -> pl.DataFrame:
    """Row-aligned: code (commune or null), departement, method, postal; what is missing or unknown is null.

    The first that leads somewhere counts: INSEE code, postal code, coordinates, département. A postal code
    that several communes share gives their département, and stays in `postal` so that a text may settle it.
    """
    every = _cleaned(frame)
    given = every.filter(pl.any_horizontal(pl.col(COLUMNS).is_not_null()))  # few posts declare a place
    found = _by_any(given).with_columns(given["row"])
    known = every.select("row", postal="postal_code").join(found, on="row", how="left", maintain_order="left")
    return known.select("code", "departement", "method", "postal")


def _by_any(given: pl.DataFrame) -> pl.DataFrame:
    found = by_insee(given["place_insee"])
    for step in (
        by_postal_code(given["postal_code"]),
        by_coordinates(given["lat"], given["lon"]),
        by_departement(given["departement"]),
    ):
        is_open = found["departement"].is_null()
        found = found.with_columns(
            pl.when(is_open).then(step[c]).otherwise(pl.col(c)).alias(c) for c in found.columns
        )
    known = pl.when(pl.col("departement").is_not_null()).then("method")
    return found.with_columns(method=known)


def _cleaned(frame: pl.DataFrame) -> pl.DataFrame:
    """The declared columns, absent ones null. Codes as text: "1001" and "1001.0" are 01001 read as a number."""
    present = {c: pl.col(c) if c in frame.columns else pl.lit(None) for c in COLUMNS}
    text = {c: present[c].cast(pl.String).str.strip_chars().str.replace(r"\.0+$", "") for c in COLUMNS[:3]}
    return frame.select(
        row=pl.int_range(pl.len()),  # so that absent columns are as long as the frame
        place_insee=_padded(text["place_insee"].str.to_uppercase()),
        postal_code=_padded(text["postal_code"].str.replace_all(r"\s", "")),
        departement=text["departement"],
        lat=present["lat"].cast(pl.Float64, strict=False),
        lon=present["lon"].cast(pl.Float64, strict=False),
    )


def _padded(code: pl.Expr) -> pl.Expr:
    lost = pl.when(code.str.contains(r"^(\d|\d{4})$"))
    return lost.then("0" + code).otherwise(code)


def by_insee(codes: pl.Series) -> pl.DataFrame:
    """INSEE code of a commune, today's or an old one, or of a département: method "declared"."""
    return (
        codes.to_frame("insee")
        .join(_insee(), on="insee", how="left", maintain_order="left")
        .select("code", "departement", method=pl.lit("declared"))
    )


@cache
def _insee() -> pl.DataFrame:
    """Insee → code and departement: communes, old codes, and départements (without a commune)."""
    communes = territory.communes().select("code", "departement")
    old = territory.aliases().select("code", insee="alias").join(communes, on="code")
    divisions = pl.concat([t.select("code") for t in (territory.departements(), territory.collectivities())])
    bare = divisions.select(insee="code", departement="code", code=pl.lit(None, dtype=pl.String))
    now = communes.with_columns(insee="code")
    return pl.concat([t.select("insee", "code", "departement") for t in (now, old, bare)])


def by_postal_code(codes: pl.Series) -> pl.DataFrame:
    """Postal code: the commune if it has the code alone, else the département: method "postal_code".

    A code of no commune (CEDEX, firms) still tells its département by its first digits.
    """
    known = codes.to_frame("postal").join(_postal(), on="postal", how="left", maintain_order="left")
    start = pl.col("postal").str.extract(r"^(97\d|98\d|20|\d{2})\d{2,3}$")
    corsican = pl.when(pl.col("postal").str.contains(r"^20[01]")).then(pl.lit("2A")).otherwise(pl.lit("2B"))
    guess = pl.when(start == "20").then(corsican).otherwise(start)
    real = pl.when(guess.is_in(_insee().filter(pl.col("code").is_null())["insee"].implode())).then(guess)
    return known.select("code", departement=pl.coalesce("departement", real), method=pl.lit("postal_code"))


@cache
def postal_codes() -> pl.DataFrame:
    """postal, code, departement: one row for each commune of each postal code."""
    return (
        territory.communes()
        .select("code", "departement", postal="postal_codes")
        .explode("postal")
        .drop_nulls("postal")
    )


@cache
def _postal() -> pl.DataFrame:
    """One row for each postal code; code and departement only where they are the only ones."""
    only = [
        pl.when(pl.col(c).n_unique() == 1).then(pl.col(c).first()).alias(c) for c in ("code", "departement")
    ]
    return postal_codes().group_by("postal").agg(only)


def by_departement(values: pl.Series) -> pl.DataFrame:
    """Département by code or name ("35", "1", "Ille-et-Vilaine", "35 - Ille-et-Vilaine"): method "departement"."""
    code = pl.col("value").str.to_uppercase().str.extract(r"^0*(\d{1,3}|2[AB])\b").str.zfill(2)
    name = folded(pl.col("value").str.replace(r"^\w{1,3}\s*[-–:]\s*", ""))
    table = values.cast(pl.String).to_frame("value").select(insee=code, name=name)
    divisions = pl.concat(
        [t.select("code", "name") for t in (territory.departements(), territory.collectivities())]
    )
    named = divisions.select(by_name="code", name=pl.col("name").map_elements(fold, pl.String))
    joined = table.join(named, on="name", how="left", maintain_order="left")
    real = pl.when(pl.col("insee").is_in(divisions["code"].implode())).then("insee")
    return joined.select(
        code=pl.lit(None, dtype=pl.String),
        departement=pl.coalesce("by_name", real),
        method=pl.lit("departement"),
    )


def by_coordinates(lat: pl.Series, lon: pl.Series) -> pl.DataFrame:
    """The nearest commune with coordinates, at most 15 km away: method "coordinates".

    Only the nine cells of a 0.25° grid around a point are looked at: they hold every place within 15 km
    up to 57° of latitude.
    """
    points = pl.DataFrame({"lat": lat, "lon": lon}).with_row_index("row").drop_nulls().drop_nans()
    near = _cells(points).join(_towns(), on=["x", "y"])
    scale = pl.col("lat").radians().cos()
    east, north = (pl.col("lon") - pl.col("lon_of")) * scale, pl.col("lat") - pl.col("lat_of")
    ranked = near.with_columns(km=(east**2 + north**2).sqrt() * _KM_PER_DEGREE)
    best = (
        ranked.filter(pl.col("km") <= rules().nearest_km)
        .sort("row", "km", "code")
        .unique("row", keep="first")
    )
    rows = pl.DataFrame({"row": np.arange(len(lat), dtype=np.uint32)})
    joined = rows.join(best, on="row", how="left", maintain_order="left")
    return joined.select("code", "departement", method=pl.lit("coordinates"))


@cache
def _towns() -> pl.DataFrame:
    located = territory.communes().drop_nulls("lat")
    return located.select("code", "departement", *_cell(), lat_of="lat", lon_of="lon")


def _cell() -> tuple[pl.Expr, pl.Expr]:
    return tuple((pl.col(c) * 4).floor().cast(pl.Int32).alias(n) for c, n in (("lon", "x"), ("lat", "y")))  # type: ignore[return-value]


def _cells(points: pl.DataFrame) -> pl.DataFrame:
    """Each point nine times, in its own cell and its neighbours."""
    own = points.with_columns(*_cell())
    steps = [(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
    return pl.concat([own.with_columns(pl.col("x") + i, pl.col("y") + j) for i, j in steps])
