"""How much two short texts say the same, word by word, whatever else stands in the corpus.

Character n-grams forgive misspellings and also the one word that matters: "besoin d'eau à X" and "besoin de
couches à X" share most of theirs. Words are therefore matched (exactly, else by edit distance), and what stays
unmatched costs by its kind: words that one text has *instead of* the other's (a template's slot) cost most,
words put in front or at the end (other hashtags) less, words that only one text has (a tail) least.
"""

import numpy as np

from analytics.arrays import Floats, Int32s, Int64s
from analytics.claims.words import MOST_WORDS, Bytes, Words
from analytics.kernel import compiled

INSTEAD = 6.0  # cost of a substituted weight between matched words
AROUND = 1.0  # before the first or after the last matched word
ADDED = 0.25  # of weight that only one text has
MISSPELT = 0.9  # credit of a word matched by edit distance
SHORTEST = 3  # bytes of a word that may be misspelt
SHORT = 5  # bytes below which no letter may stand for another: "pont" is not "port", but "eau" is "aeu"
LONG = 8  # bytes from which two edits are forgiven


def scores(a: Words, b: Words, left: Int64s, right: Int64s) -> Floats:
    """Likeness (p,) from 0 to 1 of text left[i] of `a` and text right[i] of `b`; 1 for the same words."""
    return _scores(
        a.data, a.first, a.begin, a.length, a.code, a.weight,
        b.data, b.first, b.begin, b.length, b.code, b.weight, left, right,
    )  # fmt: skip


@compiled
def _edits(a: Bytes, b: Bytes, limit: int) -> int:
    """Edit distance with swaps of neighbours (optimal string alignment), or limit + 1 when it is larger."""
    if abs(a.size - b.size) > limit:
        return limit + 1
    row = np.arange(b.size + 1)
    before, previous = row.copy(), row.copy()
    for i in range(1, a.size + 1):
        before, previous, row = previous, row, before
        row[0] = i
        least = i
        for j in range(1, b.size + 1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a[i - 1] != b[j - 1]))
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                cost = min(cost, before[j - 2] + 1)
            row[j] = cost
            least = min(least, cost)
        if least > limit:
            return limit + 1
    return int(row[b.size])


@compiled
def _swapped(a: Bytes, b: Bytes) -> bool:
    """Whether two words of one length differ by one swap of neighbours."""
    i = 0
    while i < a.size - 1 and a[i] == b[i]:
        i += 1
    if i == a.size - 1 or a[i] != b[i + 1] or a[i + 1] != b[i]:
        return False
    for j in range(i + 2, a.size):
        if a[j] != b[j]:
            return False
    return True


@compiled
def _misspelt(a: Bytes, b: Bytes) -> bool:
    """Whether one word is a misspelling of the other; a number never is."""
    shorter = min(a.size, b.size)
    if shorter < SHORTEST:
        return False
    for byte in a:
        if 48 <= byte <= 57:
            return False
    limit = 2 if shorter >= LONG else 1
    if shorter < SHORT and a.size == b.size:
        return _swapped(a, b)
    return _edits(a, b, limit) <= limit


@compiled
def _likeness(matched: float, total: int, inside: Int64s, outside: Int64s) -> float:
    """`inside`, `outside` (2,): unmatched weight of each text between its matched words, and around them."""
    instead, around = min(inside[0], inside[1]), min(outside[0], outside[1])
    added = inside.sum() + outside.sum() - 2 * (instead + around)
    lost = total - matched
    cost = INSTEAD * instead + AROUND * around + ADDED * added + 2.0 * lost
    return matched / (matched + cost) if matched > 0 else 0.0


@compiled
def _unmatched(paired: Int64s, weight: Int32s, inside: Int64s, outside: Int64s, side: int) -> None:
    """Add up the weight of words without a partner, between the first and last matched ones and around them."""
    first, last = paired.size, -1
    for i in range(paired.size):
        if paired[i] >= 0 and weight[i] > 1:
            first, last = min(first, i), i
    for i in range(paired.size):
        if paired[i] < 0:
            if first < i < last:
                inside[side] += weight[i]
            else:
                outside[side] += weight[i]


@compiled
def _scores(
    a: Bytes, a_first: Int64s, a_begin: Int64s, a_length: Int32s, a_code: Int64s, a_weight: Int32s,
    b: Bytes, b_first: Int64s, b_begin: Int64s, b_length: Int32s, b_code: Int64s, b_weight: Int32s,
    left: Int64s, right: Int64s,
) -> Floats:  # fmt: skip
    """One loop over the pairs; scratch arrays are made once."""
    result = np.zeros(left.size)
    of_a, of_b = np.empty(MOST_WORDS, np.int64), np.empty(MOST_WORDS, np.int64)
    inside, outside = np.zeros(2, np.int64), np.zeros(2, np.int64)
    for pair in range(left.size):
        i0, i1 = a_first[left[pair]], a_first[left[pair] + 1]
        j0, j1 = b_first[right[pair]], b_first[right[pair] + 1]
        x, y = of_a[: i1 - i0], of_b[: j1 - j0]
        x[:], y[:], inside[:], outside[:] = -1, -1, 0, 0
        matched, total = 0.0, 0
        for i in range(i1 - i0):
            for j in range(j1 - j0):
                if a_code[i0 + i] == b_code[j0 + j] and y[j] < 0:
                    x[i], y[j] = j, i
                    matched += a_weight[i0 + i]
                    total += a_weight[i0 + i]
                    break
        for i in range(i1 - i0):
            if x[i] >= 0 or a_length[i0 + i] < SHORTEST:
                continue
            one = a[a_begin[i0 + i] : a_begin[i0 + i] + a_length[i0 + i]]
            for j in range(j1 - j0):
                other = b[b_begin[j0 + j] : b_begin[j0 + j] + b_length[j0 + j]]
                if y[j] < 0 and _misspelt(one, other):
                    x[i], y[j] = j, i
                    matched += MISSPELT * a_weight[i0 + i]
                    total += a_weight[i0 + i]
                    break
        _unmatched(x, a_weight[i0:i1], inside, outside, 0)
        _unmatched(y, b_weight[j0:j1], inside, outside, 1)
        result[pair] = _likeness(matched, total, inside, outside)
    return result
