"""Who asked to hear of what: alerts and subscriptions by zone, topic, kind and service."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Subscription:
    """What one reader wants; an empty tuple wants all.

    zones  as `zones` names them: "commune:29019", "departement:29", "epci:242900314", "region:53"
    """

    name: str
    zones: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    services: tuple[str, ...] = ()


def zones(communes: pl.DataFrame) -> pl.DataFrame:
    """`location_code` (of a commune, a département, a région) and each `zone` that it lies in, itself included.

    communes  code, departement, region, epci (null outside any), as graph.territory.communes gives them

    A bare code of two or three digits is a département's ("75" is Paris): a région is only written as
    "region:75", in alerts too.
    """
    own = communes.select(location_code="code", zone="commune:" + pl.col("code"))
    above = [
        communes.select(location_code="code", zone=f"{level}:" + pl.col(level))
        for level in ("departement", "region", "epci")
    ]
    counties = communes.select("departement", "region").unique().sort("departement")
    county = [
        counties.select(location_code="departement", zone=f"{level}:" + pl.col(level))
        for level in ("departement", "region")
    ]
    region = "region:" + pl.col("region")
    regions = communes.select(location_code=region, zone=region).unique()
    return (
        pl.concat([own, *above, *county, regions]).drop_nulls("zone").unique().sort("location_code", "zone")
    )


def matched(
    alerts: pl.DataFrame, subscriptions: Sequence[Subscription], places: pl.DataFrame
) -> pl.DataFrame:
    """`alert_id, subscription`: one row for each alert that a subscription wants, in the order of both.

    alerts  alert_id, kind, topic, location_code, service
    places  as `zones` gives them; an alert without territory goes to those who want all of them
    """
    parts = [
        alerts.filter(_wanted(one, places)).select("alert_id", subscription=pl.lit(one.name))
        for one in subscriptions
    ]
    order = alerts.select("alert_id").with_row_index("_row")
    return (
        pl.concat([pl.DataFrame(schema={"alert_id": pl.String, "subscription": pl.String}), *parts])
        .join(order, on="alert_id", how="left", maintain_order="left")
        .sort("_row", maintain_order=True)
        .drop("_row")
    )


def _wanted(one: Subscription, places: pl.DataFrame) -> pl.Expr:
    codes = places.filter(pl.col("zone").is_in(one.zones))["location_code"].unique()
    terms = [
        pl.col(column).is_in(list(values))
        for column, values in (
            ("topic", one.topics),
            ("kind", one.kinds),
            ("service", one.services),
        )
        if values
    ]
    if one.zones:
        terms.append(pl.col("location_code").is_in(codes.implode()))
    return pl.all_horizontal(pl.lit(value=True), *terms)
