"""The work of `cyberimpact models … stance`: a model and its card, and how well it tells stances."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.stance import Model, from_bytes, to_bytes, train
from analytics.stance.card import card, lines, short
from analytics.stance.evaluate import always_comment, claim_groups, cross_validated, folds, score
from analytics.stance.labels import TRAIN
from analytics.stance.predict import of_contexts
from analytics.stance.train import labelled
from graph.terminal import OUT

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.confusion import Score

FILE = "stance.npz"
CARD = "stance.card.md"


def evaluate(posts: pl.DataFrame, labels: pl.DataFrame, out: Path, count: int) -> None:
    """Tell how well the model in `out` tells the splits that it has not learnt; trained first where there is none."""
    file = out / FILE
    model = from_bytes(file.read_bytes()) if file.exists() else write_model(posts, labels, out, None, 0)
    OUT.print(f"{file}  learnt from {model.posts:,} posts, digest {model.digest}")
    for name, found in scores(model, posts, labels).items():
        OUT.print("\n".join(lines(name, found)))
    for line in fold_lines(posts, labels, count):
        OUT.print(line)


def write_model(posts: pl.DataFrame, labels: pl.DataFrame, out: Path, note: str | None, count: int) -> Model:
    """Train on the train split and write out/stance.npz with its card; ValueError where nothing can be learnt.

    note   origin and licence of the data; count: folds of the train split that the card reports, 0 for none
    """
    own = labels.filter(split=TRAIN)
    model = train(posts, own)
    found = scores(model, posts, labels)
    counts = dict(labelled(posts, own).group_by("label").len().iter_rows())
    out.mkdir(parents=True, exist_ok=True)
    (out / FILE).write_bytes(to_bytes(model))
    folded = fold_lines(posts, labels, count)
    (out / CARD).write_text(card(model, counts, note, found, folded), encoding="utf-8")
    OUT.print(f"{out / FILE}  learnt from {model.posts:,} of {own.height:,} labelled posts")
    told = [*(short(name, one) for name, one in found.items()), *folded]
    OUT.print("\n".join(told) or "no other split: no figure")
    return model


def scores(model: Model, posts: pl.DataFrame, labels: pl.DataFrame) -> dict[str, Score]:
    """Every split but train, told by the model; then the same answered "comment" throughout."""
    found: dict[str, Score] = {}
    around = labelled(posts, labels.filter(pl.col("split") != TRAIN))
    for split in sorted(around["split"].unique()):
        part = around.filter(split=split)
        found[f"{split} split"] = score(part["label"], of_contexts(model, part)["stance"])
        found[f"{split} split, always comment"] = always_comment(part["label"])
    return found


def fold_lines(posts: pl.DataFrame, labels: pl.DataFrame, count: int, seed: int = 0) -> list[str]:
    """Folds of the train split, by claim and at random, so that what leaks can be seen; none below two."""
    if count < 2:
        return []
    learnt = labelled(posts, labels.filter(split=TRAIN))
    groups = learnt.select("uid").join(claim_groups(posts), on="uid", how="left", maintain_order="left")
    named = {"claim-grouped": groups["group"], "random (leaks: threads lie on both sides)": groups["uid"]}
    return [_folded(learnt, group, count, seed, name) for name, group in named.items()]


def _folded(learnt: pl.DataFrame, group: pl.Series, count: int, seed: int, name: str) -> str:
    what = f"train split, {count} {name} folds"
    if group.n_unique() < count:
        return f"{what}: too few, there are {group.n_unique()} groups"
    return short(what, cross_validated(learnt, folds(group, count, seed)))
