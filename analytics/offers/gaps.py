"""Needs against what is within reach: where a need is unanswered, and where an offer seems unknown."""

import polars as pl

from analytics.needs.places import COMMUNE, DEPARTEMENT, EPCI, FRANCE, TOP
from analytics.offers.reach import reach

COLUMNS = ("level", "code", "topic", "rate", "reach", "gap", "unanswered", "unknown")
OFTEN, VERY_OFTEN = 0.5, 0.75  # rank of the need among the territories of its level
REACHED = 0.5  # share of the inhabitants
QUIET = 0.5  # rank of the voice that speaks of the offer
KEY = ["level", "code", "topic"]


def gap(
    need_rates: pl.DataFrame,
    offers: pl.DataFrame,
    territory: pl.DataFrame,
    *,
    km: float = 20.0,
    voice: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Need rate against offer reach, in every cell of `need_rates`.

    need_rates  `level, code, topic, rate, suppressed`, and smoothed_rate, which is taken instead where it is there;
                `at` null where it is there: as `needs.rates` or `needs.cube.cube` give them, small cells hidden.
                Nothing but what they show is used, so nothing that they hide is to be had here
    offers      the register (`analytics.offers.register`)
    territory   communes: `code, departement, epci, population, lat, lon`
    km          how far people go
    voice       `level, code, topic, share`: share of voice of the services (`analytics.visibility.voice`)
    returns     COLUMNS by level, code, topic: rate; reach, the share of inhabitants with an offer within km or online;
                gap, percentile rank of the rate minus that of the reach in its level and topic, -1 to 1, above 0 where
                needs outrun offers; unanswered: the rate is among the higher half and fewer than half are reached;
                unknown: it is in the highest quarter though half or more are reached and, where voice is given, the
                services are heard less than in half of the territories. All but reach null where suppressed
    """
    cells = need_rates.filter(pl.col("at").is_null()) if "at" in need_rates.columns else need_rates
    measure = "smoothed_rate" if "smoothed_rate" in cells.columns else "rate"
    shown = pl.when(~pl.col("suppressed")).then(pl.col(measure))
    reached = _reached(reach(offers, territory, cells["topic"].unique().to_list(), km=km), territory)
    table = cells.select(*KEY, rate=shown).join(reached, on=KEY, how="left")
    ranked = table.with_columns(often=_rank("rate"), near=_rank("reach", among=pl.col("rate").is_not_null()))
    quiet = pl.lit(value=True) if voice is None else pl.col("loud") < QUIET
    if voice is not None:
        heard = voice.select(*KEY, "share").unique(KEY)
        ranked = ranked.join(heard, on=KEY, how="left").with_columns(pl.col("share").fill_null(0.0))
        ranked = ranked.with_columns(loud=_rank("share"))
    is_near = pl.col("reach") >= REACHED
    found = ranked.with_columns(
        gap=pl.col("often") - pl.col("near"),
        unanswered=(pl.col("rate") > 0) & (pl.col("often") >= OFTEN) & ~is_near,
        unknown=(pl.col("rate") > 0) & (pl.col("often") >= VERY_OFTEN) & is_near & quiet,
    )
    told = pl.col("rate").is_not_null()
    flags = [pl.when(told).then(name).alias(name) for name in ("unanswered", "unknown")]
    return found.with_columns(flags).select(COLUMNS).sort(KEY)


def _reached(near: pl.DataFrame, territory: pl.DataFrame) -> pl.DataFrame:
    """level, code, topic, reach: share of inhabitants of communes with an offer; null where nobody's place is known."""
    known = territory.select("code", "departement", "epci", pl.col("population").fill_null(0))
    communes = near.select("code", "topic", has=pl.col("offers") > 0).join(known, on="code")
    names = {
        COMMUNE: pl.col("code"),
        EPCI: pl.col("epci"),
        DEPARTEMENT: pl.col("departement"),
        FRANCE: pl.lit(TOP),
    }
    people = pl.col("population")
    share = people.filter(pl.col("has")).sum() / people.sum()
    empty = pl.col("has").cast(pl.Float64).mean()  # of communes, where nobody lives
    levels = [
        communes.with_columns(place=name)
        .drop_nulls("place")
        .group_by(pl.lit(level).alias("level"), code="place", topic="topic")
        .agg(reach=pl.when(people.sum() > 0).then(share).otherwise(empty))
        for level, name in names.items()
    ]
    return pl.concat(levels)


def _rank(figure: str, among: pl.Expr | None = None) -> pl.Expr:
    """Rank from 0 to 1 within level and topic, equal figures sharing theirs; ½ where there is only one."""
    value = pl.col(figure) if among is None else pl.when(among).then(figure)
    others = value.count() - 1
    rank = pl.when(others > 0).then((value.rank() - 1) / others).otherwise(0.5).over("level", "topic")
    return pl.when(value.is_not_null()).then(rank)
