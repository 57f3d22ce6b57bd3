"""What a watch remembers of uids and authors: numbers by hash, and which posts hang together. Texts are not kept."""

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from analytics.arrays import Flags, Int64s
from analytics.codes import hashed, present
from analytics.kernel import compiled
from analytics.posts import PARENTS
from analytics.signals.room import roomy

EMPTY = -1


@dataclass(slots=True)
class Numbers:
    """Distinct values numbered 0 … size-1 by first appearance, each known by two 64-bit hashes (analytics.codes).

    slots  (2^k,)  number, EMPTY where free: at most half full
    """

    slots: Int64s = field(default_factory=lambda: np.full(2, EMPTY, np.int64))
    low: Int64s = field(default_factory=lambda: np.zeros(0, np.int64))
    high: Int64s = field(default_factory=lambda: np.zeros(0, np.int64))
    size: int = 0

    def of(self, values: pl.Series) -> tuple[Int64s, Flags]:
        """Number of each value, EMPTY for a null, and whether it had none before its row; (n,) each."""
        most = self.size + len(values)
        self.low, self.high = roomy(self.low, most), roomy(self.high, most)
        if 2 * most > self.slots.size:
            self.slots = np.full(1 << (4 * most).bit_length(), EMPTY, np.int64)
            _replace(self.slots, self.low, self.size)
        number, new = np.full(len(values), EMPTY, np.int64), np.zeros(len(values), np.bool_)
        table = (self.slots, self.low, self.high)
        self.size = _number((*hashed(values), present(values)), table, self.size, number, new)
        return number, new


@dataclass(slots=True)
class Talks:
    """Conversations: uids that hang together by what they repeat, answer or quote (union-find).

    parent  (n,)  by number of a uid; posted (n,): 1 for a post that was seen, 0 for one that is only named
    """

    uids: Numbers = field(default_factory=Numbers)
    parent: Int64s = field(default_factory=lambda: np.zeros(0, np.int64))
    posted: Int64s = field(default_factory=lambda: np.zeros(0, np.int64))

    def seen(self, uid: pl.Series) -> Flags:
        """Whether each post was seen before, (n,); it now is. A uid stands once."""
        number = self.numbered(uid)
        before: Flags = self.posted[number] == 1
        self.posted[number] = 1
        return before

    def join(self, posts: pl.DataFrame) -> Int64s:
        """A number that each post (uid and PARENTS) shares with those it hangs together with so far, (n,)."""
        own = self.numbered(posts["uid"])
        for name in PARENTS:
            other = self.numbered(posts[name])
            there = np.flatnonzero(other >= 0)
            _unite(self.parent, own[there], other[there])
        return self.roots(own)

    def roots(self, number: Int64s) -> Int64s:
        """Current number of the conversations that these were of, (n,)."""
        return _roots(self.parent, number)

    def numbered(self, uids: pl.Series) -> Int64s:
        """Number of each uid, (n,), EMPTY for a null; a new one is a conversation of its own."""
        before = self.uids.size
        number, _ = self.uids.of(uids)
        self.parent, self.posted = (roomy(array, self.uids.size) for array in (self.parent, self.posted))
        self.parent[before : self.uids.size] = np.arange(before, self.uids.size)
        return number


def remembered(talks: Talks, posts: pl.DataFrame) -> Talks:
    """Talks of these posts (uid and PARENTS) alone, all of them known: what hung together through others still does."""
    kept, uids = Talks(), pl.concat([posts["uid"], *(posts[name].drop_nulls() for name in PARENTS)])
    kept.seen(posts["uid"])
    number, root = kept.numbered(uids), talks.roots(talks.numbered(uids))
    _, first, group = np.unique(root, return_index=True, return_inverse=True)
    _unite(kept.parent, number, number[first][group])
    return kept


@dataclass(slots=True)
class Known:
    """Conversations, and authors (a hash each: who is new is told from all that were ever seen)."""

    talks: Talks = field(default_factory=Talks)
    authors: Numbers = field(default_factory=Numbers)


@compiled
def _number(
    values: tuple[Int64s, Int64s, Flags],
    table: tuple[Int64s, Int64s, Int64s],
    size: int,
    number: Int64s,
    new: Flags,
) -> int:
    low, high, there = values
    slots, lows, highs = table
    last = slots.size - 1
    for row in range(there.size):
        if not there[row]:
            continue
        slot = low[row] & last
        while slots[slot] != EMPTY and (lows[slots[slot]] != low[row] or highs[slots[slot]] != high[row]):
            slot = (slot + 1) & last
        if slots[slot] == EMPTY:
            slots[slot], lows[size], highs[size], new[row] = size, low[row], high[row], True
            size += 1
        number[row] = slots[slot]
    return size


@compiled
def _replace(slots: Int64s, low: Int64s, size: int) -> None:
    last = slots.size - 1
    for number in range(size):
        slot = low[number] & last
        while slots[slot] != EMPTY:
            slot = (slot + 1) & last
        slots[slot] = number


@compiled
def _root(parent: Int64s, thing: int) -> int:
    while parent[thing] != thing:
        parent[thing] = parent[parent[thing]]
        thing = parent[thing]
    return thing


@compiled
def _unite(parent: Int64s, left: Int64s, right: Int64s) -> None:
    for edge in range(left.size):
        a, b = _root(parent, left[edge]), _root(parent, right[edge])
        parent[max(a, b)] = min(a, b)


@compiled
def _roots(parent: Int64s, number: Int64s) -> Int64s:
    roots = np.empty_like(number)
    for row in range(number.size):
        roots[row] = _root(parent, number[row])
    return roots
