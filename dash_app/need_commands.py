"""`cyberimpact needs`: what feedback says of services, written beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import polars as pl
import typer

from analytics.model_files import ModelError
from graph.terminal import OUT

if TYPE_CHECKING:
    from analytics.need_model import Model
    from dash_app.need_model import FeedbackFile
    from graph.settings import Settings

ReadFeedback: TypeAlias = "Callable[[Path, str], FeedbackFile]"
StateNeeds: TypeAlias = Callable[[pl.Series], pl.Series]

Source = Annotated[
    str, typer.Option("--as", help="The source whose form the file has, e.g. services-publics-plus.")
]
InFile = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A file of feedback.")]
OutFile = Annotated[Path, typer.Option("--out", help="The same rows with six columns more: .csv.")]
Models = Annotated[
    Path | None, typer.Option("--models", help="The folder of needs.npz; else that of the data.")
]
Stated = Annotated[
    bool,
    typer.Option(
        "--stated/--text-only", help="Keep what users stated in the form, or read title and text alone."
    ),
]
Urgency = Annotated[
    bool,
    typer.Option(
        "--urgency", help="A seventh column, urgent: true where the text has words of urgency or alarm."
    ),
]


def need_app(read_feedback: ReadFeedback, states: StateNeeds) -> typer.Typer:
    """The verb, with what the composition root gives.

    read_feedback  file and name of a source → collectors/files/feedback_frames.py
    states         texts → the need classes that their words state, List(String)
    """
    app = typer.Typer(no_args_is_help=True, help="Needs that the users of services express.")

    @app.callback()
    def needs() -> None:
        """Needs that the users of services express."""

    @app.command(epilog="Example: cyberimpact needs classify in.csv --as services-publics-plus --out out.csv")
    def classify(
        ctx: typer.Context,
        file: InFile,
        name: Source,
        out: OutFile,
        models: Models = None,
        stated: Stated = True,
        urgency: Urgency = False,
    ) -> None:
        """Add rating, rating_score, service, service_score, need_class and axes to every row.

        What a user stated stands with score 1; a model tells the rest from title and text, or, where none was
        trained, rules tell a rating. axes: AXIS:RATING, joined by "|". The separator of the file becomes a comma.
        """
        settings: Settings = ctx.obj
        from dash_app import need_model  # noqa: PLC0415 - what learns takes half a second

        given = read_feedback(file, name)
        folder = models or settings.models
        need_model.tell_refused(given)
        found = need_model.classified(
            given, _model(folder / need_model.FILE, asked=models is not None), states, stated=stated
        )
        if urgency:
            found = need_model.with_urgency(found, given)
        out.parent.mkdir(parents=True, exist_ok=True)
        found.write_csv(out)
        OUT.print(f"{out}  {found.height:,} rows")

    return app


def _model(path: Path, *, asked: bool) -> Model | None:
    """The model, or None where none was trained; ModelError where a folder was named that has none."""
    from analytics.need_model import from_bytes  # noqa: PLC0415 - what learns takes half a second

    if not path.exists():
        if asked:
            raise ModelError(f"there is no {path}\n  Train one: cyberimpact models train needs")
        OUT.print(
            f"no model at {path}: ratings by rules, no services. Train one: cyberimpact models train needs"
        )
        return None
    try:
        return from_bytes(path.read_bytes())
    except ModelError as error:
        raise ModelError(f"{path} is {error}") from error
