"""How well real reply trees are rebuilt and stances told: RumourEval 2017, and French replies of the exercise.

    python -m tools.evaluate_stance [--data ../shared/data]

Every figure names its split. Where RumourEval is absent it says so and stops.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from analytics.cascades import trees
from analytics.stance import Model, predict, score, train
from analytics.stance.card import lines, short
from analytics.stance.evaluate import always_comment, claim_groups, cross_validated, folds
from analytics.stance.predict import of_contexts
from analytics.stance.train import labelled
from benchmarks import rumoureval
from tools.exercises import exercise

if TYPE_CHECKING:
    from collections.abc import Iterator

SEEDS = (1, 2, 3)
FOLDS = 5


def main() -> None:
    """Print every figure, or say what is absent."""
    parser = argparse.ArgumentParser(description="Trees and stances of real conversations.")
    parser.add_argument("--data", type=Path, default=rumoureval.DATA, help="has rumoureval2017/")
    folder = parser.parse_args().data / "rumoureval2017"
    if not folder.is_dir():
        print(f"skipped: RumourEval 2017 is not at {folder}; trees and stances were not evaluated")
        return
    posts, labels = rumoureval.posts(folder), rumoureval.labels(folder)
    print("\n".join(rebuilt(posts, rumoureval.structure(folder))), flush=True)
    model = train(posts, labels.filter(split="train"))
    for line in stances(model, posts, labels):
        print(line, flush=True)
    for line in french(model):
        print(line, flush=True)


def rebuilt(posts: pl.DataFrame, places: dict[str, rumoureval.Place]) -> Iterator[str]:
    """How many published threads are rebuilt exactly, and what became of posts whose parent is absent."""
    found = trees(posts).select("uid", "parent_uid", "root_uid", "repair")
    known = set(found["uid"])
    true = pl.DataFrame(
        [
            (uid, place.thread, place.parent if place.parent in known else None, place.parent)
            for uid, place in places.items()
            if uid in known
        ],
        schema=["uid", "thread", "true", "published"],
        orient="row",
    )
    both = true.join(found, on="uid")
    right = both["true"].eq_missing(both["parent_uid"])
    exact = both.with_columns(right=right).group_by("thread").agg(pl.col("right").all())
    absent = (both["published"].is_not_null() & both["true"].is_null()).sum()
    told = both.filter(pl.col("published").is_not_null(), pl.col("true").is_null(), repair="orphan").height
    yield (
        f"trees: {int(exact['right'].sum())} of {exact.height} published threads rebuilt exactly, "
        f"{int(right.sum()):,} of {both.height:,} posts hang where they are published"
    )
    yield (
        f"trees: {len(places) - both.height:,} of {len(places):,} published posts are not in the data; "
        f"{absent} posts lost their parent by it, {told} of them are told as orphans"
    )


def stances(model: Model, posts: pl.DataFrame, labels: pl.DataFrame) -> Iterator[str]:
    """The published split first, then the train split by event, by claim and at random."""
    dev = labelled(posts, labels.filter(split="dev"))
    replies = dev.filter(pl.col("depth") > 0)
    for name, part in (("published dev split", dev), ("published dev split, replies only", replies)):
        yield from lines(f"stance, {name}", score(part["label"], of_contexts(model, part)["stance"]))
        yield short(f"stance, {name}, always comment", always_comment(part["label"]))
    learnt = labelled(posts, labels.filter(split="train"))
    claims = learnt.select("uid").join(claim_groups(posts), on="uid", how="left", maintain_order="left")
    splits = {
        "train split, one event left out at a time": (learnt["group"], learnt["group"].n_unique()),
        f"train split, {FOLDS} claim-grouped folds": (claims["group"], FOLDS),
        f"train split, {FOLDS} random folds (leaks: threads lie on both sides)": (claims["uid"], FOLDS),
    }
    for name, (group, count) in splits.items():
        yield short(f"stance, {name}", cross_validated(learnt, folds(group, count, seed=0)))
    yield short("stance, train split, always comment", always_comment(learnt["label"]))


def french(model: Model) -> Iterator[str]:
    """Replies of the exercise: invented French, that a model of English conversations has never seen.

    The French cues were written knowing how the exercise words its replies: real French replies will do worse.
    """
    for seed in SEEDS:
        posts, truth = exercise(seed)
        told = truth["stances"]
        true = pl.DataFrame({"uid": list(told), "label": list(told.values())})
        both = true.join(predict(model, posts), on="uid", how="left", maintain_order="left")
        found = score(both["label"], both["stance"].fill_null("comment"))
        f1 = ", ".join(f"{stance} {value:.3f}" for stance, value in found.f1.items())
        yield f"{short(f'stance, French of the exercise, seed {seed}', found)} ({f1})"


if __name__ == "__main__":
    main()
