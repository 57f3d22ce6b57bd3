"""How much two short texts say the same, word by word, whatever else stands in the corpus.

Character n-grams forgive misspellings and also the one word that matters: "besoin d'eau à X" and "besoin de
couches à X" share most of theirs. Words are therefore matched (exactly, else by edit distance), and what stays
unmatched costs by its kind: words that one text has *instead of* the other's (a template's slot) cost most,
words put in front or at the end (other hashtags) less, words that only one text has (a tail) least.
"""

import numpy as np

from analytics.arrays import Flags, Floats, Int32s, Int64s
from analytics.claims.words import Bytes, Words
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
    rest = i + 2
    return bool((a[rest:] == b[rest:]).all())


@compiled
def _strangers(a: Bytes, b: Bytes) -> int:
    """How many letters only one of two words has; an edit changes it by 2 at most. Spares most edit distances."""
    of_a, of_b = 0, 0
    for byte in a:
        of_a |= 1 << (byte & 31)
    for byte in b:
        of_b |= 1 << (byte & 31)
    other, count = of_a ^ of_b, 0
    while other:
        other &= other - 1
        count += 1
    return count


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
    if _strangers(a, b) > 2 * limit:
        return False
    if shorter < SHORT and a.size == b.size:
        return _swapped(a, b)
    return _edits(a, b, limit) <= limit


@compiled
def _unmatched(paired: Flags, weight: Int32s) -> tuple[int, int]:
    """Weight of the words without a partner: between the first and last matched content words, and around."""
    first, last = paired.size, -1
    for i in range(paired.size):
        if paired[i] and weight[i] > 1:
            first, last = min(first, i), i
    inside, outside = 0, 0
    for i in range(paired.size):
        if not paired[i]:
            if first < i < last:
                inside += weight[i]
            else:
                outside += weight[i]
    return inside, outside


@compiled
def _score(  # noqa: PLR0917 - a compiled loop takes its arrays one by one
    a: Bytes, a_begin: Int64s, a_length: Int32s, a_code: Int64s, a_weight: Int32s,
    b: Bytes, b_begin: Int64s, b_length: Int32s, b_code: Int64s, b_weight: Int32s,
) -> float:  # fmt: skip
    """Likeness of two texts: equal words first, then misspelt ones, each the first that is free."""
    paired, taken = np.zeros(a_code.size, np.bool_), np.zeros(b_code.size, np.bool_)
    matched, cost = 0.0, 0.0
    for i in range(a_code.size):
        for j in range(b_code.size):
            if a_code[i] == b_code[j] and not taken[j]:
                paired[i] = taken[j] = True
                matched += a_weight[i]
                break
    for i in range(a_code.size):
        if paired[i] or a_length[i] < SHORTEST:
            continue
        one = a[a_begin[i] : a_begin[i] + a_length[i]]
        for j in range(b_code.size):
            if taken[j] or abs(a_length[i] - b_length[j]) > 2:
                continue
            if _misspelt(one, b[b_begin[j] : b_begin[j] + b_length[j]]):
                paired[i] = taken[j] = True
                matched += MISSPELT * a_weight[i]
                cost += 2 * (1 - MISSPELT) * a_weight[i]
                break
    inside, outside = _unmatched(paired, a_weight)
    inside_b, outside_b = _unmatched(taken, b_weight)
    instead, around = min(inside, inside_b), min(outside, outside_b)
    added = inside + inside_b + outside + outside_b - 2 * (instead + around)
    cost += INSTEAD * instead + AROUND * around + ADDED * added
    return matched / (matched + cost) if matched > 0 else 0.0


@compiled
def _scores(  # noqa: PLR0917 - a compiled loop takes its arrays one by one
    a: Bytes, a_first: Int64s, a_begin: Int64s, a_length: Int32s, a_code: Int64s, a_weight: Int32s,
    b: Bytes, b_first: Int64s, b_begin: Int64s, b_length: Int32s, b_code: Int64s, b_weight: Int32s,
    left: Int64s, right: Int64s,
) -> Floats:  # fmt: skip
    """One loop over the pairs. The text of fewer words (of smaller codes) looks for its words in the other one."""
    result = np.zeros(left.size)
    for pair in range(left.size):
        i, j = a_first[left[pair]], a_first[left[pair] + 1]
        k, m = b_first[right[pair]], b_first[right[pair] + 1]
        ahead = (m - k) - (j - i)
        if ahead == 0:
            ahead = 1 if a_code[i:j].sum() <= b_code[k:m].sum() else -1
        if ahead > 0:
            result[pair] = _score(
                a, a_begin[i:j], a_length[i:j], a_code[i:j], a_weight[i:j],
                b, b_begin[k:m], b_length[k:m], b_code[k:m], b_weight[k:m],
            )  # fmt: skip
        else:
            result[pair] = _score(
                b, b_begin[k:m], b_length[k:m], b_code[k:m], b_weight[k:m],
                a, a_begin[i:j], a_length[i:j], a_code[i:j], a_weight[i:j],
            )  # fmt: skip
    return result
