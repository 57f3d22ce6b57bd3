"""`cyberimpact models`: train and evaluate what learns from labelled posts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeAlias

import polars as pl
import typer

from analytics.stance import Model, ModelError, from_bytes, to_bytes, train
from analytics.stance.card import card, lines, short
from analytics.stance.evaluate import Score, always_comment, claim_groups, cross_validated, folds, score
from analytics.stance.labels import TRAIN
from analytics.stance.predict import of_contexts
from analytics.stance.train import labelled
from dash_app.label_files import LabelFileError, read_labels
from graph.terminal import OUT

ReadPosts: TypeAlias = Callable[[Path], pl.DataFrame]
MODELS = ("stance",)

What = Annotated[str, typer.Argument(help=" or ".join(MODELS))]
PostFile = Annotated[Path, typer.Option("--posts", help="Canonical posts: .jsonl, .csv or .parquet.")]
LabelFile = Annotated[
    Path, typer.Option("--labels", help="uid, label, split (and group): .csv, .jsonl or .parquet.")
]
Folder = Annotated[Path, typer.Option("--out", help="The model's folder.")]
Note = Annotated[
    str | None, typer.Option("--data-note", help="Origin and licence of the labelled posts, for the card.")
]
Folds = Annotated[int, typer.Option("--folds", min=0, help="Folds of the train split; 0 for none.")]
CardFolds = Annotated[int, typer.Option("--folds", min=0, help="Folds to report in the card; 0 for none.")]


def model_app(read_posts: ReadPosts) -> typer.Typer:
    """The verbs, with the reader of canonical post files that the composition root gives."""
    app = typer.Typer(no_args_is_help=True, help="Learn from labelled posts, and say how well.")

    @app.command("train", epilog="Example: cyberimpact models train stance --posts P --labels L --out models")
    def train_(
        what: What,
        posts: PostFile,
        labels: LabelFile,
        out: Folder,
        data_note: Note = None,
        count: CardFolds = 0,
    ) -> None:
        """Learn from the labels whose split is train (or that have none); write the model and its card."""
        _known(what)
        table, told = read_posts(posts), _labels(labels)
        _trained(table, told, out, data_note, count)

    @app.command(epilog="Example: cyberimpact models evaluate stance --posts P --labels L --out models")
    def evaluate(what: What, posts: PostFile, labels: LabelFile, out: Folder, count: Folds = 5) -> None:
        """Tell the stances of the other splits with the model in --out, which is trained where there is none."""
        _known(what)
        table, told = read_posts(posts), _labels(labels)
        file = out / "stance.npz"
        model = _read(file) if file.exists() else _trained(table, told, out, None, 0)
        OUT.print(f"{file}  learnt from {model.posts:,} posts, digest {model.digest}")
        for name, found in scores(model, table, told).items():
            OUT.print("\n".join(lines(name, found)))
        for line in fold_lines(table, told, count):
            OUT.print(line)

    return app


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


def _known(what: str) -> None:
    if what not in MODELS:
        raise typer.BadParameter(f"there is no model {what!r}; there is {', '.join(MODELS)}")


def _labels(path: Path) -> pl.DataFrame:
    try:
        return read_labels(path)
    except LabelFileError as error:
        raise typer.BadParameter(str(error)) from error


def _read(file: Path) -> Model:
    try:
        return from_bytes(file.read_bytes())
    except ModelError as error:
        raise typer.BadParameter(f"{file} is {error}") from error


def write_model(posts: pl.DataFrame, labels: pl.DataFrame, out: Path, note: str | None, count: int) -> Model:
    """Train on the train split and write out/stance.npz with its card; ValueError where nothing can be learnt.

    note   origin and licence of the data; count: folds of the train split that the card reports, 0 for none
    """
    own = labels.filter(split=TRAIN)
    model = train(posts, own)
    found = scores(model, posts, labels)
    counts = dict(labelled(posts, own).group_by("label").len().iter_rows())
    out.mkdir(parents=True, exist_ok=True)
    (out / "stance.npz").write_bytes(to_bytes(model))
    folded = fold_lines(posts, labels, count)
    (out / "stance.card.md").write_text(card(model, counts, note, found, folded), encoding="utf-8")
    OUT.print(f"{out / 'stance.npz'}  learnt from {model.posts:,} of {own.height:,} labelled posts")
    told = [*(short(name, one) for name, one in found.items()), *folded]
    OUT.print("\n".join(told) or "no other split: no figure")
    return model


def _trained(posts: pl.DataFrame, labels: pl.DataFrame, out: Path, note: str | None, count: int) -> Model:
    try:
        return write_model(posts, labels, out, note, count)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
