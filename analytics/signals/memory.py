"""The posts that a watch still needs: texts of the last days; the rest of them, and conversations, of four weeks."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import polars as pl

from analytics.signals.character import HISTORY
from analytics.signals.series import MEMBERS
from analytics.signals.uids import Known, remembered
from analytics.signals.watched import watched

DAY = timedelta(days=1)  # texts are dropped a day's worth at a time
HEAVY = ("text", "urls")


def _none() -> pl.DataFrame:
    return watched(
        pl.DataFrame(schema={"uid": pl.String, "created_at": pl.Datetime("us", "UTC")}),
        datetime(1970, 1, 1, tzinfo=UTC),
    )


@dataclass(slots=True)
class Memory:
    """Posts by order of arrival (analytics.signals.watched).

    texts    for how long texts are kept, and a day more
    fresh    posts that came since the last `merged`; recent: those with texts; older: without HEAVY, of HISTORY
    events   MEMBERS of HISTORY
    """

    texts: timedelta
    known: Known = field(default_factory=Known)
    fresh: list[pl.DataFrame] = field(default_factory=list)
    recent: pl.DataFrame = field(default_factory=_none)
    older: pl.DataFrame = field(default_factory=_none)
    events: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=MEMBERS))

    def learn(self, posts: pl.DataFrame, events: pl.DataFrame, as_of: datetime) -> int:
        """Take posts and events (MEMBERS) until an instant; how many posts were not known before."""
        new = watched(posts, as_of, self.known)
        self.fresh.append(new)
        if events.height:
            self.events = pl.concat([self.events, events.filter(pl.col("at") <= as_of)])
        return new.height

    def merged(self) -> pl.DataFrame:
        """The posts that came since the last time; all conversations are told as they now are."""
        new = pl.concat(self.fresh) if self.fresh else self.recent.clear()
        self.recent, self.fresh = self._told(pl.concat([self.recent, new], rechunk=True)), []
        return new

    def since(self, instant: datetime) -> pl.DataFrame:
        """Posts of which texts are kept, from an instant on."""
        return self.recent.filter(pl.col("at") >= instant)

    def history(self) -> pl.DataFrame:
        """Posts of HISTORY, the older ones without HEAVY."""
        return pl.concat([self._told(self.older), self.recent])

    def forget(self, as_of: datetime) -> bool:
        """Drop what is too old, once there is a day's worth of it; whether something was: then no posts are new."""
        first = self.recent["at"].min()
        if not isinstance(first, datetime) or first >= as_of - self.texts - DAY:
            return False
        self.merged()
        late = pl.col("at") < as_of - self.texts
        light = self.recent.filter(late).with_columns(
            pl.lit(None).cast(self.recent.schema[c]).alias(c) for c in HEAVY
        )
        older = pl.concat([self.older, light]).filter(pl.col("at") >= as_of - HISTORY)
        recent = self.recent.filter(~late)
        self.events = self.events.filter(pl.col("at") >= as_of - HISTORY)
        every = pl.concat([older, recent])
        self.known.talks = remembered(self.known.talks, every)
        every = every.with_columns(conversation=pl.Series(self.known.talks.join(every)))
        self.older, self.recent = every.head(older.height), every.tail(recent.height)
        return True

    def _told(self, posts: pl.DataFrame) -> pl.DataFrame:
        roots = self.known.talks.roots(posts["conversation"].to_numpy())
        return posts.with_columns(conversation=pl.Series(roots, dtype=pl.Int64))
