"""The time axis of a cascade: delays since its first post, on an even or a compressed scale, with ticks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dash_app.texts import Lang, number, say

Floats = NDArray[np.float64]
LENGTH = 1000.0  # units of x from the first to the last post
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_STEPS = (
    *(1, 2, 5, 10, 15, 30),
    *(m * _MINUTE for m in (1, 2, 5, 10, 15, 30)),
    *(h * _HOUR for h in (1, 2, 3, 6, 12)),
    *(d * _DAY for d in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)),
)
_LANDMARKS = (10, _MINUTE, 5 * _MINUTE, 20 * _MINUTE, _HOUR, 3 * _HOUR, 10 * _HOUR, _DAY, 3 * _DAY, 10 * _DAY,
              30 * _DAY, 100 * _DAY, 365 * _DAY, 1000 * _DAY)  # fmt: skip
_APART = 75.0  # between two ticks, in units of x


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Delays up to `span` seconds; `scale` seconds is where the compressed scale turns, none when even."""

    span: float
    scale: float | None

    def place(self, delays: Floats) -> Floats:
        """Seconds since the first post → x, 0 to LENGTH."""
        if self.scale is None:
            return delays / max(self.span, 1.0) * LENGTH
        whole = float(np.log1p(self.span / self.scale))
        placed: Floats = np.log1p(delays / self.scale) / whole * LENGTH
        return placed

    def ticks(self, lang: Lang) -> list[tuple[float, str]]:
        """X and label of each tick, at least _APART from each other, the first at the start."""
        found = [(0.0, say("time.start", lang))]
        for delay in self._candidates():
            x = float(self.place(np.asarray([delay]))[0])
            if x - found[-1][0] >= _APART and x <= LENGTH:
                found.append((x, duration(delay, lang)))
        return found

    def _candidates(self) -> list[float]:
        if self.scale is not None:
            return list(_LANDMARKS)
        step = next((step for step in _STEPS if self.span / step <= 8), _STEPS[-1])
        return [step * (i + 1) for i in range(int(self.span // step))]


def time_axis(delays: Floats) -> TimeAxis:
    """An even axis, or a compressed one when half of the posts come in the first fifth of the time.

    delays  (n,)  seconds since the first post, n ≥ 1
    """
    span, middle = float(delays.max()), float(np.median(delays))
    return TimeAxis(span, None if middle >= span / 5 else max(middle / 4, 1.0))


def duration(seconds: float, lang: Lang) -> str:
    """A delay in its largest unit: "45 s", "12 min", "3 h", "2,5 j"."""
    units = ((_DAY, "time.days"), (_HOUR, "time.hours"), (_MINUTE, "time.minutes"), (1, "time.seconds"))
    unit, key = next((u for u in units if seconds >= u[0]), units[-1])
    value = seconds / unit
    digits = 1 if value < 10 and unit >= _HOUR and round(value, 1) != round(value) else 0
    return say(key, lang, count=number(value, lang, digits))
