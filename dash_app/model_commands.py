"""`cyberimpact models`: train and evaluate what learns from labelled posts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, TypeAlias

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


def model_app(read_posts: ReadPosts) -> typer.Typer:
    """The verbs, with the reader of canonical post files that the composition root gives."""
    app = typer.Typer(no_args_is_help=True, help="Learn from labelled posts, and say how well.")

    @app.command("train", epilog="Example: cyberimpact models train stance --posts P --labels L --out models")
    def train_(what: What, posts: PostFile, labels: LabelFile, out: Folder, data_note: Note = None) -> None:
        """Learn from the labels whose split is train (or that have none); write the model and its card."""
        _known(what)
        table, told = read_posts(posts), _labels(labels)
        _write(table, told, out, data_note)

    @app.command(epilog="Example: cyberimpact models evaluate stance --posts P --labels L --out models")
    def evaluate(what: What, posts: PostFile, labels: LabelFile, out: Folder, count: Folds = 5) -> None:
        """Tell the stances of the other splits with the model in --out, which is trained where there is none."""
        _known(what)
        table, told = read_posts(posts), _labels(labels)
        file = out / "stance.npz"
        model = _read(file) if file.exists() else _write(table, told, out, None)
        OUT.print(f"{file}  learnt from {model.posts:,} posts, digest {model.digest}")
        for name, found in scores(model, table, told).items():
            OUT.print("\n".join(lines(name, found)))
        if count > 1:
            OUT.print("\n".join(fold_lines(table, told, count)))

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
    """Folds of the train split, by claim and at random, so that what leaks can be seen."""
    learnt = labelled(posts, labels.filter(split=TRAIN))
    groups = learnt.select("uid").join(claim_groups(posts), on="uid", how="left", maintain_order="left")
    names = {"claim-grouped": groups["group"], "random (leaks: threads lie on both sides)": groups["uid"]}
    told = [
        short(f"train split, {count} {name} folds", cross_validated(learnt, folds(group, count, seed)))
        for name, group in names.items()
        if group.n_unique() >= count
    ]
    return told or [f"train split: fewer than {count} claims, no folds"]


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


def _write(posts: pl.DataFrame, labels: pl.DataFrame, out: Path, note: str | None) -> Model:
    own = labels.filter(split=TRAIN)
    try:
        model = train(posts, own)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    found = scores(model, posts, labels)
    counts: dict[str, Any] = dict(labelled(posts, own).group_by("label").len().iter_rows())
    out.mkdir(parents=True, exist_ok=True)
    (out / "stance.npz").write_bytes(to_bytes(model))
    (out / "stance.card.md").write_text(card(model, counts, note, found), encoding="utf-8")
    OUT.print(f"{out / 'stance.npz'}  learnt from {model.posts:,} of {own.height:,} labelled posts")
    OUT.print("\n".join(short(name, one) for name, one in found.items()) or "no other split: no figure")
    return model
