"""First-story detection (Mazoyer et al. 2020): is a text the first of its story, and if not, which one is it?

A text is compared with those of the last day; nearer than the threshold, it joins the story of the nearest, else
it begins one. Cosine of binary words weighted by idf = 1 + ln((n+1)/(texts with the word + 1)) over all texts so
far, renewed when they have grown by a twentieth. A batch costs what it holds: nothing before it is read again.
"""

from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np
import polars as pl

from analytics.arrays import Floats, Int32s, Int64s
from analytics.kernel import compiled
from analytics.posts import instants
from analytics.signals.story_index import Arrived, Held, Index, Lists, place
from analytics.signals.story_words import Vocabulary, numbered, plain, weights

DISTANCE = 0.7
KEEP = timedelta(days=1)
GROWTH = 1.05
MICROSECOND = timedelta(microseconds=1)


@dataclass(slots=True)
class Stories:
    """What is needed of the texts so far to place the next ones; `add` changes it.

    distance  cosine distance above which a text begins a new story
    keep      after which a text that nobody repeats is forgotten (its story goes on in those that joined it)
    """

    distance: float = DISTANCE
    keep: timedelta = KEEP
    _known: Vocabulary = field(default_factory=Vocabulary)
    _held: Held = field(default_factory=lambda: _no_texts(0, 0))
    _lists: Lists = field(default_factory=lambda: _no_lists(0))
    _pooled: int = 0  # places of the lists' pool that are given away
    _counts: Int64s = field(default_factory=lambda: np.zeros(4, np.int64))  # of Index
    _weight: Floats = field(default_factory=lambda: np.zeros(0))
    _texts: int = 0
    _renewed: int = 0  # texts when the weights were computed
    _compacted: int = 0  # texts held after the last compaction

    def add(self, texts: pl.Series, at: pl.Series) -> pl.DataFrame:
        """Place n texts: row, story, distance, one row a text in the given order.

        texts  (n,)  raw; null or without words: no story
        at     (n,)  instants (as `created_at`), none null. They are placed in order of time (of equals, of text)
        story        number of the story, from 0 by first appearance over all calls
        distance     to the nearest text before it; null for the first text of a story

        Raises ValueError for columns of different lengths or a missing instant.
        """
        when = instants(at).to_physical()
        if len(texts) != len(when) or when.null_count():
            raise ValueError(f"{len(texts)} texts with {len(when) - when.null_count()} instants")
        rows = (
            pl.DataFrame({"text": plain(texts), "at": when}).with_row_index("row").sort("at", "text", "row")
        )
        words, first = numbered(self._known, rows["text"])
        self._make_room(words, first)
        story, cosine = np.empty(rows.height, np.int64), np.empty(rows.height)
        new = Arrived(words, first, rows["at"].to_numpy().astype(np.int64))
        index = Index(self._held, self._lists, self._weight, self._counts)
        place(new, index, (story, cosine), near=1.0 - self.distance, keep=self.keep // MICROSECOND)
        placed = rows.select(
            pl.col("row").cast(pl.Int64),
            story=pl.Series(story),
            distance=pl.Series(1.0 - cosine).fill_nan(None),
        )
        return placed.with_columns(pl.col("story").replace(-1, None)).sort("row")

    def _make_room(self, words: Int32s, first: Int64s) -> None:
        """Weights, texts and lists ready for a batch."""
        if self._counts[0] > 2 * self._compacted + 1000:
            self._forget()
        self._texts += int((np.diff(first) > 0).sum())
        size = self._known.size
        if self._texts >= GROWTH * self._renewed:
            self._weight = weights(self._known.texts[:size], self._texts)
            self._renewed = self._texts
            _weigh(self._held, self._weight, self._counts[0])
        elif size > self._weight.size:
            unseen = weights(
                np.zeros(size - self._weight.size, np.int64), self._renewed
            )  # no text had them then
            self._weight = np.concatenate([self._weight, unseen])
        self._held = _with_room(self._held, int(self._counts[0]), words.size, first.size - 1)
        self._lists, self._pooled = _with_places(
            self._lists, self._pooled, np.bincount(words, minlength=size)
        )

    def _forget(self) -> None:
        """Drop the texts that are too old to be compared."""
        held, n = self._held, int(self._counts[0])
        live = np.flatnonzero(held.last[:n] >= self._counts[3] - self.keep // MICROSECOND)
        length = np.diff(held.first[: n + 1])[live]
        first = np.concatenate(([0], np.cumsum(length)))
        words = held.words[np.repeat(held.first[live] - first[:-1], length) + np.arange(first[-1])]
        self._held = Held(words, first, held.norm[live], held.last[live], held.story[live], held.met[live])
        self._counts[0] = self._compacted = live.size
        self._lists, self._pooled = _with_places(
            _no_lists(0), 0, np.bincount(words, minlength=self._lists.size.size)
        )
        _list(self._held, self._lists)


def _no_texts(words: int, texts: int) -> Held:
    return Held(
        np.zeros(words, np.int32),
        np.zeros(texts + 1, np.int64),
        np.zeros(texts),
        *(np.zeros(texts, np.int64) for _ in range(3)),
    )


def _no_lists(words: int) -> Lists:
    return Lists(np.zeros(0, np.int32), *(np.zeros(words, np.int64) for _ in range(3)))


def _with_room(held: Held, texts: int, more_words: int, more_texts: int) -> Held:
    """The same texts in arrays that hold so many more."""
    words, needed = int(held.first[texts]), texts + more_texts
    if words + more_words <= held.words.size and needed <= held.norm.size:
        return held
    larger = _no_texts(2 * (words + more_words), 2 * needed)
    larger.words[:words] = held.words[:words]
    larger.first[: texts + 1] = held.first[: texts + 1]
    for before, after in zip(held[2:], larger[2:], strict=True):
        after[:texts] = before[:texts]
    return larger


def _with_places(lists: Lists, pooled: int, more: Int64s) -> tuple[Lists, int]:
    """The same lists with room for `more` (w,) texts each, and the places given away."""
    added = more.size - lists.size.size
    start, size, room = (np.concatenate([a, np.zeros(added, np.int64)]) if added else a for a in lists[1:])
    short = np.flatnonzero(size + more > room)
    wanted = (size + more)[short]
    wanted += wanted // 2 + 1
    begin = pooled + np.concatenate(([0], np.cumsum(wanted)))
    pool = lists.pool
    if begin[-1] > pool.size:
        pool = np.concatenate([pool, np.empty(int(begin[-1] * 1.5) - pool.size, np.int32)])
    _move(pool, start[short], begin[:-1], size[short])
    start[short], room[short] = begin[:-1], wanted
    return Lists(pool, start, size, room), int(begin[-1])


@compiled
def _move(pool: Int32s, start: Int64s, to: Int64s, size: Int64s) -> None:
    for i in range(start.size):
        for j in range(size[i]):
            pool[to[i] + j] = pool[start[i] + j]


@compiled
def _list(held: Held, lists: Lists) -> None:
    """Enter every text in the lists of its words."""
    for text in range(held.norm.size):
        for word in held.words[held.first[text] : held.first[text + 1]]:
            lists.pool[lists.start[word] + lists.size[word]] = text
            lists.size[word] += 1


@compiled
def _weigh(held: Held, weight: Floats, texts: int) -> None:
    for text in range(texts):
        total = 0.0
        for word in held.words[held.first[text] : held.first[text + 1]]:
            total += weight[word]
        held.norm[text] = np.sqrt(total)
