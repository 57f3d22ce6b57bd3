"""The page of the sources: how each fares, and what one of them brought day by day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from dash import Input, Output, State, html

from dash_app import health, reads
from dash_app.components import header, sources
from dash_app.components.grids import rows as grid_rows
from dash_app.figures.days import Bounds, days
from dash_app.pages import chosen
from dash_app.source_words import expected, rows, title_of, written
from dash_app.texts import language, say

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dash import Dash
    from dash.development.base_component import Component

    from dash_app.texts import Lang
    from graph.store import Store

PATH = "/sources"
DAYS = 14  # of the drawing, today included


def layout(lang: Lang, notice: str | None, address: dict[str, str]) -> Component:
    """The page of an address, as `/sources?source=vigicrues&lang=en`; callbacks fill it."""
    spoken, name = language(address.get("lang"), lang), address.get("source") or None
    return html.Div(
        [
            *header.header(spoken, notice, "sources", []),
            header.error_banner(spoken),
            html.Main(
                [sources.table(spoken, name), sources.detail(spoken, name)],
                id="content", className="sources",
            ),
        ],
        id="page",
    )  # fmt: skip


def wire(app: Dash, store: Store, clock: Callable[[], datetime]) -> None:
    """Register the callbacks; those of the browser are in assets/chosen.js. `clock` tells the time, in UTC."""

    @app.callback(
        Output("sources", "rowData"),
        Output("sources", "selectedRows"),
        Output("sources-sentence", "children"),
        Output("sources-read", "children"),
        Input("tick", "n_intervals"),
        State("source", "data"),
        State("words", "data"),
    )
    def fill(_: int | None, name: str | None, words: dict[str, Any]) -> tuple[object, ...]:
        lang, now = words["lang"], clock()
        found = health.seen(reads.health(store), now)
        at = say("sources.read_at", lang, at=written(now, lang))
        picked = {"ids": [name] if name else []}
        return rows(found, now, lang), picked, health.sentence(found, now, lang), at

    @app.callback(
        Output("source-told", "children"),
        Output("source-days", "children"),
        Output("days-sentence", "children"),
        Output("days", "rowData"),
        Output("days-details", "hidden"),
        Output("source-message", "children"),
        Output("source-message", "hidden"),
        Input("source", "data"),
        Input("tick", "n_intervals"),
        State("words", "data"),
    )
    def tell(name: str | None, _: int | None, words: dict[str, Any]) -> tuple[object, ...]:
        return _told(store, name, clock(), words["lang"])

    chosen.wire(app, "sources", "source", "words")


def _told(store: Store, name: str | None, now: datetime, lang: Lang) -> tuple[object, ...]:
    """What `tell` gives: words, drawing, sentence, table, and what to do when there is no such source."""
    found = health.seen(reads.health(store), now).filter(name=name or "")
    if found.is_empty():
        return [], None, "", [], True, say("sources.unknown" if name else "sources.pick", lang), False
    row = found.row(0, named=True)
    last = now.date()
    first = last - timedelta(days=DAYS - 1)
    bounds = Bounds(row["expected_low"], row["expected_high"], expected(row, lang))
    collected = reads.collected(store, row["name"], first)
    figure = days(collected, first, last, title=title_of(row, lang), bounds=bounds, lang=lang)
    words = sources.told(row, now, lang)
    table = grid_rows(figure.table.reverse(), lang)
    return words, figure.component(), figure.sentence, table, False, "", True
