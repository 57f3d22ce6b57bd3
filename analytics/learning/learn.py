"""All that the answers taught, told from the log itself: the same log gives the same to the bit.

No state is kept beside the log. To go back is to take an answer away, or to read the log up to an earlier time;
ten thousand answers are learnt again in about a second.
"""

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from analytics.learning.answers import KEPT, REAL, standing
from analytics.learning.features import features
from analytics.learning.model import Reality
from analytics.learning.thresholds import Thresholds
from analytics.posts import UTC

BURN_IN = 30  # answers before a probability says enough for a threshold to rest on it
CHECKED = 10  # of the alerts below a threshold, one in so many is sent all the same
STEPS = pl.Schema({
    "seq": pl.Int64(), "at": UTC, "alert_id": pl.String(), "kind": pl.String(), "location_code": pl.String(),
    "answer": pl.String(), "real": pl.Boolean(), "probability": pl.Float64(), "probability_after": pl.Float64(),
    "threshold": pl.Float64(), "threshold_after": pl.Float64(),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Learning:
    """miss    share of the true alerts that may fall below a threshold
    memory  latest true alerts that a threshold rests on, so that it follows what changes
    """

    miss: float = 0.05
    memory: int = 200


DEFAULTS = Learning()


@dataclass(frozen=True, slots=True)
class Learnt:
    """`steps` (STEPS) is the history: one row an answer that stands, with the probability of its alert and the
    threshold of its kind and territory before and after it.
    """

    reality: Reality
    thresholds: Thresholds
    steps: pl.DataFrame


def learn(
    alerts: pl.DataFrame,
    answers: pl.DataFrame,
    options: Learning = DEFAULTS,
    *,
    as_of: datetime | None = None,
) -> Learnt:
    """What the answers given by `as_of` (all of them by default) taught, in the order in which they came.

    alerts   alert_id and what `features` reads: at least those answered
    answers  ANSWERS; those to other alerts are left aside
    """
    log = answers if as_of is None else answers.filter(pl.col("at") <= as_of)
    asked = standing(log).join(alerts, on="alert_id", how="inner", maintain_order="left").sort("seq")
    reality, thresholds = Reality(), Thresholds(options.miss, options.memory)
    columns = asked.select("seq", "at", "alert_id", "kind", "location_code", "answer").iter_rows()
    rows: list[tuple[object, ...]] = []
    for (seq, at, alert, kind, place, answer), known in zip(columns, features(asked), strict=True):
        before, limit, real = reality.probability(known), thresholds.of(kind, place), answer in REAL
        reality.learn(known, real=real)
        if answer in KEPT and len(rows) >= BURN_IN:
            # Few of those below a threshold are answered: each stands for all, else thresholds would only rise.
            thresholds.add(kind, place, before, times=CHECKED if before < limit else 1)
        after = reality.probability(known), limit, thresholds.of(kind, place)
        rows.append((seq, at, alert, kind, place, answer, real, before, *after))
    return Learnt(reality, thresholds, pl.DataFrame(rows, schema=STEPS, orient="row"))
