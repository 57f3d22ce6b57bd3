"""The nearest earlier text of each new one, exactly, by an inverted index that stops as soon as none can be nearer.

A text is the set of its words; the weight of a word is its idf², and the cosine of two texts is the weight of
their common words ÷ (norm × norm). Words are looked up from the rarest: once what is left of a text weighs too
little, no text that has not been met can come near enough, and the long lists of common words are never read.
"""

from typing import NamedTuple

import numpy as np

from analytics.arrays import Floats, Int32s, Int64s
from analytics.kernel import compiled

NONE = -1
ROUNDING = 1e-9
LONGEST = 128  # words of a text (analytics.claims.words cuts there)


class Lists(NamedTuple):
    """Which texts have a word: a slice of `pool` each, with room to grow.

    pool   (p,)  numbers of texts
    start, size, room  (w,)  of each word's slice
    """

    pool: Int32s
    start: Int64s
    size: Int64s
    room: Int64s


class Held(NamedTuple):
    """The different texts of the window; arrays have room for more.

    words  (m,)    numbers of words, ascending within a text
    first  (h+1,)  where each text's words begin
    norm   (h,)    √ of the weight of its words
    last   (h,)    when it was last said, µs
    story  (h,)
    met    (h,)    the query that looked at it last
    """

    words: Int32s
    first: Int64s
    norm: Floats
    last: Int64s
    story: Int64s
    met: Int64s


class Index(NamedTuple):
    """All that is held: texts, lists, idf² of each word (w,), and counts that `place` updates.

    counts  texts held, stories, queries, latest time
    """

    held: Held
    lists: Lists
    weight: Floats
    counts: Int64s


class Arrived(NamedTuple):
    """New texts by time: words (m,) ascending and different within a text, first (b+1,), at (b,) µs."""

    words: Int32s
    first: Int64s
    at: Int64s


@compiled
def place(new: Arrived, index: Index, told: tuple[Int64s, Floats], near: float, keep: int) -> None:
    """Give each new text the story of its nearest earlier one, or a new story; and hold it.

    told  (b,), (b,)  filled: story (-1 for a text without words) and cosine (nan below `near`)
    near  cosine from which a text tells the same story
    keep  µs after which a text that nobody repeats is forgotten
    """
    story, cosine = told
    held, counts = index.held, index.counts
    scratch = np.full(index.weight.size, -1, np.int64), np.empty(LONGEST, np.int64)
    for i in range(new.at.size):
        mine = new.words[new.first[i] : new.first[i + 1]]
        story[i], cosine[i] = NONE, np.nan
        if mine.size == 0:
            continue
        counts[2] += 1
        counts[3] = max(counts[3], new.at[i])
        nearest, similar, same = _nearest(mine, index, scratch, near, counts[3] - keep)
        if nearest == NONE:
            story[i] = counts[1]
            counts[1] += 1
        else:
            story[i], cosine[i] = held.story[nearest], similar
        if same:
            held.last[nearest] = max(held.last[nearest], new.at[i])
        else:
            _hold(mine, index, new.at[i], story[i])


@compiled
def _nearest(
    mine: Int32s, index: Index, scratch: tuple[Int64s, Int64s], near: float, oldest: int
) -> tuple[int, float, bool]:
    """The nearest text said since `oldest` (the earliest of equals), its cosine, whether it is the same text.

    scratch  the query that has each word (w,); room for the words of a text in order
    """
    held, lists, query = index.held, index.lists, index.counts[2]
    shared, order = scratch
    left = _by_rarity(mine, index.weight, scratch, query)
    norm, best, nearest = np.sqrt(left), near * (1.0 - ROUNDING), NONE
    for word in order[: mine.size]:
        if np.sqrt(left) * (1.0 + ROUNDING) < best * norm:
            break
        for text in lists.pool[lists.start[word] : lists.start[word] + lists.size[word]]:
            # common words weigh at most `left`, and at most the text itself
            most = min(left / held.norm[text], held.norm[text]) / norm
            if most * (1.0 + ROUNDING) < best or held.met[text] == query or held.last[text] < oldest:
                continue
            held.met[text] = query
            words = held.words[held.first[text] : held.first[text + 1]]
            common, alike = _common(words, shared, index.weight, query)
            if alike == mine.size == words.size:
                return text, 1.0, True
            similar = common / (norm * held.norm[text])
            if similar > best or (similar == best and text < nearest):
                best, nearest = similar, text
        left -= index.weight[word]
    return nearest, min(1.0, best), False


@compiled
def _by_rarity(mine: Int32s, weight: Floats, scratch: tuple[Int64s, Int64s], query: int) -> float:
    """Words from the rarest, in order and marked; what they weigh together."""
    shared, order = scratch
    total = 0.0
    for j in range(mine.size):
        shared[mine[j]] = query
        total += weight[mine[j]]
        k = j
        while k and weight[order[k - 1]] < weight[mine[j]]:
            order[k] = order[k - 1]
            k -= 1
        order[k] = mine[j]
    return total


@compiled
def _common(words: Int32s, shared: Int64s, weight: Floats, query: int) -> tuple[float, int]:
    """What the words that the query has weigh together, and how many they are."""
    total, alike = 0.0, 0
    for word in words:
        if shared[word] == query:
            total += weight[word]
            alike += 1
    return total, alike


@compiled
def _hold(mine: Int32s, index: Index, at: int, story: int) -> None:
    held, lists, text = index.held, index.lists, index.counts[0]
    begin, total = held.first[text], 0.0
    for j in range(mine.size):
        word = mine[j]
        held.words[begin + j] = word
        total += index.weight[word]
        lists.pool[lists.start[word] + lists.size[word]] = text
        lists.size[word] += 1
    held.first[text + 1] = begin + mine.size
    held.norm[text], held.last[text], held.story[text], held.met[text] = np.sqrt(total), at, story, 0
    index.counts[0] += 1
