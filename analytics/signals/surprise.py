"""How surprising a count is: the chance of seeing as many or more, and the same in bits.

The rate that a count is held against is itself only estimated: with a Gamma(shape, rate) belief about it the
count is negative binomial (Gamma–Poisson), whose tail is wider the less is known. Chances below what a float
can hold keep their bits, so that an outbreak still ranks above a crowd.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from analytics.arrays import Flags, Floats
from analytics.kernel import compiled

TINY = 1e-290  # below it the tail is summed in logarithms


class Surprise(NamedTuple):
    """p: chance of as many or more, (n,), 0 where a float holds no less; bits: −log2 of it, (n,)."""

    p: Floats
    bits: Floats


def surprise(observed: ArrayLike, shape: ArrayLike, rate: ArrayLike, exposure: ArrayLike = 1.0) -> Surprise:
    """Posterior predictive tail P(X ≥ observed), X ~ Poisson(λ·exposure), λ ~ Gamma(shape, rate).

    observed  (n,)  counts ≥ 0
    shape     (n,)  > 0; the larger, the surer the rate is known
    rate      (n,)  > 0; shape / rate is the expected count per unit of exposure
    exposure  (n,)  > 0, in the unit of the rate (one window)

    All broadcast against each other. Where shape or rate is nan nothing is known, hence nothing surprising:
    p is 1. Raises ValueError for a count below 0 or an impossible belief.
    """
    x, a, b, e = _alike(observed, shape, rate, exposure)
    _refuse(~(x >= 0), x, "a count is a number of 0 or more")
    known = ~(np.isnan(a) | np.isnan(b))
    _refuse(known & ~((a > 0) & (b > 0) & (e > 0)), np.minimum(a, b), "shape, rate and exposure are above 0")
    a, chance = np.where(known, a, 1.0), np.where(known, e / (b + e), 0.5)
    p = np.where(known & (x > 0), special.betainc(np.maximum(x, 1.0), a, chance), 1.0)
    first = special.gammaln(x + a) - special.gammaln(a) - special.gammaln(x + 1)
    first += x * np.log(chance) + a * np.log1p(-chance)
    return _in_bits(p, first, x, a * chance, chance)


def poisson(observed: ArrayLike, expected: ArrayLike) -> Surprise:
    """P(X ≥ observed) where the expected count is known for sure: 12 against 4 is 10.09 bits.

    observed, expected  (n,)  ≥ 0; they broadcast. Some where none can come: p 0, infinite bits.
    Raises ValueError for a figure below 0.
    """
    x, mean = _alike(observed, expected)
    _refuse(~((x >= 0) & (mean >= 0)), np.minimum(x, mean), "counts and what is expected are 0 or more")
    p = np.where(x > 0, special.gammainc(np.maximum(x, 1.0), mean), 1.0)
    first = special.xlogy(x, mean) - mean - special.gammaln(x + 1)
    return _in_bits(p, first, x, mean, np.zeros(x.size))


def _alike(*figures: ArrayLike) -> list[Floats]:
    as_floats = [np.atleast_1d(np.asarray(figure, np.float64)) for figure in figures]
    return [np.ascontiguousarray(figure) for figure in np.broadcast_arrays(*as_floats)]


def _refuse(wrong: Flags, figures: Floats, rule: str) -> None:
    if wrong.any():
        row = int(wrong.argmax())
        raise ValueError(f"row {row}: {figures[row]} cannot be; {rule}")


def _in_bits(p: Floats, first: Floats, x: Floats, constant: Floats, slope: Floats) -> Surprise:
    """Bits from p, and from the logarithms of the tail's terms where p no longer holds them."""
    far = p < TINY
    bits = -np.log2(np.where(far, 1.0, p)) + 0.0  # no negative zero
    bits[far] = _tail_bits(first[far], x[far], constant[far], slope[far])
    return Surprise(p, bits)


@compiled
def _tail_bits(first: Floats, x: Floats, constant: Floats, slope: Floats) -> Floats:
    """−log2 of a tail whose first term is exp(first) and whose ratios are (constant + slope·k) / (k + 1)."""
    bits = np.empty(x.size, np.float64)
    for i in range(x.size):
        k, term, total = x[i], 1.0, 1.0
        while True:
            ratio = (constant[i] + slope[i] * k) / (k + 1.0)
            term *= ratio
            if term <= 1e-17 * total * (1.0 - ratio):
                break
            total += term
            k += 1.0
        bits[i] = -(first[i] + math.log(total)) / math.log(2.0)
    return bits
