"""SEISMIC (Zhao, Erdogdu, He, Rajaraman & Leskovec, KDD 2015): the arithmetic, for many cascades at once.

N_i are the followers of post i, t_i its seconds from the root, t now. People react with the memory φ(s): constant
for CUTOFF seconds, then falling as s^−(1 + θ); ccdf is what of it is still to come. Over a window w before t,
clip(t / 2, 300, 7200) or as long as holds five shares, posts are weighted by k(s) = 1 − (t − s) / w:

    p̂ = Σ k(t_i) / Σ N_i ∫ k(s) φ(s − t_i) ds        the infectiousness: shares by follower who saw it
    N̂ = R + p̂ Σ N_i ccdf(t − t_i) / (1 − p̂ n*)      the shares in the end, R of them until now

Where p̂ ≥ 1 / n* nothing bounds the growth.
"""

import numpy as np
from scipy.special import gammaincinv

from analytics.arrays import Flags, Floats, Int64s
from analytics.kernel import compiled

THETA = 0.2314843
C = 0.0006265725
CUTOFF = 300.0  # seconds
SHORTEST, LONGEST = 300.0, 7_200.0  # windows, seconds
FEWEST = 5  # shares
N_STAR = 100.0


@compiled
def ccdf(age: float) -> float:
    """Part of the reactions still to come when a post is `age` seconds old."""
    if age <= CUTOFF:
        return 1 - C * age
    return float(C * CUTOFF / THETA * (age / CUTOFF) ** -THETA)


def final_size(infectiousness: Floats, shares: Floats, tail: Floats) -> Floats:
    """N̂ (k,), infinite where nothing bounds it, nan where p̂ is; `tail` is Σ N_i ccdf(t − t_i)."""
    bounded = infectiousness * N_STAR < 1
    found = np.where(np.isnan(infectiousness), np.nan, np.inf)
    np.divide(infectiousness * tail, 1 - infectiousness * N_STAR, out=found, where=bounded)
    return shares + found


def percentile(infectiousness: Floats, recent: Int64s, share: float) -> Floats:
    """Percentile of p̂ as in the authors' program: the `recent` shares in the window are a Poisson count.

    p̂ χ²(2 r) / 2 r at that share (0 to 1), r of them; it holds the doubt about p̂ alone, not that about the model.
    """
    count = np.maximum(recent, 1)
    found: Floats = infectiousness * gammaincinv(count, share) / count
    return found


@compiled
def rates(
    start: Int64s, after: Floats, is_share: Flags, followers: Floats, now: Floats
) -> tuple[Floats, Int64s, Floats]:
    """p̂ (nan where none can be), shares in the window and Σ N_i ccdf(t − t_i) of each cascade, (k,) each.

    start                        (k + 1,)  where each cascade's events begin, and the end
    after, is_share, followers   (e,)      seconds from the root, growing; False for the root; N_i
    now                          (k,)      t
    """
    infectiousness = np.full(now.size, np.nan)
    recent = np.zeros(now.size, np.int64)
    tail = np.zeros(now.size)
    for number in range(now.size):
        t = now[number]
        begin = _window(after[start[number] : start[number + 1]], t)
        slope = 1 / (t - begin) if t > begin else 0.0
        counted = 0.0
        exposed = 0.0
        for event in range(start[number], start[number + 1]):
            tail[number] += followers[event] * ccdf(t - after[event])
            if after[event] >= t:
                continue
            exposed += followers[event] * _exposure(after[event], begin, t, slope)
            if is_share[event] and after[event] >= begin:
                counted += 1 - slope * (t - after[event])
                recent[number] += 1
        if exposed > 0:
            infectiousness[number] = counted / exposed
    return infectiousness, recent, tail


@compiled
def _window(after: Floats, t: float) -> float:
    """Where the window begins: shortened or stretched as above; its slope is 1 / its length."""
    begin = t - min(max(t / 2, SHORTEST), LONGEST)
    earlier = np.searchsorted(after, t)
    if earlier > 0 and earlier - np.searchsorted(after, begin) < FEWEST:
        begin = float(after[max(int(earlier) - FEWEST - 1, 0)])
    return begin


@compiled
def _exposure(born: float, begin: float, t: float, slope: float) -> float:
    """∫ k(s) φ(s − born) ds from the later of `begin` and `born` to t."""
    low = max(begin, born)
    knee = born + CUTOFF
    total = 0.0
    if low < knee:
        high = min(t, knee)
        total += C * (high - low) * (1 - slope * (t - (low + high) / 2))
    if t > knee:
        total += _falling(t - born, t - born, slope) - _falling(max(low, knee) - born, t - born, slope)
    return total


@compiled
def _falling(age: float, now: float, slope: float) -> float:
    """Antiderivative at `age` of (1 − slope (now − s)) C (s / CUTOFF)^−(1 + θ)."""
    scale = C * CUTOFF ** (1 + THETA)
    return float(scale * age**-THETA * (slope * age / (1 - THETA) - (1 - slope * now) / THETA))
