"""What becomes of an alert: sent, held back for the digest, or muted because somebody knows already."""

from datetime import timedelta

import polars as pl

from analytics.alerts.changes import GROWN
from analytics.alerts.signals import KEY
from analytics.learning.answers import KNOWN, standing
from analytics.learning.features import features
from analytics.learning.learn import CHECKED, Learnt
from analytics.posts import UTC

SEND, CHECK, HOLD, MUTE = "send", "check", "hold", "mute"
TOLD = (SEND, CHECK)
KNOWN_FOR = timedelta(hours=24)
FEWEST = 10  # answers before a rate is told
PLACE, KIND, ALL = "kind and territory", "kind", "all"


def decide(alerts: pl.DataFrame, learnt: Learnt, told: pl.DataFrame, answers: pl.DataFrame) -> pl.DataFrame:
    """Each alert with what the answers make of it.

    alerts   ALERTS with `change`
    told     ALERTS that were told before, for the topics that somebody called known
    answers  ANSWERS
    returns  the rows of `alerts` with
             probability       of being real, by the model
             threshold         of its kind and territory
             false_alarm_rate  1 - probability, null until FEWEST alerts were answered
             like, like_false  answered alerts of the same kind and territory and how many were false; of the
                               kind, or of all, where they are fewer than FEWEST; `like_level` says which
             decision          hold where probability < threshold, but check for one in CHECKED of them: sent all
                               the same, so that a threshold that hides true alerts is found out; mute where the
                               same kind, topic and territory was answered "known" within KNOWN_FOR and has not
                               grown since; else send
    """
    scored = _scored(alerts, learnt).pipe(_like, learnt.steps)
    rate = pl.when(pl.lit(learnt.steps.height >= FEWEST)).then(1 - pl.col("probability"))
    muted = _muted(alerts, told, answers)
    decision = (
        pl.when(pl.col("probability") < pl.col("threshold"))
        .then(pl.when(_checked(alerts["alert_id"])).then(pl.lit(CHECK)).otherwise(pl.lit(HOLD)))
        .when(pl.col("alert_id").is_in(muted.implode()) & (pl.col("change") != GROWN))
        .then(pl.lit(MUTE))
        .otherwise(pl.lit(SEND))
    )
    return scored.with_columns(rate.alias("false_alarm_rate"), decision.alias("decision"))


def _checked(alert_ids: pl.Series) -> pl.Series:
    """One in CHECKED, by the alert's own name: whoever asks again gets the same."""
    return pl.Series([int(name[-8:], 16) % CHECKED == 0 for name in alert_ids], dtype=pl.Boolean)


def _scored(alerts: pl.DataFrame, learnt: Learnt) -> pl.DataFrame:
    odds = [learnt.reality.probability(one) for one in features(alerts)]
    limits = [
        learnt.thresholds.of(kind, place)
        for kind, place in alerts.select("kind", "location_code").iter_rows()
    ]
    return alerts.with_columns(
        pl.Series("probability", odds, pl.Float64), pl.Series("threshold", limits, pl.Float64)
    )


def _like(alerts: pl.DataFrame, steps: pl.DataFrame) -> pl.DataFrame:
    """The narrowest level that has FEWEST answers; all of them where none has."""
    levels: dict[str, list[str]] = {PLACE: ["kind", "location_code"], KIND: ["kind"], ALL: []}
    for level, keys in levels.items():
        counts = steps.group_by([*keys, pl.lit(1).alias("_one")]).agg(
            pl.len().cast(pl.Int64).alias(f"like {level}"),
            (~pl.col("real")).sum().cast(pl.Int64).alias(f"false {level}"),
        )
        alerts = alerts.with_columns(pl.lit(1).alias("_one")).join(
            counts, on=[*keys, "_one"], how="left", maintain_order="left"
        )
    enough = {level: pl.col(f"like {level}") >= FEWEST for level in (PLACE, KIND)}

    def chosen(values: dict[str, pl.Expr]) -> pl.Expr:
        narrow = pl.when(enough[PLACE]).then(values[PLACE]).when(enough[KIND]).then(values[KIND])
        return narrow.otherwise(values[ALL])

    told = alerts.with_columns(
        chosen({level: pl.col(f"like {level}") for level in levels}).fill_null(0).alias("like"),
        chosen({level: pl.col(f"false {level}") for level in levels}).fill_null(0).alias("like_false"),
        chosen({level: pl.lit(level) for level in levels}).alias("like_level"),
    )
    return told.drop("_one", *(f"{what} {level}" for what in ("like", "false") for level in levels))


def _muted(alerts: pl.DataFrame, told: pl.DataFrame, answers: pl.DataFrame) -> pl.Series:
    """The alerts of a kind, topic and territory that was answered "known" not long before."""
    known = (
        standing(answers)
        .filter(answer=KNOWN)
        .select("alert_id", known_at=pl.col("at").cast(UTC))
        .join(told.select("alert_id", *KEY), on="alert_id")
        .drop("alert_id")
    )
    since = pl.col("due_at") - pl.col("known_at")
    met = alerts.select("alert_id", "due_at", *KEY).join(known, on=KEY)
    return met.filter(since.is_between(timedelta(0), KNOWN_FOR))["alert_id"].unique()
