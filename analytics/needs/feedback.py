"""Feedback made ready to be counted by service, territory and window, everybody somewhere."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeAlias

import numpy as np
import polars as pl

from analytics.needs.places import DEPARTEMENT, FRANCE, LEVELS
from analytics.needs.suppression import ALL
from analytics.posts import SECOND, instants

Count: TypeAlias = Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]
UNKNOWN = "unknown"  # the territory of those of whom no département is known
UNNAMED = "unnamed"  # the service of a feedback that names none
_WINDOWS = ((timedelta(days=14), "1d"), (timedelta(days=120), "1w"), (timedelta(days=1_000), "1mo"))
_LONG = "1q"


def window_length(at: pl.Series) -> str:
    """Length of the windows that a table over these instants has, as Polars writes it.

    One length for all who read the same feedback: tables of two lengths could be subtracted from each other.
    """
    moments = instants(at).drop_nulls().to_physical().to_numpy()
    span = int(np.ptp(moments)) if moments.size else 0
    return next((length for longest, length in _WINDOWS if span <= longest.total_seconds() * SECOND), _LONG)


def everybody(feedback: pl.DataFrame, communes: pl.DataFrame) -> pl.DataFrame:
    """The feedback with a territory and a service for each: UNKNOWN and UNNAMED where there is none.

    feedback  `uid, created_at, services` (list), `place_insee, departement` and any further columns
    """
    services = pl.col("services").cast(pl.List(pl.String)).list.drop_nulls()
    unnamed = pl.lit([UNNAMED], pl.List(pl.String))
    return somewhere(feedback.filter(pl.col("created_at").is_not_null()), communes).with_columns(
        services=pl.when(services.list.len() > 0).then(services).otherwise(unnamed)
    )


def somewhere(rows: pl.DataFrame, communes: pl.DataFrame) -> pl.DataFrame:
    """The rows with place_insee, or departement, or UNKNOWN as departement where neither is a known one."""
    nowhere = pl.lit(None, pl.String)
    commune, departement = (
        pl.col(name).cast(pl.String) if name in rows.columns else nowhere
        for name in ("place_insee", "departement")
    )
    known = commune.is_in(communes["code"].implode()).fill_null(value=False)
    there = departement.is_in(communes["departement"].unique().implode())
    otherwise = pl.when(there).then(departement).otherwise(pl.lit(UNKNOWN))
    return rows.with_columns(
        place_insee=pl.when(known).then(commune), departement=pl.when(~known).then(otherwise)
    )


def and_elsewhere(communes: pl.DataFrame) -> pl.DataFrame:
    """The communes, and UNKNOWN as one more: so that all territories together are all people."""
    columns = [name for name in ("code", "departement", "population", "epci") if name in communes.columns]
    nowhere = {"code": UNKNOWN, "departement": UNKNOWN, "population": 0, "epci": None}
    row = pl.DataFrame([{name: nowhere[name] for name in columns}], communes.select(columns).schema)
    return pl.concat([communes.select(columns).with_columns(pl.col("population").fill_null(0)), row])


def hidden_by(rates: pl.DataFrame, topic: str, counted: pl.DataFrame) -> pl.DataFrame:
    """What a table of all services must hide of everybody, for `analytics.needs.rates` hides it of that topic.

    rates    `level, code, topic, suppressed` as they are published; no rows where there are none
    counted  of `everybody`: the feedback that the table counts
    returns  `level, code, topic` ("all"), as `hidden` of `analytics.needs.cube`; a row without a cell stands for each
             level, since the rates speak of all. The rates' France are those of whom a territory is known: where
             there are others, it is these who are hidden, and France as a whole is not the rates' secret
    """
    secret = (
        rates.filter("suppressed", topic=topic).select("level", "code", topic=pl.lit(ALL)).cast(pl.String)
    )
    if (counted["departement"] == UNKNOWN).any():
        whole = pl.col("level") == FRANCE
        secret = secret.with_columns(
            level=pl.when(whole).then(pl.lit(DEPARTEMENT)).otherwise("level"),
            code=pl.when(whole).then(pl.lit(UNKNOWN)).otherwise("code"),
        )
    return pl.concat([secret, pl.DataFrame({"level": LEVELS, "code": "", "topic": ALL})])


def by_service_and_territory(
    feedback: pl.DataFrame, communes: pl.DataFrame, count: Count, figures: list[str]
) -> pl.DataFrame:
    """All services by commune, EPCI, département and France, and each service by département and France.

    Services by commune would be so small that hiding them hides France too. The two tables are closed apart; what
    one hides of all services together the other hides as well, so that they cannot be subtracted from each other. A
    service is hidden where all services together are: another table may tell these (the rates tell how many ask),
    and a lone hidden service would follow.

    feedback  of `everybody`
    communes  of `and_elsewhere`
    count     feedback, communes → level, code, topic, at, suppressed and `figures`, as `analytics.needs.shares`
    returns   the same, hidden figures null
    """
    of_commune = communes.select(place_insee="code", around="departement")
    placed = feedback.join(of_commune, on="place_insee", how="left", maintain_order="left").with_columns(
        place_insee=pl.lit(None, pl.String), departement=pl.coalesce("around", "departement")
    )
    departements = communes.group_by("departement", maintain_order=True).agg(pl.col("population").sum())
    of_services = count(placed, departements.with_columns(code="departement"))
    nameless = feedback.with_columns(services=pl.lit([UNNAMED], pl.List(pl.String)))
    of_all = count(nameless, communes).filter(topic=ALL)
    place = ["level", "code"]
    both = pl.concat([
        hidden_like(of_all, of_services.filter(topic=ALL), place, figures),
        hidden_like(of_services, of_services.filter(topic=ALL), place, figures).filter(pl.col("topic") != ALL),
    ])  # fmt: skip
    return hidden_like(both, both.filter(topic=ALL), place, figures)


def hidden_like(
    found: pl.DataFrame, other: pl.DataFrame, cell: list[str], figures: list[str]
) -> pl.DataFrame:
    """`found`, hidden too where `other` hides the same cell: in a window, or, where its `at` is null, in all."""
    secret = other.filter("suppressed")
    ever = secret.filter(pl.col("at").is_null()).select(*cell, ever=pl.lit(value=True))
    then = secret.select(*cell, "at", then=pl.lit(value=True))
    joined = found.join(ever, on=cell, how="left", maintain_order="left").join(
        then, on=[*cell, "at"], how="left", nulls_equal=True, maintain_order="left"
    )
    hidden = pl.any_horizontal(pl.col("suppressed", "ever", "then").fill_null(value=False))
    shown = [pl.when(~hidden).then(name).alias(name) for name in figures]
    return joined.with_columns(*shown, suppressed=hidden).drop("ever", "then")
