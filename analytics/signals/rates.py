"""Needs, volumes, panics and crowds that persist: what is carried from window to window, and what is new in each."""

from dataclasses import dataclass, field
from datetime import timedelta

import polars as pl

from analytics.posts import UTC
from analytics.signals import components
from analytics.signals.alarm import COMPONENTS, NOTHING, Before, alarmed
from analytics.signals.gathering import GATHERED, HOUR, Ground, gathered, ground
from analytics.signals.judgement import MINUTE, Family, Judge, judged, with_q
from analytics.signals.options import WatchOptions
from analytics.signals.persistence import as_a_whole, persistent
from analytics.signals.series import EVERYWHERE, KEY, counts, members

CANDIDATES = (*KEY, "start_at", "detected_at", "observed", "expected", "bits", "q", "minutes", "why")
TOLD = (*KEY, "at", "observed", "expected", "shape")
SPEAKING = 2  # components beside the rate that speak in a panic
HOURLY = 60  # minutes of the windows in which gatherings are looked for
_PANIC = pl.col("kind") == "panic"
_NOW = timedelta(hours=2)  # a panic is told with the last whole hour's gathering


@dataclass(slots=True)
class Rates:
    """The windows of one length: counts of what is over have become beliefs, and are not kept.

    edge    µs: windows that start at or after it are not judged yet; None before the first call
    tail    rows of the last windows, for `persistent`
    told    by call, TOLD of the windows judged; its owner drops what it no longer needs
    """

    minutes: int
    options: WatchOptions
    judge: Judge
    families: tuple[Family, Family]
    shares: Before = field(default_factory=lambda: NOTHING)
    edge: int | None = None
    tail: pl.DataFrame | None = None
    told: list[pl.DataFrame] = field(default_factory=list)

    def end(self, until: int) -> int:
        """Start of the window that is not over, µs."""
        return until - until % (self.minutes * MINUTE)

    def add(self, posts: pl.DataFrame, events: pl.DataFrame, until: int) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Candidates of the windows that are over by now, and the new windows of all posts by place (`alarmed`).

        posts   analytics.signals.watched, events: MEMBERS; of these windows
        """
        window = timedelta(minutes=self.minutes)
        told = judged(counts(pl.concat([members(posts), events]), window), until, self.minutes, self.judge)
        loud, self.shares = alarmed(posts, told, self.minutes, self.options, self.shares)
        self.told.append(told.select(TOLD))
        begin, self.edge = self.edge, self.end(until)
        both = pl.concat([told, loud], how="diagonal_relaxed")
        every = both if self.tail is None else pl.concat([self.tail, both], how="diagonal_relaxed")
        self.tail = every.filter(pl.col("at") >= _instant(self.edge) - window * (self.options.of - 1))
        speaks = pl.col("p") <= self.options.speaks
        speaks &= pl.col("loud").fill_null(SPEAKING) >= SPEAKING
        held = as_a_whole(persistent(every, speaks, self.minutes, self.options))
        new = held if begin is None else held.filter(pl.col("at") >= _instant(begin))
        # a panic is a volume whose words speak as well: the same test again, not one more
        found = [
            with_q(new.filter(own), told.filter("born"), self.minutes, self.options, family)
            for own, family in zip((_PANIC, ~_PANIC), self.families, strict=True)
        ]
        return surprising(pl.concat(found), self.options), loud


def rates(minutes: int, options: WatchOptions) -> Rates:
    """Before any window of a length."""
    windows, rate = options.family_h * 60 // minutes, options.discovery / len(options.windows_min)
    return Rates(minutes, options, Judge(minutes), (Family(windows, rate), Family(windows, rate)))


@dataclass(slots=True)
class Crowds:
    """Gatherings of communes, and those of the last hours."""

    options: WatchOptions
    ground: Ground = field(default_factory=ground)
    places: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=GATHERED))

    def add(self, posts: pl.DataFrame, loud: pl.DataFrame) -> pl.DataFrame:
        """Candidates of kind crowd, from the posts and the `alarmed` windows of the hours that are newly over."""
        found = gathered(posts, self._asking(loud), self.options, self.ground)
        since, own = loud["at"].min(), _figures(loud)
        near = max(_NOW, timedelta(hours=self.options.of))
        late = self.places.filter(pl.col("at") >= pl.lit(since, UTC) - near) if since else self.places
        every = self.places = pl.concat([late, found])
        crowds = every.join(own, on=["at", "departement"], how="left", maintain_order="left")
        latest = crowds.with_columns(own="observed", usual="expected")
        # a cluster's hours may be those of the last one
        held = persistent(latest, pl.col("q") <= self.options.discovery, HOURLY, self.options)
        new = held.filter(pl.col("at") >= since) if since else held.clear()
        counted = new.with_columns(observed="own", expected="usual")
        return counted.with_columns(components.of_gathering()).select(CANDIDATES)

    def _asking(self, loud: pl.DataFrame) -> pl.DataFrame:
        """departement, end: hours in which a département has many posts for that hour."""
        hours = loud.filter(pl.col("p") <= self.options.speaks, pl.col("location_code") != EVERYWHERE)
        return hours.select(departement="location_code", end=pl.col("at").to_physical() + HOUR)


def worded(found: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Needs, volumes and panics as candidates, each with its components; places: GATHERED."""
    parts = [
        found.filter(~_PANIC).with_columns(components.of_rate()),
        _with_scan(found.filter(_PANIC), places).with_columns(components.of_alarm()),
    ]
    return pl.concat([part.select(CANDIDATES) for part in parts])


def surprising(held: pl.DataFrame, options: WatchOptions) -> pl.DataFrame:
    """Alerts that survive; lengths of windows share the discovery rate."""
    rate = options.discovery / len(options.windows_min)
    return held.filter(pl.col("q") <= rate, pl.col("observed") >= options.fewest)


def _figures(loud: pl.DataFrame) -> pl.DataFrame:
    figures = [f"{name}{end}" for name in COMPONENTS for end in ("", "_usual", "_bits")]
    return loud.select("at", *figures, departement="location_code")


def _with_scan(panic: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """With scan_p: of the last whole hour's cluster in the same département, null where there was none."""
    scanned = places.select("departement", hour="at", scan_p="p")
    hour = pl.col("detected_at").dt.truncate("1h") - timedelta(hours=1)
    return panic.with_columns(hour=hour).join(
        scanned, left_on=["location_code", "hour"], right_on=["departement", "hour"], how="left",
        maintain_order="left",
    )  # fmt: skip


def _instant(micros: int) -> pl.Expr:
    return pl.lit(micros, pl.Int64).cast(UTC)
