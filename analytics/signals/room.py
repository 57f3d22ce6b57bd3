"""Arrays that grow by doubling: each element is copied once or twice in all, however often some are added."""

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T", bound=np.generic)
Columns = TypeVar("Columns", bound=tuple[Any, ...])


def roomy(array: NDArray[T], needed: int) -> NDArray[T]:
    """The array, or a copy at least twice as long where it has not `needed` elements; new ones are 0."""
    if array.size >= needed:
        return array
    larger = np.zeros(max(needed, 2 * array.size), array.dtype)
    larger[: array.size] = array
    return larger


def all_roomy(columns: Columns, needed: int) -> Columns:
    """Each array of a named tuple, `roomy`."""
    return type(columns)(*(roomy(array, needed) for array in columns))
