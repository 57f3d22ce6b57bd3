"""What a classifier found against what is true: the confusion matrix and its figures."""

from dataclasses import dataclass

import numpy as np

from analytics.arrays import Int64s


@dataclass(frozen=True, slots=True)
class Score:
    """classes (c), confusion (c, c): rows are true, columns found, both in the order of classes."""

    classes: tuple[str, ...]
    confusion: Int64s

    @property
    def texts(self) -> int:
        return int(self.confusion.sum())

    @property
    def accuracy(self) -> float:
        return float(np.trace(self.confusion) / self.confusion.sum())

    @property
    def f1(self) -> dict[str, float]:
        """F1 of each class; 0 for one that is neither there nor found."""
        seen = self.confusion.sum(axis=0) + self.confusion.sum(axis=1)
        return dict(
            zip(self.classes, (2 * np.diag(self.confusion) / np.maximum(seen, 1)).tolist(), strict=True)
        )

    @property
    def macro_f1(self) -> float:
        return sum(self.f1.values()) / len(self.classes)


def score(true: Int64s, found: Int64s, classes: tuple[str, ...]) -> Score:
    """Compare two arrays of places in `classes` (n,)."""
    size = len(classes)
    return Score(classes, np.bincount(true * size + found, minlength=size**2).reshape(size, size))
