"""The table of sources, one source in full, and the alert that other pages show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import dcc, html

from dash_app.components.aria import aria
from dash_app.components.grids import day_columns, grid, source_columns
from dash_app.components.header import address_of
from dash_app.source_words import facts, said, state_of, title_of
from dash_app.texts import Lang, say

if TYPE_CHECKING:
    from datetime import datetime

    from dash.development.base_component import Component

    from dash_app.source_words import Source


def table(lang: Lang, chosen: str | None) -> Component:
    return html.Section(
        [
            html.Div(
                [
                    html.H2(say("sources.title", lang), id="sources-title"),
                    html.P(id="sources-read", className="hint"),
                ],
                className="panel-head",
            ),
            html.P(id="sources-sentence", className="sentence", role="status"),
            grid("sources", source_columns(lang), "name", chosen),
        ],
        className="panel",
        **aria("labelledby", "sources-title"),
    )


def detail(lang: Lang, chosen: str | None) -> Component:
    """Where one source is told: empty until a callback fills it."""
    return html.Section(
        [
            html.P(say("sources.pick", lang), id="source-message", className="empty", hidden=bool(chosen)),
            html.Div(id="source-told"),
            html.Div(id="source-days"),
            html.P(id="days-sentence", className="sentence", **aria("live", "polite")),
            html.Details(
                [html.Summary(say("page.table", lang)), grid("days", day_columns(lang), "day_text")],
                id="days-details",
                hidden=True,
            ),
            dcc.Store(id="source", data=chosen),
            dcc.Store(id="words", data={"lang": lang, "of": "source", "key": "name"}),
            dcc.Interval(id="tick", interval=60_000),
        ],
        className="panel source",
        **aria("label", say("source.title", lang)),
    )


def told(source: Source, now: datetime, lang: Lang) -> list[Component]:
    """One source in words, and in those of its collector, which writes English."""
    noted = source["why"]
    state = html.Span(state_of(source, lang), className=f"state standing-{source['standing']}")
    known = facts(source, now, lang)
    return [
        html.Div([html.H2(title_of(source, lang)), state], className="panel-head"),
        html.P(said(source, now, lang), className="sentence"),
        *([html.P(say("sources.noted", lang), className="hint")] if noted else []),
        *([html.P(noted, lang="en", className="noted")] if noted else []),
        html.Dl([html.Div([html.Dt(name), html.Dd(value)]) for name, value in known], className="facts"),
    ]


def alert(message: str, lang: Lang) -> list[Component]:
    """One line over another page; nothing when there is nothing to say."""
    if not message:
        return []
    link = html.A(say("sources.see", lang), href=address_of("sources", lang))
    return [html.P([f"▲ {message} ", link], id="source-alert", className="source-alert", role="status")]
