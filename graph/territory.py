"""The French territory: communes, départements, régions, outlines (Code officiel géographique 2026).

Read once from graph/territory_data (its README states sources, licences and dates). Codes are text: "01",
"2A". Frames are shared between callers, like every Polars frame they are never changed in place.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

import numpy as np
import polars as pl
from numpy.typing import NDArray

Ring = NDArray[np.float64]
_NAMED = ("code", "name", "population")
_COLLECTIVITY = pl.col("zone") == "com"


@cache
def communes() -> pl.DataFrame:
    """34,969 current communes, sorted by code.

    code, name, article (INSEE TNCC, how the name takes its article), departement, region, population
    (inhabitants; null on six islands where nobody is registered), postal_codes (list), lat, lon (degrees
    WGS 84; null for the communes GeoNames does not give), epci and epci_name (null outside any EPCI).
    In the overseas collectivities (94 communes) departement and region both hold the collectivity's code.
    """
    return _table("communes")


@cache
def departements() -> pl.DataFrame:
    """101 départements: code, name, region, population, lat, lon (centroid of the outline)."""
    own = _table("departements").filter(~_COLLECTIVITY).select("code", "name", "region")
    people = communes().group_by(code="departement").agg(pl.col("population").sum())
    return own.join(people, on="code", how="left").join(_centroids(), on="code", how="left").sort("code")


@cache
def regions() -> pl.DataFrame:
    """18 régions: code, name, population."""
    people = departements().group_by(code="region").agg(pl.col("population").sum())
    own = _table("regions").filter(~_COLLECTIVITY).select("code", "name")
    return own.join(people, on="code", how="left").sort("code")


@cache
def collectivities() -> pl.DataFrame:
    """8 overseas collectivities, outside régions and départements: code ("988"), name, population."""
    people = communes().group_by(code="departement").agg(pl.col("population").sum())
    own = _table("regions").filter(_COLLECTIVITY).select("code", "name")
    return own.join(people, on="code", how="left").sort("code")


@cache
def inhabited() -> pl.DataFrame:
    """Communes and départements in one table: level, code, name, parent (a département, or FR), population."""
    columns = ["level", "code", "name", "parent", "population"]
    lower = communes().with_columns(pl.lit("commune").alias("level"), parent="departement")
    upper = departements().with_columns(pl.lit("departement").alias("level"), pl.lit("FR").alias("parent"))
    return pl.concat([lower.select(columns), upper.select(columns)], how="vertical_relaxed")


@cache
def levels() -> pl.DataFrame:
    """All levels in one table: level (commune, epci, departement, france), code, name, parent, epci, population.

    Of a commune parent is its département (or collectivity) and epci its EPCI, null outside any; an EPCI has no
    parent, since some lie in two départements.
    """
    known = communes().drop_nulls("epci")
    epci = known.group_by(code="epci").agg(pl.col("epci_name").first(), pl.col("population").sum())
    parts = [
        communes().select(*_NAMED, "epci", level=pl.lit("commune"), parent="departement"),
        epci.sort("code").select(
            level=pl.lit("epci"), code="code", name="epci_name", population="population"
        ),
        departements().select(*_NAMED, level=pl.lit("departement"), parent=pl.lit("FR")),
        pl.DataFrame(
            {
                "level": ["france"],
                "code": ["FR"],
                "name": ["France"],
                "population": [communes()["population"].sum()],
            }
        ),
    ]
    order = ["level", "code", "name", "parent", "epci", "population"]
    return pl.concat(parts, how="diagonal_relaxed").select(order)


@cache
def aliases() -> pl.DataFrame:
    """Codes that are no current commune's: alias, code (the current commune), name (null if unknown), kind.

    kind: arrondissement-municipal ("75101" → "75056"), commune-deleguee, commune-associee, ancien-code.
    """
    return _table("aliases")


@cache
def locations() -> pl.DataFrame:
    """Every Location of the graph: uid, code, kind, name, lat, lon, population, parent_uid.

    kind is region, departement, collectivite or commune; uid is "kind:code", since codes of two kinds
    collide ("75" is Paris and Nouvelle-Aquitaine). Parents come before children; a région and a
    collectivity have none.
    """
    overseas = collectivities()["code"].implode()
    parent = pl.when(pl.col("departement").is_in(overseas)).then(pl.lit("collectivite:"))
    point = departements().group_by(code="region").agg(pl.col("lat", "lon").mean())
    return pl.concat(
        [
            _location("region", regions().join(point, on="code", how="left"), pl.lit(None)),
            _location("collectivite", collectivities().with_columns(lat=None, lon=None), pl.lit(None)),
            _location("departement", departements(), "region:" + pl.col("region")),
            _location(
                "commune", communes(), parent.otherwise(pl.lit("departement:")) + pl.col("departement")
            ),
        ]
    )


@cache
def shapes() -> dict[str, list[Ring]]:
    """Outline of the 101 départements, by code: closed rings (n, 2) of longitude and latitude in degrees.

    A ring inside another of the same département is a hole (even-odd rule).
    """
    text = (files("graph") / "territory_data" / "departements.geojson").read_text(encoding="utf-8")
    return {
        feature["properties"]["code"]: [
            np.asarray(ring, dtype=np.float64)
            for polygon in feature["geometry"]["coordinates"]
            for ring in polygon
        ]
        for feature in json.loads(text)["features"]
    }


def _table(name: str) -> pl.DataFrame:
    data = (files("graph") / "territory_data" / f"{name}.parquet").read_bytes()
    return pl.read_parquet(data)


def _location(kind: str, table: pl.DataFrame, parent: pl.Expr) -> pl.DataFrame:
    return table.select(
        uid=f"{kind}:" + pl.col("code"),
        code="code",
        kind=pl.lit(kind),
        name="name",
        lat=pl.col("lat").cast(pl.Float64),
        lon=pl.col("lon").cast(pl.Float64),
        population="population",
        parent_uid=parent.cast(pl.String),
    )


def _centroids() -> pl.DataFrame:
    """Centroid of the largest ring of each département: islands and holes would only pull it outside."""
    points = {code: _centroid(max(rings, key=lambda r: abs(_area(r)))) for code, rings in shapes().items()}
    lon, lat = np.asarray(list(points.values())).round(4).T
    return pl.DataFrame({"code": list(points), "lat": lat, "lon": lon})


def _area(ring: Ring) -> float:
    x, y = ring.T
    return float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum() / 2)


def _centroid(ring: Ring) -> tuple[float, float]:
    """Longitude and latitude of the centre of mass; moved to the origin first, to keep the digits."""
    origin = ring.mean(axis=0)
    x, y = (ring - origin).T
    cross = x[:-1] * y[1:] - x[1:] * y[:-1]
    lon = ((x[:-1] + x[1:]) * cross).sum() / (3 * cross.sum())
    lat = ((y[:-1] + y[1:]) * cross).sum() / (3 * cross.sum())
    return float(lon + origin[0]), float(lat + origin[1])
