"""The page of the signals: what is unusual, since when, why, and the posts that show it."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

from dash import ALL, Input, Output, State, html, no_update

from analytics.learning.answers import standing
from dash_app import reads
from dash_app.alerts.book import Book
from dash_app.components import header, signals
from dash_app.components.grids import rows as grid_rows
from dash_app.components.orientation import orientation
from dash_app.components.rising import section
from dash_app.pages import answering, chosen, rising
from dash_app.signal_words import rows, sentence
from dash_app.texts import language, say

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from dash import Dash
    from dash.development.base_component import Component

    from dash_app.texts import Lang
    from graph.store import Store

PATH = "/signals"


def layout(lang: Lang, notice: str | None, address: dict[str, str]) -> Component:
    """The page of an address, as `/signals?signal=signal:…&lang=en`; callbacks fill it."""
    spoken, uid = language(address.get("lang"), lang), address.get("signal") or None
    return html.Div(
        [
            *header.header(spoken, notice, "signals", []),
            header.error_banner(spoken),
            html.Main(
                [signals.table(spoken, uid), signals.detail(spoken, uid), section(spoken)],
                id="content", className="sources signals",
            ),
        ],
        id="page",
    )  # fmt: skip


def wire(app: Dash, store: Store, book: Path, clock: Callable[[], datetime]) -> None:
    """Register the callbacks; those of the browser are in assets/chosen.js. `book`: where alerts are answered."""

    @app.callback(
        Output("signals", "rowData"),
        Output("signals", "selectedRows"),
        Output("signals-sentence", "children"),
        Input("signal-kind", "value"),
        State("signal", "data"),
        State("signal-words", "data"),
    )
    def fill(kind: str, uid: str | None, words: dict[str, Any]) -> tuple[object, ...]:
        found = reads.signals(store, kind)
        picked = {"ids": [uid] if uid else []}
        return rows(found, words["lang"]), picked, sentence(found, words["lang"])

    @app.callback(
        Output("signal-told", "children"),
        Output("signal-posts", "rowData"),
        Output("signal-posts-details", "hidden"),
        Output("signal-message", "children"),
        Output("signal-message", "hidden"),
        Input("signal", "data"),
        State("signal-words", "data"),
    )
    def tell(uid: str | None, words: dict[str, Any]) -> tuple[object, ...]:
        return _told(store, uid, words["lang"])

    _wire_answers(app, book, clock)
    chosen.wire(app, "signals", "signal", "signal-words")
    rising.wire(app, store, "signal-words")


def _wire_answers(app: Dash, book: Path, clock: Callable[[], datetime]) -> None:
    """Whether the alert of the chosen signal was real: asked, answered, taken back."""

    @app.callback(
        Output("signal-verdict", "children"),
        Input("signal", "data"),
        Input("signal-turn", "data"),
        State("signal-words", "data"),
    )
    def ask(uid: str | None, turn: dict[str, Any], words: dict[str, Any]) -> list[Component]:
        if not uid:
            return []
        with closing(Book(book)) as opened:
            alert = opened.alert_of(uid)
            answers = standing(opened.answers())
        return signals.asked(alert, answers, turn["said"], words["lang"])

    @app.callback(
        Output("signal-turn", "data"),
        Input({"page": signals.PAGE, "alert": ALL, "answer": ALL}, "n_clicks"),
        State("signal-words", "data"),
        prevent_initial_call=True,
    )
    def answer(_: list[int | None], words: dict[str, Any]) -> object:
        now = clock()
        said = answering.note(book, now, words["lang"])
        return {"said": said, "at": now.isoformat()} if said else no_update


def _told(store: Store, uid: str | None, lang: Lang) -> tuple[object, ...]:
    """What `tell` gives: words and components, posts, and what to do when there is no such signal."""
    found = reads.signal(store, uid or "")
    if found.is_empty():
        return [], [], True, say("signals.unknown" if uid else "signals.pick", lang), False
    row = found.row(0, named=True)
    posts = grid_rows(reads.evidence(store, row["signal"]), lang)
    told = [*signals.told(row, lang), *orientation(reads.narrative(store, row["topic"]), lang)]
    return told, posts, False, "", True
