"""Below which probability an alert need not interrupt anybody: conformal, by kind and territory.

Of n true alerts, each scored before its answer was known, the next one lies below the ⌊m(n+1)⌋-th lowest score
with a chance of m at most (split conformal prediction, Vovk et al. 2005; by group: "Mondrian"). With m = 5 % that
takes 19 true alerts: a kind in a territory that has fewer follows its kind, and of a kind without 19 nothing is
held back (a volume is never as likely to be real as a need: the threshold of all kinds together would silence it).
Where the wider threshold is followed, it never goes above the lowest true alert known here. No threshold goes above
EVEN: of a kind that is nearly always real even the least likely is.
"""

from bisect import bisect_left, insort

from analytics.learning.features import BOTH, KIND

EVEN = 0.5  # what is more likely real than not is never held back


class Thresholds:
    """The scores of the latest true alerts, by kind and territory, and by kind."""

    def __init__(self, miss: float, memory: int) -> None:
        if not 0 < miss < 1:
            raise ValueError(
                f"a threshold that misses {miss:g} of the true alerts cannot be kept: 0 < miss < 1"
            )
        self._miss, self._memory = miss, memory
        self._sorted: dict[str, list[float]] = {}
        self._order: dict[str, list[float]] = {}

    def add(self, kind: str, place: str, score: float, times: int = 1) -> None:
        """A true alert, with the probability that it had before its answer; it stands for `times` of them."""
        for level in _levels(kind, place):
            ranked, order = self._sorted.setdefault(level, []), self._order.setdefault(level, [])
            for _ in range(times):
                insort(ranked, score)
                order.append(score)
            while len(order) > self._memory:
                ranked.pop(bisect_left(ranked, order.pop(0)))

    def of(self, kind: str, place: str) -> float:
        """The threshold of a kind in a territory; 0 holds nothing back."""
        lowest = EVEN
        for level in _levels(kind, place):
            ranked = self._sorted.get(level, [])
            rank = int(self._miss * (len(ranked) + 1) + 1e-9)
            if rank:
                return min(lowest, ranked[rank - 1])
            lowest = min([lowest, *ranked[:1]])
        return 0.0


def _levels(kind: str, place: str) -> tuple[str, str]:
    return f"{BOTH}{kind}, {place}", KIND + kind
