"""How near the analyses come to an exercise's truth: claims, denials, coordinated accounts, inferred parents.

    python -m tools.evaluate_exercise [--seeds 1 2 3 4] [--noise 0 0.3] [--size 20000]

Nothing is fitted on these exercises' truths at run time; every seed draws another département, other words,
other trees. The thresholds of the claims were chosen on seeds 1 to 4.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import polars as pl

from analytics import scoring
from analytics.cascades.edges import edges
from analytics.claims import find
from analytics.coordination import coordination, shares_of
from tools.exercises import exercise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.coordination.shares import Kind
    from analytics.methods import Method
    from analytics.scoring import Truth

KINDS = ("rumour", "denial", "fraud")
SHARED: tuple[Kind, ...] = ("text", "link", "repost")
WINDOW_S = 10
DISCOVERY = 0.01  # accounts of edges with a larger q are not named
DRAWS = 200
METHODS: tuple[Method, ...] = ("star", "tid", "pdi")


def main() -> None:
    """Print the figures of every seed and noise."""
    parser = argparse.ArgumentParser(description="Findings against the truth of exercises.")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4])
    parser.add_argument("--noise", type=float, nargs="+", default=[0.0, 0.3])
    parser.add_argument("--size", type=int, default=20_000)
    asked = parser.parse_args()
    for noise in asked.noise:
        for seed in asked.seeds:
            posts, truth = exercise(seed, asked.size, noise)
            print(f"exercise of {asked.size} posts, seed {seed}, noise {noise:g}")
            for line in figures(posts, truth):
                print(f"  {line}")


def figures(posts: pl.DataFrame, truth: Truth) -> Iterator[str]:
    """One line a figure."""
    yield from _claims(posts, truth)
    yield from _coordination(posts, truth)
    yield from _parents(posts, truth)


def _claims(posts: pl.DataFrame, truth: Truth) -> Iterator[str]:
    """B-cubed of the claims by kind, then denials.

    The truth calls a whole subject of talk, need or offer one claim, whatever the sentence says: recall is low
    there by intention, since only posts that say the same thing share a claim here.
    """
    found = find(posts).posts
    groups = [("rumours, denials, frauds", KINDS), *((f"only {kind}s", (kind,)) for kind in KINDS)]
    for title, kinds in [*groups, ("every post, talk included", None)]:
        score = scoring.claims(found, truth, kinds)
        yield f"claims, {title}: B-cubed {_three(score.precision, score.recall, score.f1)}"
    yield f"denials: {_retrieved(scoring.denials(found, truth))}"


def _coordination(posts: pl.DataFrame, truth: Truth) -> Iterator[str]:
    parts = []
    for kind in SHARED:
        found = coordination(shares_of(posts, kind), time_window=WINDOW_S, permutations=DRAWS).edges
        sure = found.filter(pl.col("q") <= DISCOVERY).select("source", "target")
        parts.append(sure)
        yield f"coordinated accounts by {kind}: {_retrieved(scoring.coordinated(sure, truth))}"
    yield f"coordinated accounts by any: {_retrieved(scoring.coordinated(pl.concat(parts), truth))}"


def _parents(posts: pl.DataFrame, truth: Truth) -> Iterator[str]:
    for method in METHODS:
        found = edges(posts, method)
        score = scoring.trees(found.rename({"child_uid": "uid"}), truth)
        inferred = scoring.by_method(found, truth).get(method)
        own = f"{inferred.correct} of its own {inferred.found} right" if inferred else "none inferred"
        yield (
            f"edges by {method}: {score.all.correct} of {score.all.true} recovered ({score.all.share:.3f}), "
            f"root-only {score.root_only.share:.3f}, {own}, {score.unexpected} unexpected"
        )


def _retrieved(score: scoring.Retrieval) -> str:
    counts = f"({score.correct} of {score.found} found, {score.true} true)"
    return f"{_three(score.precision, score.recall, score.f1)} {counts}"


def _three(precision: float, recall: float, f1: float) -> str:
    return f"precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}"


if __name__ == "__main__":
    main()
