"""The register of offers: service points, online procedures, offers of help, campaigns."""

from typing import Final

import polars as pl

from analytics.offers.opening import weekly

SCHEMA: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "uid": pl.String,
    "name": pl.String,
    "kind": pl.String,
    "commune": pl.String,
    "departement": pl.String,
    "lat": pl.Float64,
    "lon": pl.Float64,
    "answers": pl.List(pl.String),
    "online": pl.Boolean,
    "capacity": pl.Float64,
    "open_minutes": pl.Int64,
}
ONLINE = r"(?i)en ligne|online|t[ée]l[ée](?:service|phone)|num[ée]rique|campagne|campaign"


def register(offers: pl.DataFrame, communes: pl.DataFrame) -> pl.DataFrame:
    """Offers with where they are, what they answer, how many they take and how long they are open.

    offers    `uid` and whichever are known of `name, kind, place_insee, departement, lat, lon, answers (list), hours,
              online, capacity`; one row an offer
    communes  `code, departement, lat, lon`
    returns   SCHEMA, by uid: lat and lon of the commune where the offer has none; answers null for whatever is asked;
              online where the offer says so or its kind does, such an offer needs no place; capacity (people at a
              time) and open_minutes (a week) null where unknown
    raises    ValueError for an offer without uid or with one that another has
    """
    wrong = offers["uid"].is_null() | offers["uid"].is_duplicated()
    if wrong.any():
        raise ValueError(f"row {wrong.arg_max()}: an offer needs a uid of its own")
    given = offers.rename({"place_insee": "commune"} if "place_insee" in offers.columns else {})
    missing = [pl.lit(None, dtype).alias(name) for name, dtype in SCHEMA.items() if name not in given.columns]
    hours = given["hours"] if "hours" in given.columns else pl.Series([None] * given.height, dtype=pl.String)
    full = given.with_columns(missing).with_columns(open_minutes=weekly(hours))
    places = communes.select(commune="code", around="departement", its_lat="lat", its_lon="lon")
    placed = full.cast({"commune": pl.String}).join(places, on="commune", how="left")
    own = pl.col("lat").is_not_null() & pl.col("lon").is_not_null()
    online = pl.col("online").fill_null(pl.col("kind").str.contains(ONLINE)).fill_null(value=False)
    found = placed.with_columns(
        departement=pl.coalesce("around", "departement"),
        lat=pl.when(own).then("lat").otherwise("its_lat"),
        lon=pl.when(own).then("lon").otherwise("its_lon"),
        online=online,
    )
    return found.select(list(SCHEMA)).cast(pl.Schema(SCHEMA)).sort("uid")
