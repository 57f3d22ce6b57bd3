"""Actions that are made up, with an effect that is known: do the intervals hold it, do placebos stay silent?"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.arrays import Floats
from analytics.effects.effect import Effect, effect
from analytics.effects.fits import Errors

PERIOD = 24


@dataclass(frozen=True, slots=True)
class Simulated:
    """A series (step, value, control) and the mean effect of its action over the steps from T0 on."""

    series: pl.DataFrame
    mean: float


@dataclass(frozen=True, slots=True)
class Tally:
    """Of `actions`: intervals that held the effect, effects found, descriptive only; mean width of the intervals."""

    actions: int
    held: int
    found: int
    descriptive: int
    width: float


def denial(seed: int, *, change: float, before: int = 96, after: int = 36) -> Simulated:
    """Hourly posts of a rumour around a denial that takes away a share `change` of them (0 for a placebo).

    Counts are gamma–Poisson around a level with a season of a day and a weather that both the series and its
    control share, and that remembers the hour before: none of it is drawn from the model that is fitted.
    """
    rng = np.random.default_rng(seed)
    t = np.arange(-before, after)
    day = 1 + 0.5 * np.sin(2 * np.pi * (t + rng.integers(PERIOD)) / PERIOD)
    weather = np.exp(_remembering(rng, len(t), correlation=0.5, spread=0.15))
    level = rng.uniform(15, 60)
    expected = level * day * weather
    kept = np.where(t >= 0, 1 - change, 1.0)
    value = rng.poisson(rng.gamma(8, expected * kept / 8))
    control = rng.poisson(level * day * weather)
    truth = float((expected * (kept - 1))[t >= 0].mean())
    return Simulated(pl.DataFrame({"step": t, "value": value, "control": control}), truth)


def thinned(counts: Floats, t0: int, *, change: float, seed: int, before: int, after: int) -> Simulated:
    """An observed series in which an action at the row `t0` takes each unit away with the odds `change`."""
    rng = np.random.default_rng(seed)
    window = counts[t0 - before : t0 + after].astype(np.int64)
    gone = rng.binomial(window, change)
    gone[:before] = 0
    frame = pl.DataFrame({"step": np.arange(-before, len(window) - before), "value": window - gone})
    return Simulated(frame, -float(gone[before:].mean()))


def tally(
    actions: list[Simulated], *, period: int | None = PERIOD, errors: Errors = "ar1", level: float = 0.95
) -> Tally:
    """How the effects found compare with those made."""
    found = [effect(action.series, period=period, errors=errors, level=level) for action in actions]
    return Tally(
        len(actions),
        sum(_holds(one, action.mean) for one, action in zip(found, actions, strict=True)),
        sum(one.verdict == "effect" for one in found),
        sum(one.verdict == "descriptive only" for one in found),
        float(np.mean([one.model.mean.high - one.model.mean.low for one in found if one.model])),
    )


def _holds(found: Effect, truth: float) -> bool:
    return found.model is not None and found.model.mean.low <= truth <= found.model.mean.high


def _remembering(rng: np.random.Generator, n: int, *, correlation: float, spread: float) -> Floats:
    noise = rng.normal(scale=spread, size=n)
    noise[0] /= np.sqrt(1 - correlation**2)
    for step in range(1, n):
        noise[step] += correlation * noise[step - 1]
    return noise
