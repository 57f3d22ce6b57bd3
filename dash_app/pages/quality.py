"""The page of the alerts' quality: what analysts' answers say of them, what waits, what each answer changed."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from dash import ALL, ClientsideFunction, Input, Output, State, html, no_update

from dash_app.alerts.book import Book
from dash_app.alerts.quality import quality_of
from dash_app.components import header, quality
from dash_app.pages import answering
from dash_app.quality_words import sentence
from dash_app.texts import language

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from dash import Dash
    from dash.development.base_component import Component

    from dash_app.texts import Lang

PATH = "/quality"
DAYS = 30


def layout(lang: Lang, notice: str | None, address: dict[str, str]) -> Component:
    """The page of an address, as `/quality?days=90&lang=en`; callbacks fill it."""
    spoken, asked = language(address.get("lang"), lang), address.get("days", "")
    days = int(asked) if asked.isdecimal() and int(asked) in quality.PERIODS else DAYS
    return html.Div(
        [
            *header.header(spoken, notice, "quality", []),
            header.error_banner(spoken),
            html.Main(
                [quality.measures(spoken, days), *quality.lists(spoken)],
                id="content", className="sources quality",
            ),
        ],
        id="page",
    )  # fmt: skip


def wire(app: Dash, book: Path, clock: Callable[[], datetime]) -> None:
    """Register the callbacks. `book`: the file that `cyberimpact alerts` writes, made on first use."""

    @app.callback(
        Output("quality-sentence", "children"),
        Output("quality-facts", "children"),
        Output("quality-groups", "children"),
        Output("quality-waiting", "children"),
        Output("quality-answers", "children"),
        Output("quality-missed", "children"),
        Input("quality-days", "value"),
        Input("quality-by", "value"),
        Input("quality-turn", "data"),
        State("quality-words", "data"),
    )
    def fill(days: str, by: str, _: int, words: dict[str, Any]) -> tuple[object, ...]:
        return _filled(book, clock(), int(days), by_place=by == "place", lang=words["lang"])

    @app.callback(
        Output("quality-said", "children"),
        Output("quality-turn", "data"),
        Input({"page": quality.PAGE, "alert": ALL, "answer": ALL}, "n_clicks"),
        State("quality-turn", "data"),
        State("quality-words", "data"),
        prevent_initial_call=True,
    )
    def answer(_: list[int | None], turn: int, words: dict[str, Any]) -> tuple[object, object]:
        said = answering.note(book, clock(), words["lang"])
        return (said, turn + 1) if said else (no_update, no_update)

    app.clientside_callback(  # type: ignore[no-untyped-call] # Dash leaves it untyped
        ClientsideFunction("chosen", "address"),
        Output("language", "href", allow_duplicate=True),
        Input("quality-days", "value"),
        State("quality-words", "data"),
        prevent_initial_call="initial_duplicate",
    )
    app.clientside_callback(  # type: ignore[no-untyped-call] # as above
        ClientsideFunction("chosen", "keep_focus"),
        Output("quality-said", "title"),
        Input("quality-waiting", "children"),
        Input("quality-said", "children"),
        prevent_initial_call=True,
    )


def _filled(path: Path, now: datetime, days: int, *, by_place: bool, lang: Lang) -> tuple[object, ...]:
    with closing(Book(path)) as book:
        found = quality_of(book, now - timedelta(days=days), now, by_place=by_place)
    return (
        sentence(found, lang),
        quality.facts(found, lang),
        quality.table(found.groups, lang),
        quality.waiting(found.waiting, lang),
        quality.answers(found.steps, lang),
        quality.missed(found.missed, lang),
    )
