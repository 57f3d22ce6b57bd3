"""Segmented regression of a series around the moment of an action (Wagner et al. 2002).

y = β0 + β1 t + β2 D + β3 (t − T0) D + season + γ control, with D = 1 from T0 on. β2 is the change of level at T0,
β3 the change of slope; the mean effect is what both make together over the points after T0.
"""

from dataclasses import dataclass, replace

import numpy as np

from analytics.arrays import Floats
from analytics.effects.fits import Errors, Estimate, Fit, Matrix, estimate, louder, regress

HARMONICS = 2  # pairs of sine and cosine for one period
LEVEL, SLOPE = 2, 3  # columns of the action
ACTION = 4  # columns before season and control


@dataclass(frozen=True, slots=True)
class Segmented:
    """The fit, and what it says of the action.

    level     change at T0, in units of y
    slope     change of slope, in units of y a step
    mean      effect averaged over the points from T0 on
    expected  (n,) what the series would have been without the action, by the fit
    fitted    (n,)
    louder    size of the errors before T0 ÷ that of all
    """

    fit: Fit
    level: Estimate
    slope: Estimate
    mean: Estimate
    expected: Floats
    fitted: Floats
    louder: float

    def widened(self, factor: float) -> "Segmented":
        """The same values, as sure as errors `factor` times as large let them be."""
        level, slope, mean = (one.widened(factor) for one in (self.level, self.slope, self.mean))
        return replace(self, level=level, slope=slope, mean=mean)

    def cautious(self) -> "Segmented":
        """With errors no smaller than those before T0.

        An action that takes counts away takes their noise away too, and the regression, which pools all errors, then
        is too sure of what it says of the world without the action: that world is as noisy as it was (Box & Tiao
        1975 and Brodersen et al. 2015 take the noise from the time before the intervention).
        """
        return self.widened(max(1.0, self.louder))


def segmented(
    y: Floats,
    t: Floats,
    t0: float,
    *,
    period: int | None = None,
    control: Floats | None = None,
    errors: Errors = "ar1",
    level: float = 0.95,
) -> Segmented:
    """Fit the series around T0.

    y, t     (n,)  the series, at steps that rise (whole numbers, gaps allowed); T0 is a step
    period   of a season in steps (24 for the hours of a day), as sines and cosines
    control  (n,)  a series that the action cannot have touched
    raises   ValueError where the points are too few, or lie on one side of T0
    """
    x = design(t, t0, period, control)
    fit = regress(y, x, t, errors)
    after = t >= t0
    weights = np.zeros(x.shape[1])
    weights[[LEVEL, SLOPE]] = x[after][:, [LEVEL, SLOPE]].mean(axis=0)
    without = x.copy()
    without[:, [LEVEL, SLOPE]] = 0.0
    unit = np.eye(x.shape[1])
    return Segmented(
        fit,
        level=estimate(fit, unit[LEVEL], level),
        slope=estimate(fit, unit[SLOPE], level),
        mean=estimate(fit, weights, level),
        expected=without @ fit.coefficients,
        fitted=x @ fit.coefficients,
        louder=louder(fit, y, x, t, rows=~after),
    )


def design(t: Floats, t0: float, period: int | None = None, control: Floats | None = None) -> Matrix:
    """The columns 1, t, D, (t − T0) D, then season and control (n, k)."""
    done = (t >= t0).astype(np.float64)
    columns = [np.ones(len(t)), t, done, (t - t0) * done]
    if period is not None:
        columns += _season(t, period)
    if control is not None:
        columns.append(control)
    return np.column_stack(columns)


def _season(t: Floats, period: int) -> list[Floats]:
    """Sines and cosines of the period and its half; a sine that is 0 at every step is left out."""
    made = []
    for harmonic in range(1, min(HARMONICS, period // 2) + 1):
        angle = 2 * np.pi * harmonic * t / period
        made += [np.cos(angle)] if 2 * harmonic == period else [np.cos(angle), np.sin(angle)]
    return made
