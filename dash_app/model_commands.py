"""`cyberimpact models`: train and evaluate what learns from labelled posts or from feedback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, TypeAlias

import polars as pl
import typer

from analytics.model_files import ModelError

if TYPE_CHECKING:
    from dash_app.need_model import FeedbackFile

ReadPosts: TypeAlias = Callable[[Path], pl.DataFrame]
ReadFeedback: TypeAlias = "Callable[[Path, str], FeedbackFile]"
MODELS = ("stance", "needs")

What = Annotated[str, typer.Argument(help=" or ".join(MODELS))]
PostFile = Annotated[
    Path | None, typer.Option("--posts", help="stance: canonical posts, .jsonl, .csv or .parquet.")
]
LabelFile = Annotated[
    Path | None,
    typer.Option("--labels", help="stance: uid, label, split (and group), .csv, .jsonl or .parquet."),
]
DataFile = Annotated[
    Path | None, typer.Option("--data", help="needs: a file of feedback with what users stated.")
]
Form = Annotated[str, typer.Option("--as", help="needs: the source whose form --data has.")]
Folder = Annotated[Path, typer.Option("--out", help="The model's folder.")]
Note = Annotated[
    str | None, typer.Option("--data-note", help="Origin and licence of the labelled texts, for the card.")
]
Folds = Annotated[int, typer.Option("--folds", min=0, help="Folds of what is learnt from; 0 for none.")]
CardFolds = Annotated[int, typer.Option("--folds", min=0, help="Folds to report in the card; 0 for none.")]
FORM = "services-publics-plus"
_TRAIN = (
    "Examples: cyberimpact models train stance --posts P --labels L --out models;  "
    "cyberimpact models train needs --data F --as services-publics-plus --out models"
)


class Given(NamedTuple):
    """The files of the command line; those of the other model are None."""

    posts: Path | None
    labels: Path | None
    data: Path | None
    form: str


def model_app(read_posts: ReadPosts, read_feedback: ReadFeedback) -> typer.Typer:
    """The verbs, with the readers that the composition root gives.

    read_posts     a canonical post file → its columns
    read_feedback  a file and the name of its source → collectors/files/feedback_frames.py
    """
    app = typer.Typer(no_args_is_help=True, help="Learn from labelled texts, and say how well.")

    @app.command("train", epilog=_TRAIN)
    def train_(
        what: What,
        out: Folder,
        posts: PostFile = None,
        labels: LabelFile = None,
        data: DataFile = None,
        form: Form = FORM,
        data_note: Note = None,
        count: CardFolds = 0,
    ) -> None:
        """Learn stances from labels whose split is train (or that have none), or needs from feedback; write the
        model and its card.
        """
        given = _given(what, Given(posts, labels, data, form))
        if what == "needs":
            from dash_app import need_model  # noqa: PLC0415 - what learns takes half a second

            with _told(out / need_model.FILE):
                need_model.write_model(_feedback(given, read_feedback), out, data_note, count)
            return
        from dash_app import stance_model  # noqa: PLC0415 - as above

        with _told(out / stance_model.FILE):
            stance_model.write_model(*_labelled(given, read_posts), out, data_note, count)

    @app.command(epilog=_TRAIN.replace(" train ", " evaluate "))
    def evaluate(
        what: What,
        out: Folder,
        posts: PostFile = None,
        labels: LabelFile = None,
        data: DataFile = None,
        form: Form = FORM,
        count: Folds = 5,
    ) -> None:
        """Say how well: stances of the other splits with the model in --out, needs in folds of the file, each told
        by a model of the others. Where --out has no model, one is trained.
        """
        given = _given(what, Given(posts, labels, data, form))
        if what == "needs":
            from dash_app import need_model  # noqa: PLC0415 - as above

            with _told(out / need_model.FILE):
                need_model.evaluate(_feedback(given, read_feedback), out, count)
            return
        from dash_app import stance_model  # noqa: PLC0415 - as above

        with _told(out / stance_model.FILE):
            stance_model.evaluate(*_labelled(given, read_posts), out, count)

    return app


def _given(what: str, given: Given) -> Given:
    """The files, after a look whether those of this model are there."""
    if what not in MODELS:
        raise typer.BadParameter(f"there is no model {what!r}; there is {', '.join(MODELS)}")
    if what == "needs" and given.data is None:
        raise typer.BadParameter("needs are learnt from feedback: give --data FILE (and --as SOURCE)")
    if what == "stance" and (given.posts is None or given.labels is None):
        raise typer.BadParameter(
            "stances are learnt from labelled posts: give --posts FILE and --labels FILE"
        )
    return given


@contextmanager
def _told(model: Path) -> Iterator[None]:
    """What cannot be learnt from, or read as a model, is a fault of the command line."""
    try:
        yield
    except ModelError as error:
        raise typer.BadParameter(f"{model} is {error}") from error
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def _feedback(given: Given, read: ReadFeedback) -> FeedbackFile:
    assert given.data is not None, "looked at by _given"
    return read(given.data, given.form)


def _labelled(given: Given, read: ReadPosts) -> tuple[pl.DataFrame, pl.DataFrame]:
    from dash_app.label_files import read_labels  # noqa: PLC0415 - what learns takes half a second

    assert given.posts is not None, "looked at by _given"
    assert given.labels is not None, "looked at by _given"
    return read(given.posts), read_labels(given.labels)
