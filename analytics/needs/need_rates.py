"""What people need, where, against what is offered there: rates by territory and topic, small cells hidden."""

from datetime import UTC, datetime

import numpy as np
import polars as pl

from analytics.arrays import Floats
from analytics.needs.cube import cube
from analytics.needs.places import COMMUNE, DEPARTEMENT, EPCI, FRANCE, LEVELS, TOP
from analytics.needs.suppression import ALL

COLUMNS = ("level", "code", "name", "topic", "people", "rate", "smoothed_rate", "offers", "gap", "suppressed")
FEEDBACK = "feedback"  # the topic that counts whoever gave feedback, with or without a need
GROUP = ("level", "topic")
KEY = ["level", "code", "topic"]
_SOME_TIME = datetime(2000, 1, 1, tzinfo=UTC)  # one window: the whole time


def rates(people: pl.DataFrame, offers: pl.DataFrame, territory: pl.DataFrame, k: int = 11) -> pl.DataFrame:
    """Needs and offers of France, of every département, and of the EPCI and communes that have either, by topic.

    people     `person, topic, commune, departement` (codes or null): who expressed which need where
    offers     `uid, commune, departement, topic`; a null topic serves every topic
    territory  `level, code, name, parent, epci, population` of all levels as `graph.territory.levels()`; of communes
               parent is their département, and epci null outside any
    k          fewer distinct people than that are hidden, and whatever would give them away in the sums of all levels
               together; the pattern is that of the whole time of `analytics.needs.cube`
    returns    COLUMNS by level, code, topic ("all": distinct people over the topics):
               people (distinct), rate (people per inhabitant), smoothed_rate (`empirical_bayes` over the shown
               cells of the level and topic), offers (count), gap (percentile rank of smoothed_rate minus that of
               offers per inhabitant among those cells, -1 to 1; above 0 needs outrun offers), suppressed;
               all but offers null where suppressed
    raises     ValueError for a row without person or a topic named "all"
    """
    topics = _topics(people, offers)
    needs = _people_by_cell(people, territory, k)
    services = _offers_by_cell(_placed(offers, territory), topics)
    cells = _cells(needs, services, topics, territory)
    return _with_rates(cells).select(COLUMNS).sort(KEY)


def hidden_in(rates: pl.DataFrame) -> pl.DataFrame:
    """What a table of the same people must hide: `hidden` of `cube`, from the rates as they are published.

    A row without a cell stands for each level: the rates speak of all, so what they do not hide there is no secret.
    """
    told = pl.DataFrame({"level": LEVELS, "code": "", "topic": ""})
    return pl.concat([rates.filter("suppressed").select(KEY).cast(pl.String), told])


def empirical_bayes(observed: Floats, population: Floats) -> Floats:
    """Rates drawn to their mean, the more so the fewer inhabitants (Marshall 1991, global estimator).

    observed    (n,)  people counted
    population  (n,)  inhabitants, above 0
    returns     (n,)  people per inhabitant: w r + (1 − w) m with m = ΣO/ΣP, s² = ΣP(r − m)²/ΣP,
                      A = max(0, s² − m/P̄), w = A/(A + m/P)
    """
    if not observed.size:
        return np.zeros(0)
    rate, inhabitants = observed / population, population.sum()
    mean = observed.sum() / inhabitants
    variance = (population * (rate - mean) ** 2).sum() / inhabitants
    between = max(0.0, variance - mean / population.mean())
    weight = between / (between + mean / population) if between > 0 else np.zeros(observed.size)
    smoothed: Floats = weight * rate + (1 - weight) * mean
    return smoothed


def _topics(people: pl.DataFrame, offers: pl.DataFrame) -> pl.DataFrame:
    named = (
        pl.concat([people["topic"].cast(pl.String), offers["topic"].cast(pl.String)]).drop_nulls().unique()
    )
    return pl.DataFrame({"topic": [*named.sort(), ALL]}, schema={"topic": pl.String})


def _placed(rows: pl.DataFrame, territory: pl.DataFrame) -> pl.DataFrame:
    """One row a level: uid, topic, level, code; a commune tells its EPCI and its département."""
    codes = rows.cast({"commune": pl.String, "departement": pl.String, "topic": pl.String})
    of_commune = territory.filter(level=COMMUNE).select("epci", commune="code", known="parent")
    placed = codes.join(of_commune, on="commune", how="left").with_columns(
        departement=pl.coalesce("departement", "known"), france=pl.lit(TOP)
    )
    levels = [
        placed.select("uid", "topic", level=pl.lit(level), code=level)
        for level in (COMMUNE, EPCI, DEPARTEMENT, FRANCE)
    ]
    return pl.concat(levels).drop_nulls("code")


def _people_by_cell(people: pl.DataFrame, territory: pl.DataFrame, k: int) -> pl.DataFrame:
    """level, code, topic, people (null where suppressed) and suppressed, of cells that count anyone."""
    communes = territory.filter(level=COMMUNE).select("code", "epci", "population", departement="parent")
    counted = cube(people.with_columns(at=pl.lit(_SOME_TIME)), communes, k=k)
    return counted.filter(pl.col("at").is_null()).select(*KEY, "people", "suppressed")


def _offers_by_cell(services: pl.DataFrame, topics: pl.DataFrame) -> pl.DataFrame:
    """A service without a topic counts for each topic; every service counts once for "all"."""
    general = services.filter(pl.col("topic").is_null()).drop("topic").join(topics, how="cross")
    special = services.filter(pl.col("topic").is_not_null())
    together = special.with_columns(topic=pl.lit(ALL))
    rows = pl.concat([part.select("uid", "level", "code", "topic") for part in (general, special, together)])
    return rows.group_by(KEY).agg(offers=pl.col("uid").n_unique())


def _cells(
    people: pl.DataFrame, offers: pl.DataFrame, topics: pl.DataFrame, territory: pl.DataFrame
) -> pl.DataFrame:
    """France and every département for every topic, EPCI and communes with people or offers; 0 where none are."""
    always = territory.filter(pl.col("level").is_in([FRANCE, DEPARTEMENT]))
    seen = pl.concat(
        [always.select("level", "code").join(topics, how="cross"), people.select(KEY), offers.select(KEY)]
    ).unique()
    suppressed = pl.col("suppressed").fill_null(value=False)
    return (
        seen.join(territory.select("level", "code", "name", "population"), on=["level", "code"])
        .join(people, on=KEY, how="left")
        .join(offers, on=KEY, how="left")
        .with_columns(
            suppressed=suppressed,
            people=pl.when(~suppressed).then(pl.col("people").fill_null(0)),
            offers=pl.col("offers").fill_null(0).cast(pl.Int64),
        )
    )


def _with_rates(cells: pl.DataFrame) -> pl.DataFrame:
    inhabited = cells.with_columns(pl.when(pl.col("population") > 0).then("population").alias("population"))
    rated = inhabited.with_columns(rate=pl.col("people") / pl.col("population")).sort(
        "level", "topic", "code"
    )
    shown = rated.filter(pl.col("rate").is_not_null())
    smoothed = [
        empirical_bayes(cell["people"].to_numpy().astype(float), cell["population"].to_numpy().astype(float))
        for cell in shown.partition_by(*GROUP, maintain_order=True)
    ]
    shown = shown.with_columns(smoothed_rate=pl.Series(np.concatenate([np.zeros(0), *smoothed])))
    supply = pl.col("offers") / pl.col("population")
    gap = _percentile(pl.col("smoothed_rate")) - _percentile(supply)
    figures = shown.select(*KEY, "smoothed_rate", gap=gap)
    return rated.join(figures, on=KEY, how="left")


def _percentile(figure: pl.Expr) -> pl.Expr:
    """Rank from 0 to 1 within level and topic, equal figures sharing theirs; ½ where there is only one."""
    others = pl.len() - 1
    return pl.when(others > 0).then((figure.rank() - 1) / others).otherwise(0.5).over(*GROUP)
