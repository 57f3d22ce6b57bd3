"""How good the alerts are by what analysts answered, as the page shows it: measured, told now, still to answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.learning.answers import standing
from analytics.learning.decide import FEWEST, TOLD
from analytics.learning.features import features
from analytics.learning.learn import learn
from analytics.learning.measures import measured, reliability

if TYPE_CHECKING:
    from datetime import datetime

    from analytics.learning.learn import Learnt
    from dash_app.alerts.book import Book

ABOUT = ("alert_id", "kind", "topic", "title", "service", "location_code")
ANYWHERE = "*"  # a place that has no threshold of its own: that of its kind counts


@dataclass(frozen=True, slots=True)
class Quality:
    """whole    analytics.learning.measures.measured of all alerts of the window; empty where there was none
    groups   the same by kind, or kind and location_code, with threshold (now) and rate (of false ones among those
             sent, by what the model knows now; null until FEWEST answers)
    waiting  alerts of the window that were sent and have no answer, the newest first: DECIDED
    steps    every answer that stands, the newest first: STEPS and ABOUT
    missed   MISSED, all that were declared
    error    calibration error over `steps`, nan without any
    """

    whole: dict[str, Any]
    groups: pl.DataFrame
    waiting: pl.DataFrame
    steps: pl.DataFrame
    missed: pl.DataFrame
    error: float


def quality_of(book: Book, start: datetime, end: datetime, *, by_place: bool) -> Quality:
    """What the page shows of the alerts due in [start, end)."""
    seen, answers, missed, known = book.alerts(start, end), book.answers(), book.missed(), book.answered()
    learnt = learn(known, answers)
    by = ("kind", "location_code") if by_place else ("kind",)
    (whole,) = measured(seen, answers, start, end, by=(), missed=missed).to_dicts() or ({},)
    groups = measured(seen, answers, start, end, by=by, missed=missed)
    if not by_place:
        groups = groups.with_columns(location_code=pl.lit(ANYWHERE))
    sent = seen.filter(pl.col("decision").is_in(TOLD))
    told = standing(answers)["alert_id"]
    steps = learnt.steps.join(known.select(ABOUT), on=("alert_id", "kind", "location_code"), how="left")
    return Quality(
        whole if groups.height else {},
        _now(groups, sent, by, learnt),
        sent.filter(~pl.col("alert_id").is_in(told.implode())).sort("due_at", "alert_id", descending=True),
        steps.sort("seq", descending=True),
        missed,
        reliability(learnt.steps)[1],
    )


def _now(groups: pl.DataFrame, sent: pl.DataFrame, by: tuple[str, ...], learnt: Learnt) -> pl.DataFrame:
    """With the thresholds and rates as they are now."""
    odds = [learnt.reality.probability(one) for one in features(sent)]
    rates = (
        sent.with_columns(rate=1 - pl.Series(odds, dtype=pl.Float64))
        .group_by(by)
        .agg(pl.col("rate").sort().mean())
    )
    known = learnt.steps.height >= FEWEST
    limits = [
        learnt.thresholds.of(kind, place)
        for kind, place in groups.select("kind", "location_code").iter_rows()
    ]
    return groups.join(rates, on=by, how="left", maintain_order="left").with_columns(
        pl.Series("threshold", limits, pl.Float64), rate=pl.when(known).then("rate")
    )
