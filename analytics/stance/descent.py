"""L-BFGS (Nocedal & Wright 2006, algorithm 7.5), without the threaded sums of a linear-algebra library: those differ
from machine to machine in their last digits, and a model must come out the same, byte for byte.
"""

from collections import deque
from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from analytics.arrays import Floats

Loss: TypeAlias = Callable[[Floats], tuple[float, Floats]]
_MEMORY = 10  # steps
_LEAST_DECREASE = 1e-4  # of what the slope promises (Armijo)
_HALVINGS = 40


def minimise(loss: Loss, start: Floats, *, steps: int, tolerance: float) -> Floats:
    """Where a convex `loss` (value and gradient of a vector) is least, from `start` (n,).

    Ends when no part of the gradient exceeds `tolerance`, when nothing better is found, or after `steps`.
    """
    at = start
    value, gradient = loss(at)
    memory: deque[tuple[Floats, Floats, float]] = deque(maxlen=_MEMORY)
    for _ in range(steps):
        if np.abs(gradient).max() <= tolerance:
            break
        direction = -_scaled(gradient, memory)
        found = _search(loss, at, value, gradient, direction)
        if found is None:
            break
        moved, value, new = found
        step, change = moved - at, new - gradient
        curvature = _dot(step, change)
        if curvature > 0:
            memory.append((step, change, curvature))
        at, gradient = moved, new
    return at


def _scaled(gradient: Floats, memory: deque[tuple[Floats, Floats, float]]) -> Floats:
    """The gradient times the inverse Hessian as the last steps show it; of length 1 where none was made."""
    if not memory:
        return gradient / max(1.0, float(np.sqrt(_dot(gradient, gradient))))
    rest, shares = gradient.copy(), []
    for step, change, curvature in reversed(memory):
        share = _dot(step, rest) / curvature
        rest -= share * change
        shares.append(share)
    _, change, curvature = memory[-1]
    rest *= curvature / _dot(change, change)
    for (step, change, curvature), share in zip(memory, reversed(shares), strict=True):
        rest += (share - _dot(change, rest) / curvature) * step
    return rest


def _search(
    loss: Loss, at: Floats, value: float, gradient: Floats, direction: Floats
) -> tuple[Floats, float, Floats] | None:
    """The first of 1, ½, ¼, … of the direction that lowers the loss enough; None if none does."""
    promised = _LEAST_DECREASE * _dot(gradient, direction)
    for halving in range(_HALVINGS):
        length = 0.5**halving
        moved = at + length * direction
        new, slope = loss(moved)
        if new <= value + length * promised:
            return moved, new, slope
    return None


def _dot(left: Floats, right: Floats) -> float:
    return float(np.einsum("i,i->", left, right))
