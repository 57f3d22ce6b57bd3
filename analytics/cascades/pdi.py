"""Probabilistic diffusion inference (DeVerna et al. 2024): popular and recent relays are the likelier parents.

P(parent = j) = γ F_j / ΣF + (1 − γ) q_j / Σq, with q_j = (Δt_j + 0.1)^−α over the earlier events j of the group;
F are follower counts, Δt seconds. The second event of a group always hangs on the first; where all F are zero
only the time term is left. Events of one instant are earlier in their order: the 0.1 s is for them.
"""

import numpy as np

from analytics.arrays import Floats, Int32s, Int64s
from analytics.cascades.shares import Shares
from analytics.kernel import compiled

ALPHAS = (1.1, 1.5, 2.0, 2.5, 3.0)  # the grid of the published evaluation
GAMMAS = (0.25, 0.5, 0.75)
ALPHA, GAMMA, DRAWS = 2.0, 0.5, 100
SOFT = 0.1  # seconds


def check(alpha: float, gamma: float) -> None:
    """Raise ValueError unless alpha > 0 and 0 ≤ gamma ≤ 1."""
    if not alpha > 0:
        raise ValueError(f"alpha is above 0, not {alpha}")
    if not 0 <= gamma <= 1:
        raise ValueError(f"gamma is between 0 and 1, not {gamma}")


def likeliest(
    shares: Shares, wanted: Int64s, *, alpha: float = ALPHA, gamma: float = GAMMA
) -> tuple[Int32s, Floats]:
    """The most probable parent (an event) of each event in `wanted` (w,) and its exact probability (w,).

    Of equally probable ones the earliest. An event costs as much as it has predecessors.
    """
    check(alpha, gamma)
    return _likeliest(wanted, shares.first[wanted], shares.at, shares.followers, alpha=alpha, gamma=gamma)


def probabilities(
    shares: Shares, at_least: float, *, alpha: float = ALPHA, gamma: float = GAMMA
) -> tuple[Int32s, Int32s, Floats]:
    """Child, parent (events) and probability of every pair that reaches `at_least`, child by child.

    A child has at most 1 / at_least such parents; with 0 it has all its predecessors.
    """
    check(alpha, gamma)
    wanted = np.flatnonzero(shares.inferred)
    first = shares.first[wanted]
    room = wanted - first
    if at_least > 0:
        room = np.minimum(room, int(1 / at_least) + 1)
    return _above(
        wanted, first, shares.at, shares.followers, alpha=alpha, gamma=gamma, least=at_least, room=room.sum()
    )


@compiled
def decay(age: float, alpha: float) -> float:
    """age^−alpha; age in seconds, SOFT included."""
    return 1 / (age * age) if alpha == 2 else age**-alpha


@compiled
def _mixture(  # noqa: PLR0917 - one compiled loop cannot call another by keyword
    event: int, first: int, at: Floats, followers: Floats, alpha: float, gamma: float, found: Floats
) -> None:
    """P of each of the events first … event − 1, written to the beginning of `found`."""
    recency = 0.0
    crowd = 0.0
    for earlier in range(first, event):
        weight = decay(at[event] - at[earlier] + SOFT, alpha)
        found[earlier - first] = weight
        recency += weight
        crowd += followers[earlier]
    by_crowd = gamma / crowd if crowd > 0 else 0.0
    by_recency = ((1 - gamma) if crowd > 0 else 1.0) / recency
    for place in range(event - first):
        found[place] = by_crowd * followers[first + place] + by_recency * found[place]


@compiled
def _likeliest(
    wanted: Int64s, first: Int64s, at: Floats, followers: Floats, *, alpha: float, gamma: float
) -> tuple[Int32s, Floats]:
    parent = np.empty(wanted.size, np.int32)
    probability = np.empty(wanted.size, np.float64)
    found = np.empty((wanted - first).max() if wanted.size else 0, np.float64)
    for number in range(wanted.size):
        _mixture(wanted[number], first[number], at, followers, alpha, gamma, found)
        best = np.argmax(found[: wanted[number] - first[number]])
        parent[number] = first[number] + best
        probability[number] = found[best]
    return parent, probability


@compiled
def _above(
    wanted: Int64s,
    first: Int64s,
    at: Floats,
    followers: Floats,
    *,
    alpha: float,
    gamma: float,
    least: float,
    room: int,
) -> tuple[Int32s, Int32s, Floats]:
    child = np.empty(room, np.int32)
    parent = np.empty(room, np.int32)
    probability = np.empty(room, np.float64)
    found = np.empty((wanted - first).max() if wanted.size else 0, np.float64)
    count = 0
    for number in range(wanted.size):
        _mixture(wanted[number], first[number], at, followers, alpha, gamma, found)
        for place in range(wanted[number] - first[number]):
            if found[place] >= least:
                child[count] = wanted[number]
                parent[count] = first[number] + place
                probability[count] = found[place]
                count += 1
    return child[:count], parent[:count], probability[:count]
