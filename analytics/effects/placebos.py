"""Placebo dates: what the same regression finds at moments of the past when nothing was done."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from analytics.arrays import Floats
from analytics.effects.fits import Errors, Estimate
from analytics.effects.segmented import segmented

MIN_BEFORE, MIN_AFTER, MIN_PLACEBOS = 12, 6, 10
MOST = 40  # dates, spread evenly: more of them say the same thing again


@dataclass(frozen=True, slots=True)
class Placebos:
    """Steps (m,) of the dates, and the mean effect found at each."""

    dates: tuple[float, ...]
    effects: tuple[Estimate, ...]

    @property
    def found(self) -> int:
        """Dates whose interval leaves 0 out: about 1 − level of them, when the intervals keep their promise."""
        return sum(effect.found for effect in self.effects)

    @property
    def spread(self) -> float:
        """Root mean square of the effects in standard errors: 1 when the errors say how much chance does, more when
        something else moves the series (days that differ, bursts); 1 where there is no date.
        """
        scores = norm.isf(np.clip([effect.p for effect in self.effects], 1e-12, 1.0) / 2)
        return float(np.sqrt(np.mean(scores**2))) if self.effects else 1.0

    def rank(self, p: float) -> float:
        """Share of the dates, the real one among them, that look at least as much like an effect."""
        return (1 + sum(effect.p <= p for effect in self.effects)) / (1 + len(self.effects))


def placebos(
    y: Floats,
    t: Floats,
    after: int,
    *,
    period: int | None = None,
    control: Floats | None = None,
    errors: Errors = "ar1",
    level: float = 0.95,
) -> Placebos:
    """Judge dates of the series as the real one is judged: enough points before, as many after as it has.

    y, t, control  (n,) the history before T0 only; `after` the number of points that the real date has after it
    """
    first, last = least_before(period), len(t) - MIN_AFTER
    if last < first:
        return Placebos((), ())
    rows = np.unique(np.linspace(first, last, min(MOST, last - first + 1)).round().astype(int))
    dates, effects = [], []
    for row in rows.tolist():
        upto = slice(0, row + max(after, MIN_AFTER))
        seen = None if control is None else control[upto]
        try:
            fit = segmented(y[upto], t[upto], t[row], period=period, control=seen, errors=errors, level=level)
        except ValueError:  # a control that did not move yet
            continue
        dates.append(float(t[row]))
        effects.append(fit.cautious().mean)
    return Placebos(tuple(dates), tuple(effects))


def least_before(period: int | None) -> int:
    """Points before a date that its regression needs: two whole seasons where there is one."""
    return MIN_BEFORE if period is None else max(MIN_BEFORE, 2 * period)
