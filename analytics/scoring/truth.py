"""What every score reads and writes: the truth of an exercise, and shares of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Truth: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Retrieval:
    """found: what was named; true: what should have been; correct: what was named and is true."""

    found: int
    true: int
    correct: int

    @property
    def precision(self) -> float:
        """Correct ones among the found, nan when nothing was found."""
        return ratio(self.correct, self.found)

    @property
    def recall(self) -> float:
        """Correct ones among the true, nan when there is nothing to find."""
        return ratio(self.correct, self.true)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, nan when nothing is found nor true."""
        return ratio(2 * self.correct, self.found + self.true)


def retrieval(found: Collection[str], true: Collection[str]) -> Retrieval:
    """Score a set of names against the true one."""
    return Retrieval(len(set(found)), len(set(true)), len(set(found) & set(true)))


def ratio(part: int, whole: int) -> float:
    """The share of a part, nan for 0 of 0."""
    return part / whole if whole else float("nan")
