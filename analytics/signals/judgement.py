"""Which windows are surprising, when many are judged at once and none knows what comes after it."""

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from analytics.arrays import Flags, Floats, Int64s
from analytics.signals.belief import Beliefs
from analytics.signals.discovery import bh
from analytics.signals.options import WatchOptions
from analytics.signals.rhythm import beat
from analytics.signals.series import KEY
from analytics.signals.surprise import surprise
from analytics.signals.uids import Numbers

MINUTE = 60_000_000  # µs


def judged(counted: pl.DataFrame, until: int, minutes: int, judge: "Judge | None" = None) -> pl.DataFrame:
    """Rows of `counted` (KEY, at, observed) with expected, shape, p, bits: against the hours of the week before each.

    until    instant in µs: windows that end after it are not over, and not judged
    minutes  length of the windows
    judge    what is known from earlier windows; it learns these, which come after them
    returns  by KEY and at; `born`: the first row of its series
    """
    over = counted.filter(pl.col("at").to_physical() + minutes * MINUTE <= until).sort("at", *KEY)
    if over.is_empty():
        return over.with_columns(expected=0.0, shape=0.0, p=1.0, bits=0.0, born=pl.lit(value=False))
    expected, shape, born = (judge or Judge(minutes)).expected(over)
    seen = surprise(over["observed"].to_numpy(), shape, shape / expected)
    told = over.with_columns(
        pl.Series("expected", expected).fill_nan(None),
        pl.Series("shape", shape).fill_nan(None),
        p=pl.Series(seen.p),
        bits=pl.Series(seen.bits),
        born=pl.Series(born),
    )
    return told.sort(*KEY, "at")


@dataclass(slots=True)
class Judge:
    """What is known of all series after some windows of one length, which come in order of time."""

    minutes: int
    names: Numbers = field(default_factory=Numbers)
    beliefs: Beliefs | None = None

    def expected(self, over: pl.DataFrame) -> tuple[Floats, Floats, Flags]:
        """Expected count and shape of the belief before each row (KEY, at, observed, by at and KEY); who is new."""
        length = self.minutes * MINUTE
        at, observed = over["at"].to_physical().to_numpy(), over["observed"].to_numpy().astype(np.float64)
        if self.beliefs is None:
            self.beliefs = Beliefs(beat(int(at[0]), length))
        window = (at - self.beliefs.beat.start) // length
        first = self.beliefs.beat.windows
        self.beliefs.beat.advance(np.bincount(window - first, observed).astype(np.float64))
        name = over.select(pl.concat_str(KEY, separator="\x1f")).to_series()
        number, born = self.names.of(name)
        return *self.beliefs.before(window, number, observed), born


def with_q(
    held: pl.DataFrame,
    known: pl.DataFrame,
    minutes: int,
    options: WatchOptions,
    family: "Family | None" = None,
) -> pl.DataFrame:
    """Rows with q: Benjamini–Hochberg over the topics × territories of a window and those of the day before it.

    held     at (start of the last window), p, and any others
    known    `at` of the first window of each series: the tests of a window are all series known by then; one
             without a row has p 1
    family   what is remembered of earlier windows: held and known are those after them
    A later window never changes the q of an earlier one. Only chances below the discovery rate are ranked: others
    keep q 1. Lengths of windows share the rate.
    """
    length = minutes * MINUTE
    window, born = (rows["at"].to_physical().to_numpy() // length for rows in (held, known))
    if family is None:
        family = Family(options.family_h * 60 // minutes, options.discovery / len(options.windows_min))
    return held.with_columns(q=pl.Series(family.rates(window, held["p"].to_numpy(), born), dtype=pl.Float64))


@dataclass(slots=True)
class Family:
    """The tests that are judged together, window by window: those of so many `windows`, at a discovery `rate`.

    edge   first window that is not counted yet, from the first that was
    known  (n,) series known at each of the windows before the edge, the last `windows` of them at least
    window, p  (s,) each: the small chances of those windows
    """

    windows: int
    rate: float
    edge: int | None = None
    known: Int64s = field(default_factory=lambda: np.zeros(0, np.int64))
    window: Int64s = field(default_factory=lambda: np.zeros(0, np.int64))
    p: Floats = field(default_factory=lambda: np.zeros(0))

    def rates(self, window: Int64s, p: Floats, born: Int64s) -> Floats:
        """Q of each row (window, p) among the small chances of its family; born: windows of new series."""
        first = self._counted(max(window.max(initial=-1), born.max(initial=-1)) + 1, born)
        q = np.ones(p.size)
        if first is None:
            return q
        tests = _tests(self.known, self.windows)
        small = np.flatnonzero(p <= self.rate)
        small = small[np.argsort(window[small], kind="stable")]
        at, chance = np.append(self.window, window[small]), np.append(self.p, p[small])
        for now in np.unique(window[small]):
            begin, own, end = np.searchsorted(at, [now - self.windows + 1, now, now + 1])
            found = bh(chance[begin:end], self.rate, int(tests[now - first]))
            q[small[own - self.window.size : end - self.window.size]] = found.q[own - begin :]
        self._forget(at, chance)
        return q

    def _counted(self, until: int, born: Int64s) -> int | None:
        """Count the series known at each window before `until`; the window of the first of `known`."""
        if self.edge is None:
            if not born.size:
                return None
            self.edge = int(born.min())
        more = max(0, until - self.edge)
        last = self.known[-1] if self.known.size else 0
        held = last + np.cumsum(np.bincount(np.maximum(born - self.edge, 0), minlength=more))[:more]
        self.known, self.edge = np.append(self.known, held), self.edge + more
        return self.edge - self.known.size

    def _forget(self, window: Int64s, p: Floats) -> None:
        assert self.edge is not None
        recent = window > self.edge - self.windows
        self.window, self.p, self.known = window[recent], p[recent], self.known[-self.windows :]


def _tests(known: Int64s, windows: int) -> Int64s:
    """Tests of each window's family: known series, summed over the window and those before it."""
    before = np.concatenate([np.zeros(windows, np.int64), np.cumsum(known)])
    tests: Int64s = before[windows:] - before[:-windows]
    return tests
