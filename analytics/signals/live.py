"""The watch as a stream: a new minute of posts costs what it holds, not what was seen before.

`watch` is one call of it. What is carried is what the past told, not the past: beliefs about series, shares of each
place, posts of each commune by hour of the day, the small chances of a day, the last alert of each topic.
"""

from datetime import UTC as ZONE
from datetime import datetime, timedelta

import polars as pl

from analytics import claims as claim
from analytics.posts import UTC
from analytics.signals import components
from analytics.signals.character import HISTORY, with_character
from analytics.signals.diffusion import Claims, claims, spreading, young
from analytics.signals.growing import with_growth
from analytics.signals.identity import SIGNALS, signal_ids
from analytics.signals.memory import Memory
from analytics.signals.options import WATCH, WatchOptions
from analytics.signals.people import EXPECTED, as_told, enough_people
from analytics.signals.persistence import episodes
from analytics.signals.places import LOOK_BACK, settled, told_elsewhere, told_of_places, with_evidence
from analytics.signals.rates import CANDIDATES, HOURLY, Crowds, Rates, rates, surprising, worded
from analytics.signals.series import crowd_members, event_members, members, stated_members

TEXTS = timedelta(days=5)


class Live:
    """A watch that goes on: what it was given is never read again.

    options  analytics.signals.options
    texts    how far back claims are looked for: a claim of which nothing was posted for so long begins anew

    Kept: texts for `texts` and a day, posts without them and conversations for 28 days
    (analytics.signals.character.HISTORY), a hash of every author; of all that is older, sums by series.
    """

    def __init__(self, options: WatchOptions = WATCH, texts: timedelta = TEXTS) -> None:
        """Before any post."""
        self.options = options
        self.until: int | None = None
        self.posts = 0  # taken so far
        self._memory = Memory(texts)
        self._rates = {minutes: rates(minutes, options) for minutes in options.windows_min}
        self._crowds = Crowds(options)
        self._young = {minutes: young(minutes, options) for minutes in options.windows_min}
        self._claims: claim.Claims | None = None
        self._last: pl.DataFrame | None = None
        self._placed = pl.DataFrame(schema={"kind": pl.String, "topic": pl.String, "placed_at": UTC})

    def add(self, posts: pl.DataFrame, as_of: datetime, events: pl.DataFrame | None = None) -> pl.DataFrame:
        """SIGNALS that are new since the last call, in order of detection.

        posts, events  as `analytics.signals.detect.watch` takes them: those that came since the last call
        as_of          UTC where it does not say; later posts are left out, and no window is judged that is not over

        A post that comes late, when a window it belongs to was judged, is no part of that window's count any more; it
        counts in the windows that are not over, for its conversation, its claim, who is new, and as evidence. A
        post that comes twice within 28 days counts once. Raises ValueError as `watched` does, and when time goes
        back.
        """
        instant = as_of if as_of.tzinfo else as_of.replace(tzinfo=ZONE)
        until = pl.Series([instant], dtype=UTC).to_physical()[0]
        if self.until is not None and until < self.until:
            raise ValueError(f"as_of {as_of} is before that of the last call")
        self.until = until
        if self._memory.forget(instant):
            self._forget(instant)
        self.posts += self._memory.learn(posts, event_members(events), instant)
        if all(part.edge == part.end(until) for part in self._rates.values()):
            return pl.DataFrame(schema=SIGNALS)
        return self._told(self._found(until))

    def held(self) -> dict[str, int]:
        """How many texts, posts, uids of conversations, authors and series are kept."""
        memory = self._memory
        return {
            "texts": memory.recent["text"].drop_nulls().len(),
            "posts": memory.older.height + memory.recent.height,
            "conversations": memory.known.talks.uids.size,
            "authors": memory.known.authors.size,
            "series": sum(part.judge.names.size for part in self._rates.values()),
        }

    def _forget(self, instant: datetime) -> None:
        """What hangs on posts that were dropped."""
        if self._claims is not None:
            self._claims = claim.find(_as_posts(self._memory.recent), known=self._claims.posts)
        for part in self._rates.values():
            part.told = [pl.concat(part.told).filter(pl.col("at") >= instant - HISTORY)]

    def _found(self, until: int) -> pl.DataFrame:
        """Candidates of the windows that are newly over."""
        new, parts, hourly = self._memory.merged(), [], None
        for minutes, part in self._rates.items():
            if part.edge == part.end(until):
                continue
            posts, events = (
                _within(rows, part, until) for rows in (self._memory.recent, self._memory.events)
            )
            found, loud = part.add(posts.sort("at", "uid"), events, until)
            parts.append(found)
            if minutes == HOURLY:
                hourly = self._crowds.add(posts.sort("at", "uid"), loud)
        stated = self._stated(new)
        spread = [
            _of_claims(spreading(stated, until, minutes, self.options, state), self.options)
            for minutes, state in self._young.items()
        ]
        words = [worded(found, self._crowds.places) for found in parts]
        return pl.concat([*words, *([] if hourly is None else [hourly]), *spread])

    def _stated(self, new: pl.DataFrame) -> Claims:
        """Claims of the posts whose texts are kept."""
        if self._claims is None:
            self._claims = claim.find(_as_posts(self._memory.recent))
        elif new.height:
            self._claims = claim.update(self._claims, _as_posts(new))
        self._now = claims(self._memory.recent, self._claims.posts)
        return self._now

    def _told(self, found: pl.DataFrame) -> pl.DataFrame:
        """New alerts among candidates, as SIGNALS."""
        if found.is_empty():
            return pl.DataFrame(schema=SIGNALS)
        earliest, latest = found["detected_at"].min(), found["detected_at"].max()
        assert isinstance(earliest, datetime)
        assert isinstance(latest, datetime)
        longest = timedelta(minutes=max(self._rates)) * self.options.of
        seen = self._memory.since(earliest - max(LOOK_BACK, longest))
        shown = self._members(seen)
        enough = enough_people(found, shown, seen, self.options)
        first, self._last = episodes(settled(enough, shown), self.options, self._last)
        self._placed = pl.concat([self._placed, told_of_places(first)])
        new = first.filter(~told_elsewhere(first, self._placed, self.options))
        quiet = pl.col("placed_at") > latest - timedelta(hours=self.options.quiet_h)
        self._placed = self._placed.filter(quiet)
        if new.is_empty():
            return pl.DataFrame(schema=SIGNALS)
        told = with_growth(new, self._now.stated, self._memory.recent)
        posts = self._memory.history()
        told = with_character(told, self._members(posts), posts, self._windows())
        return _signals(with_evidence(told, shown))

    def _members(self, posts: pl.DataFrame) -> pl.DataFrame:
        """MEMBERS of every kind of alert."""
        stated = stated_members(self._now.stated, posts)
        return pl.concat([members(posts), self._memory.events, stated, crowd_members(posts)])

    def _windows(self) -> dict[int, pl.DataFrame]:
        return {minutes: pl.concat(part.told) for minutes, part in self._rates.items()}


def _as_posts(posts: pl.DataFrame) -> pl.DataFrame:
    return posts.rename({"at": "created_at"})


def _within(rows: pl.DataFrame, part: Rates, until: int) -> pl.DataFrame:
    """Rows of the windows that are newly over."""
    at = pl.col("at").to_physical()
    over = rows.filter(at < part.end(until))
    return over if part.edge is None else over.filter(at >= part.edge)


def _of_claims(spread: pl.DataFrame, options: WatchOptions) -> pl.DataFrame:
    return surprising(spread, options).with_columns(components.of_spread()).select(CANDIDATES)


def _signals(alerts: pl.DataFrame) -> pl.DataFrame:
    told = alerts.with_columns(
        signal_ids(alerts),
        pl.col("expected").round(EXPECTED),
        pl.col("q").round_sig_figs(1),
        score_bits=as_told("bits"),
    )
    return told.select(SIGNALS.names()).cast(SIGNALS)
