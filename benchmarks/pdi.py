"""Trees drawn by probabilistic diffusion inference (analytics.cascades.draws) against a plain Python loop.

The loop computes the same formula: the weights of the earlier events of each event once, then all its draws from
them with `random.choices`. It is given every event, or every `every`-th, evenly spread, and then counted `every`-fold.
"""

import random
from itertools import accumulate

import numpy as np
import polars as pl

from analytics.arrays import Flags, Floats, Int32s
from analytics.cascades.draws import draw, keys
from analytics.cascades.pdi import ALPHA, DRAWS, GAMMA, SOFT, probabilities
from analytics.cascades.shares import Shares
from benchmarks.data import SEED
from benchmarks.measure import Result, best_of

TITLE = "100 trees drawn for a cascade of 10,000 posts (PDI) against a plain Python loop"
EVENTS = 10_000
GOAL = 100.0
CHECKED = 400  # events of the small cascade on which distributions are compared
MANY = 20_000  # draws there
STRICT = 6.0  # standard deviations of the sum that chi-square may be off


def run(repeats: int = 3, count: int = EVENTS, draws: int = DRAWS, every: int = 1) -> Result:
    """Time both on the same arrays; raises AssertionError when their draws do not follow the same probabilities."""
    assert_same_distribution()
    events = cascade(count)
    key = keys(pl.Series(["x:1"]), SEED)
    ours, drawn = best_of(max(repeats, 5), lambda: draw(events, key, draws=draws))
    chosen = range(1, count, every)
    reference, expected = best_of(1, lambda: plain_loop(events, chosen, draws))
    reference *= (count - 1) / len(chosen)
    assert_same_ages(events, drawn[list(chosen)], np.array(expected), np.array(chosen))
    return Result(
        ratio=reference / ours,
        goal=GOAL,
        reference="a plain Python loop over the formula",
        figures={
            "posts": count,
            "draws": draws,
            "ours_s": ours,
            "python_s": reference,
            "python_events_timed": len(chosen),
            "ours_ns_a_parent": ours / (count * draws) * 1e9,
        },
    )


def cascade(count: int, seed: int = SEED) -> Shares:
    """One group: bursts that calm down over hours, whole seconds, follower counts with a heavy tail."""
    rng = np.random.default_rng(seed)
    at = np.sort(np.concatenate([[0.0], np.floor(rng.exponential(7_200, count - 1))]))
    inferred: Flags = np.arange(count) > 0
    followers: Floats = np.floor(rng.pareto(1.2, count) * 100)
    return Shares(np.array([0, count]), np.arange(count, dtype=np.int32), at, inferred, followers)


def plain_loop(events: Shares, chosen: range, draws: int) -> list[list[int]]:
    """The parents of the chosen events, `draws` of each, as one would write it without arrays."""
    at, followers = events.at.tolist(), events.followers.tolist()
    source = random.Random(SEED)
    drawn = []
    for event in chosen:
        crowd = sum(followers[:event])
        weights = [(at[event] - earlier + SOFT) ** -ALPHA for earlier in at[:event]]
        recency = sum(weights)
        if crowd > 0:
            weights = [
                GAMMA * fans / crowd + (1 - GAMMA) * weight / recency
                for fans, weight in zip(followers, weights, strict=False)
            ]
        drawn.append(source.choices(range(event), cum_weights=list(accumulate(weights)), k=draws))
    return drawn


def assert_same_distribution() -> None:
    """Draws of a small cascade, ours and the loop's, follow the exact probabilities (chi-square)."""
    events = cascade(CHECKED)
    child, parent, probability = probabilities(events, 0)
    ours = draw(events, keys(pl.Series(["x:1"]), SEED), draws=MANY)
    chosen = range(3, CHECKED, 99)
    for event, loop in zip(chosen, plain_loop(events, chosen, MANY), strict=True):
        own = probability[child == event]
        assert (parent[child == event] == np.arange(event)).all()
        assert_follows(ours[event], own)
        assert_follows(np.array(loop, np.int32), own)


def assert_follows(drawn: Int32s, probability: Floats) -> None:
    """Chi-square of the draws, rare parents together, is no more than STRICT deviations from its mean."""
    expected = probability * drawn.size
    seen = np.bincount(drawn, minlength=probability.size)
    common = expected >= 5
    seen = np.append(seen[common], seen[~common].sum())
    expected = np.append(expected[common], max(expected[~common].sum(), 1e-9))
    freedom = seen.size - 1
    off = (((seen - expected) ** 2 / expected)[expected > 1]).sum() - freedom
    assert abs(off) < STRICT * (2 * freedom) ** 0.5 + STRICT, "the draws do not follow the probabilities"


def assert_same_ages(events: Shares, ours: Int32s, loop: Int32s, chosen: Int32s) -> None:
    """The parents of both are as old and as much followed, in the logarithmic mean, but for chance."""
    now = events.at[chosen][:, None]
    for pair in (
        (now - events.at[ours], now - events.at[loop]),
        (events.followers[ours], events.followers[loop]),
    ):
        logs = [np.log1p(values) for values in pair]
        off = abs(float(logs[0].mean() - logs[1].mean()))
        chance = float(np.sqrt(sum(values.var() / values.size for values in logs)))
        assert off < STRICT * chance, f"means differ by {off}"
