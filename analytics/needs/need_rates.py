"""What people need, where, against what is offered there: rates by territory and topic, small cells hidden."""

import numpy as np
import polars as pl

from analytics.arrays import Floats
from analytics.needs.suppression import ALL, suppress

COLUMNS = ("level", "code", "name", "topic", "people", "rate", "smoothed_rate", "offers", "gap", "suppressed")
COMMUNE, DEPARTEMENT = "commune", "departement"
FEEDBACK = "feedback"  # the topic that counts whoever gave feedback, with or without a need
GROUP = ("level", "topic")


def rates(people: pl.DataFrame, offers: pl.DataFrame, territory: pl.DataFrame, k: int = 11) -> pl.DataFrame:
    """Needs and offers of every département, and of the communes that have either, by topic.

    people     `person, topic, commune, departement` (codes or null): who expressed which need where
    offers     `uid, commune, departement, topic`; a null topic serves every topic
    territory  `level, code, name, parent, population` of communes (parent: their département) and départements
    k          fewer distinct people than that are hidden; see `analytics.needs.suppression`
    returns    COLUMNS by level, code, topic ("all": distinct people over the topics):
               people (distinct), rate (people per inhabitant), smoothed_rate (`empirical_bayes` over the shown
               cells of the level and topic), offers (count), gap (percentile rank of smoothed_rate minus that of
               offers per inhabitant among those cells, -1 to 1; above 0 needs outrun offers), suppressed;
               all but offers null where suppressed
    raises     ValueError for a row without person or a topic named "all"
    """
    _check(people)
    topics = _topics(people, offers)
    needs = _people_by_cell(_placed(people, territory))
    services = _offers_by_cell(_placed(offers, territory), topics)
    cells = _cells(needs, services, topics, territory)
    return _with_rates(suppress(cells, k)).select(COLUMNS).sort("level", "code", "topic")


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


def _check(people: pl.DataFrame) -> None:
    if people["person"].null_count():
        raise ValueError(f"row {people['person'].is_null().arg_max()} of people has no person")
    if (people["topic"] == ALL).any():
        raise ValueError(f'a topic is named "{ALL}", which stands for all topics together')


def _topics(people: pl.DataFrame, offers: pl.DataFrame) -> pl.DataFrame:
    named = (
        pl.concat([people["topic"].cast(pl.String), offers["topic"].cast(pl.String)]).drop_nulls().unique()
    )
    return pl.DataFrame({"topic": [*named.sort(), ALL]}, schema={"topic": pl.String})


def _placed(rows: pl.DataFrame, territory: pl.DataFrame) -> pl.DataFrame:
    """One row a level: (level, code); a commune tells its département where that is not given."""
    codes = rows.cast({"commune": pl.String, "departement": pl.String, "topic": pl.String})
    of_commune = territory.filter(pl.col("level") == COMMUNE).select(commune="code", known="parent")
    placed = codes.join(of_commune, on="commune", how="left")
    placed = placed.with_columns(departement=pl.coalesce("departement", "known"))
    levels = [
        placed.select(pl.exclude(COMMUNE, DEPARTEMENT, "known"), level=pl.lit(level), code=level)
        for level in (COMMUNE, DEPARTEMENT)
    ]
    return pl.concat(levels).drop_nulls("code")


def _people_by_cell(needs: pl.DataFrame) -> pl.DataFrame:
    stated = needs.drop_nulls("topic")
    together = stated.with_columns(topic=pl.lit(ALL))
    return (
        pl.concat([stated, together])
        .group_by("level", "code", "topic")
        .agg(people=pl.col("person").n_unique())
    )


def _offers_by_cell(services: pl.DataFrame, topics: pl.DataFrame) -> pl.DataFrame:
    """A service without a topic counts for each topic; every service counts once for "all"."""
    general = services.filter(pl.col("topic").is_null()).drop("topic").join(topics, how="cross")
    special = services.filter(pl.col("topic").is_not_null())
    together = special.with_columns(topic=pl.lit(ALL))
    rows = pl.concat([part.select("uid", "level", "code", "topic") for part in (general, special, together)])
    return rows.group_by("level", "code", "topic").agg(offers=pl.col("uid").n_unique())


def _cells(
    people: pl.DataFrame, offers: pl.DataFrame, topics: pl.DataFrame, territory: pl.DataFrame
) -> pl.DataFrame:
    """Every département for every topic, and the communes with people or offers; 0 where there are none."""
    key = ["level", "code", "topic"]
    departements = (
        territory.filter(pl.col("level") == DEPARTEMENT).select("level", "code").join(topics, how="cross")
    )
    seen = pl.concat([departements, people.select(key), offers.select(key)]).unique()
    return (
        seen.join(territory.select("level", "code", "name", "parent", "population"), on=["level", "code"])
        .join(people, on=key, how="left")
        .join(offers, on=key, how="left")
        .with_columns(pl.col("people", "offers").fill_null(0).cast(pl.Int64))
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
    figures = shown.select("level", "code", "topic", "smoothed_rate", gap=gap)
    return rated.join(figures, on=["level", "code", "topic"], how="left")


def _percentile(figure: pl.Expr) -> pl.Expr:
    """Rank from 0 to 1 within level and topic, equal figures sharing theirs; ½ where there is only one."""
    others = pl.len() - 1
    return pl.when(others > 0).then((figure.rank() - 1) / others).otherwise(0.5).over(*GROUP)
