"""The one way a loop over arrays is compiled."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from numba import njit

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Machine code for a loop over numpy arrays, kept on disk and run without the interpreter's lock.

    Keeps the function's type, which numba's own decorator hides from the type checker.
    """
    return cast("Callable[P, R]", njit(cache=True, nogil=True)(function))
