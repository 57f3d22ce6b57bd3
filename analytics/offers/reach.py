"""Whom offers reach: people who live within some distance of one, or for whom one is online."""

import numpy as np
import polars as pl
from scipy.spatial import cKDTree

from analytics.arrays import Flags, Floats, Int64s
from analytics.needs.suppression import ALL

EARTH_KM = 6_371.0088  # mean radius
COLUMNS = ("code", "topic", "offers", "nearest_km", "per_thousand")


def reach(
    offers: pl.DataFrame, communes: pl.DataFrame, topics: list[str], *, km: float = 20.0
) -> pl.DataFrame:
    """What each commune has within reach, topic by topic.

    offers    the register (`analytics.offers.register`)
    communes  `code, departement, epci, population, lat, lon`; see `positions` for those whose place is not known
    topics    the classes of need; "all" counts any offer
    km        as the crow flies
    returns   COLUMNS by code and topic: offers (within km, or online), nearest_km (null when none has a place),
              per_thousand (capacity for each thousand inhabitants who share it, by the two steps of Luo & Wang 2003;
              null where the capacity of no offer in reach is known)
    """
    places = positions(communes)
    here = offers.filter(~pl.col("online"), pl.col("lat").is_not_null(), pl.col("lon").is_not_null())
    online = offers.filter("online")
    tree = cKDTree(on_sphere(places["lat"], places["lon"])) if places.height else None
    parts = [_of_topic(topic, here, online, places, tree, km=km) for topic in sorted({*topics, ALL})]
    return pl.concat(parts).select(COLUMNS).sort("code", "topic")


def positions(communes: pl.DataFrame) -> pl.DataFrame:
    """Place of each commune: code, departement, population, lat, lon.

    Where its own is not known it is the mean of its EPCI, else of its département; those for whom neither is
    known are left out, for nobody can say what is near them.
    """
    lat, lon = pl.col("lat"), pl.col("lon")
    return communes.select(
        "code",
        "departement",
        pl.col("population").fill_null(0),
        lat=pl.coalesce(lat, lat.mean().over("epci"), lat.mean().over("departement")),
        lon=pl.coalesce(lon, lon.mean().over("epci"), lon.mean().over("departement")),
    ).drop_nulls(["lat", "lon"])


def on_sphere(lat: pl.Series, lon: pl.Series) -> Floats:
    """Points (n, 3) at the distance of the earth's radius, in km, from degrees."""
    phi, theta = np.radians(lat.to_numpy()), np.radians(lon.to_numpy())
    found: Floats = EARTH_KM * np.column_stack([
        np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi),
    ])  # fmt: skip
    return found


def chord(km: float) -> float:
    """Straight length, in km, of a way over the ground."""
    return float(2 * EARTH_KM * np.sin(min(km / (2 * EARTH_KM), np.pi / 2)))


def _of_topic(
    topic: str, here: pl.DataFrame, online: pl.DataFrame, places: pl.DataFrame, tree: cKDTree, *, km: float
) -> pl.DataFrame:
    near, far = (part.filter(_answers(part, topic)) for part in (here, online))
    count = _online(far, places)
    nearest = np.full(places.height, np.nan)
    per_thousand = np.full(places.height, np.nan)
    if near.height and places.height:
        points = on_sphere(near["lat"], near["lon"])
        straight, _ = cKDTree(points).query(tree.data)
        nearest = 2 * EARTH_KM * np.arcsin(np.minimum(straight / (2 * EARTH_KM), 1))
        pairs = cKDTree(points).sparse_distance_matrix(tree, chord(km), output_type="coo_matrix")
        count = count + np.bincount(pairs.col, minlength=places.height)
        capacity = near["capacity"].cast(pl.Float64).to_numpy()
        per_thousand = _shared(capacity, places["population"].to_numpy(), pairs.row, pairs.col)
    return places.select("code").with_columns(
        topic=pl.lit(topic),
        offers=pl.Series(count),
        nearest_km=pl.Series(nearest).fill_nan(None),
        per_thousand=pl.Series(per_thousand).fill_nan(None),
    )


def _answers(offers: pl.DataFrame, topic: str) -> pl.Series:
    if topic == ALL:
        return pl.Series([True] * offers.height, dtype=pl.Boolean)
    return offers["answers"].list.contains(topic).fill_null(value=True)


def _online(offers: pl.DataFrame, places: pl.DataFrame) -> Int64s:
    """Online offers for each commune: those of its département, and those of none."""
    everywhere = offers["departement"].null_count()
    own = offers.drop_nulls("departement").group_by("departement").agg(pl.len().alias("own"))
    joined = places.select("departement").join(own, on="departement", how="left", maintain_order="left")
    found: Int64s = joined["own"].fill_null(0).cast(pl.Int64).to_numpy() + everywhere
    return found


def _shared(capacity: Floats, people: Int64s, offer: Int64s, commune: Int64s) -> Floats:
    """Capacity of each offer over those who share it, summed by commune, for each thousand; nan where unknown."""
    known: Flags = ~np.isnan(capacity)[offer]
    offer, commune = offer[known], commune[known]
    sharers = np.bincount(offer, people[commune], capacity.size)
    share = np.divide(capacity, sharers, out=np.zeros(capacity.size), where=sharers > 0)
    found = 1_000 * np.bincount(commune, share[offer], people.size)
    return np.where(np.bincount(commune, minlength=people.size) > 0, found, np.nan)
