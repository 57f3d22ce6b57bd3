"""`cyberimpact models`: train and evaluate what learns from labelled posts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeAlias

import polars as pl
import typer

from analytics.model_files import ModelError

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
        from dash_app import stance_model  # noqa: PLC0415 - what learns takes half a second

        table, told = read_posts(posts), _labels(labels)
        try:
            stance_model.write_model(table, told, out, data_note, count)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from error

    @app.command(epilog="Example: cyberimpact models evaluate stance --posts P --labels L --out models")
    def evaluate(what: What, posts: PostFile, labels: LabelFile, out: Folder, count: Folds = 5) -> None:
        """Tell the stances of the other splits with the model in --out, which is trained where there is none."""
        _known(what)
        from dash_app import stance_model  # noqa: PLC0415 - as above

        table, told = read_posts(posts), _labels(labels)
        try:
            stance_model.evaluate(table, told, out, count)
        except ModelError as error:
            raise typer.BadParameter(f"{out / stance_model.FILE} is {error}") from error
        except ValueError as error:
            raise typer.BadParameter(str(error)) from error

    return app


def _known(what: str) -> None:
    if what not in MODELS:
        raise typer.BadParameter(f"there is no model {what!r}; there is {', '.join(MODELS)}")


def _labels(path: Path) -> pl.DataFrame:
    from dash_app.label_files import LabelFileError, read_labels  # noqa: PLC0415 - what learns takes half a second

    try:
        return read_labels(path)
    except LabelFileError as error:
        raise typer.BadParameter(str(error)) from error
