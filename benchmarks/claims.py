"""Claims, incremental: what a batch of 1 % new posts costs against finding all claims again."""

import json
import tempfile
from pathlib import Path

import polars as pl

from analytics import scoring
from analytics.claims import Claims, find, update
from benchmarks.data import SEED
from benchmarks.measure import Result, best_of, peak_megabytes
from collectors.exercise import write

TITLE = "claims: a batch of 1 % against a full recomputation, 1,000,000 posts"
POSTS = 1_000_000
GOAL = 20.0


def run(repeats: int = 3, count: int = POSTS) -> Result:
    """Time both on an exercise in order of time: the last 1 % is new; raises AssertionError when they disagree.

    Included for both: reading the frame, the claims' whole table and the relations of every post. They agree
    when both hold every post and B-cubed of one against the other is at least .98: what was compared before is
    not compared again, so that a few wordings may keep another representative.
    """
    posts, truth = exercise(count)
    new = posts.height // 100
    before = find(posts.head(posts.height - new))
    update(before, posts.tail(new))  # numba compiles, or loads what it compiled
    batch, grown = best_of(max(repeats, 3), lambda: update(before, posts.tail(new)))
    full, whole = best_of(repeats, lambda: find(posts))
    agreement = agree(grown, whole)
    assert agreement >= 0.98, f"the batch and the recomputation agree in {agreement:.3f} only"
    return Result(
        ratio=full / batch,
        goal=GOAL,
        reference="a full recomputation",
        figures={
            "posts": posts.height,
            "new_posts": new,
            "claims": whole.table.height,
            "wordings": whole.state.contents.height,
            "batch_s": batch,
            "full_s": full,
            "agreement_b_cubed_f1": agreement,
            "batch_truth_f1": scoring.claims(grown.posts, truth).f1,
            "full_truth_f1": scoring.claims(whole.posts, truth).f1,
            "full_peak_mb": peak_megabytes(lambda: find(posts)),
            "frame_mb": posts.estimated_size("mb"),
        },
    )


def exercise(count: int) -> tuple[pl.DataFrame, scoring.Truth]:
    with tempfile.TemporaryDirectory() as folder:
        made = write(Path(folder), seed=SEED, size=count)
        return pl.read_ndjson(made.posts, infer_schema_length=None), json.loads(made.truth.read_bytes())


def agree(one: Claims, other: Claims) -> float:
    """B-cubed F1 of the claims that both state of the same posts."""
    stated = [
        claims.posts.filter(pl.col("relation") == "STATES").select("uid", "claim_id")
        for claims in (one, other)
    ]
    both = stated[0].join(stated[1], on="uid", suffix="_other", how="full")
    assert not both.null_count().sum_horizontal().item(), "a post states a claim in one of the two only"
    return scoring.b_cubed(both["claim_id"].to_list(), both["claim_id_other"].to_list()).f1
