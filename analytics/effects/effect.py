"""What an action did to a series: the effect with its interval, or "descriptive only" and why.

The errors are taken no smaller than they were before T0 (Segmented.cautious). Where the placebo dates vary more than
that says, the intervals are widened as much: an hourly regression does not see that one day differs from another, the
dates do.

An effect is found when the interval of the mean effect leaves 0 out *and* at most a tenth of the placebo dates
look as much like one: the second guards against what a regression line does not know (a trend that bends).
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import polars as pl

from analytics.arrays import Floats
from analytics.effects.fits import Errors
from analytics.effects.placebos import MIN_AFTER, MIN_BEFORE, MIN_PLACEBOS, Placebos, least_before, placebos
from analytics.effects.segmented import Segmented, segmented

Verdict: TypeAlias = Literal["effect", "no effect found", "descriptive only"]
AS_MUCH = 0.1  # share of the placebo dates


@dataclass(frozen=True, slots=True)
class Effect:
    """`model` and `placebos` are there whenever they could be computed, whatever the verdict.

    widened      by how much the placebo dates widened the intervals, 1 for not at all
    why          of "descriptive only"; otherwise what the placebo dates say
    notes        what was asked for and left out
    before, after            points
    mean_before, mean_after  of the series; None without a point
    """

    verdict: Verdict
    why: str
    notes: tuple[str, ...]
    before: int
    after: int
    mean_before: float | None
    mean_after: float | None
    model: Segmented | None
    placebos: Placebos | None
    widened: float
    level: float
    errors: Errors

    @property
    def relative(self) -> float | None:
        """Mean effect ÷ what was expected without the action; None where that is not above 0."""
        if self.model is None or self.mean_after is None:
            return None
        expected = float(self.model.expected[-self.after :].mean())
        return self.model.mean.value / expected if expected > 0 else None


def effect(
    series: pl.DataFrame, *, period: int | None = None, errors: Errors = "ar1", level: float = 0.95
) -> Effect:
    """The effect of an action on a series.

    series  `step` (whole, 0 is the first from T0 on), `value`, and `control` where there is one; a row with a null
            is left out, rows may come in any order
    period  of a season, in steps; left out where the series has not two of them before T0
    """
    known = series.drop_nulls().sort("step")
    t, y = (known[name].cast(pl.Float64).to_numpy() for name in ("step", "value"))
    control = known["control"].cast(pl.Float64).to_numpy() if "control" in known.columns else None
    past = t < 0
    notes: list[str] = []
    if period is not None and past.sum() < 2 * period:
        notes.append(f"season left out: {past.sum()} points before T0, {2 * period} needed")
        period = None
    if control is not None and not _moves(control[past]):
        notes.append("control left out: it does not move before T0")
        control = None
    model = _model(y, t, period, control, errors=errors, level=level)
    history = None if control is None else control[past]
    dates = placebos(
        y[past], t[past], int((~past).sum()), period=period, control=history, errors=errors, level=level
    )
    widened = max(1.0, dates.spread)
    rank = dates.rank(model.mean.p) if model else 1.0
    model = model and model.widened(widened)
    verdict, why = _verdict(y[past], int((~past).sum()), model, dates, period=period, rank=rank)
    return Effect(
        verdict, why, tuple(notes), int(past.sum()), int((~past).sum()), _mean(y[past]), _mean(y[~past]),
        model, dates if dates.dates else None, widened, level, errors,
    )  # fmt: skip


def _model(
    y: Floats, t: Floats, period: int | None, control: Floats | None, *, errors: Errors, level: float
) -> Segmented | None:
    try:
        return segmented(y, t, 0.0, period=period, control=control, errors=errors, level=level).cautious()
    except ValueError:  # too few points, which the verdict says
        return None


def _verdict(
    past: Floats, after: int, model: Segmented | None, dates: Placebos, *, period: int | None, rank: float
) -> tuple[Verdict, str]:
    few = [
        f"{have} {what}, {need} needed"
        for have, what, need in (
            (len(past), "points before T0", MIN_BEFORE),
            (after, "points after", MIN_AFTER),
            (len(dates.dates), "placebo dates", MIN_PLACEBOS),
        )
        if have < need
    ]
    if few:
        longer = least_before(period) + MIN_AFTER + MIN_PLACEBOS - 1
        return "descriptive only", "; ".join(
            [*few, f"{longer} points before T0 give {MIN_PLACEBOS} placebo dates"]
        )
    if not _moves(past):
        return "descriptive only", "the series does not move before T0: what chance does is not known"
    if model is None:
        return "descriptive only", "the points do not tell the action from the rest of the model"
    why = f"{rank:.0%} of {len(dates.dates)} placebo dates and this one look at least as much like an effect"
    return ("effect" if model.mean.found and rank <= AS_MUCH else "no effect found"), why


def _moves(values: Floats) -> bool:
    return len(values) > 1 and bool(np.ptp(values) > 0)


def _mean(values: Floats) -> float | None:
    return float(values.mean()) if len(values) else None
