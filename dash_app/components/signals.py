"""The table of signals, and one of them with its reasons and its posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dash_mantine_components as dmc
from dash import dcc, html

from dash_app.components.aria import aria
from dash_app.components.grids import evidence_columns, grid, signal_columns
from dash_app.components.header import address_of
from dash_app.components.verdicts import undo, verdicts
from dash_app.quality_words import headline
from dash_app.signal_words import KINDS, baseline, components, title
from dash_app.signal_words import told as said
from dash_app.texts import Lang, say

if TYPE_CHECKING:
    import polars as pl
    from dash.development.base_component import Component

    from dash_app.signal_parts import Part
    from dash_app.signal_words import Signal

PAGE = "signals"


def table(lang: Lang, chosen: str | None) -> Component:
    return html.Section(
        [
            html.Div(
                [html.H2(say("signals.title", lang), id="signals-title"), _kinds(lang)],
                className="panel-head",
            ),
            html.P(id="signals-sentence", className="sentence", role="status"),
            grid("signals", signal_columns(lang), "signal", chosen),
            html.P(
                [
                    say("signals.caution", lang),
                    " ",
                    html.A(say("quality.link", lang), href=address_of("quality", lang)),
                ],
                className="hint",
            ),
        ],
        className="panel",
        **aria("labelledby", "signals-title"),
    )


def detail(lang: Lang, chosen: str | None) -> Component:
    """Where one signal is told: empty until a callback fills it."""
    return html.Section(
        [
            html.P(say("signals.pick", lang), id="signal-message", className="empty", hidden=bool(chosen)),
            html.Div([html.Div(id="signal-told"), html.Div(id="signal-verdict", role="status")]),
            html.Details(
                [
                    html.Summary(say("signals.posts", lang)),
                    grid("signal-posts", evidence_columns(lang), "post"),
                ],
                id="signal-posts-details",
                open=True,
                hidden=True,
            ),
            dcc.Store(id="signal", data=chosen),
            dcc.Store(id="signal-turn", data={"said": ""}),
            dcc.Store(id="signal-words", data={"lang": lang, "of": "signal", "key": "signal"}),
        ],
        className="panel signal",
        **aria("label", say("signal.one", lang)),
    )


def told(row: Signal, lang: Lang) -> list[Component]:
    """One signal: what was seen, its components by name, and against what."""
    head = [
        html.Th(say(f"signal.head.{name}", lang), scope="col") for name in ("name", "seen", "usual", "bits")
    ]
    body = [html.Tr([html.Th(part.name, scope="row"), *_cells(part)]) for part in components(row, lang)]
    return [
        html.H2(title(row, lang)),
        html.P(said(row, lang), className="sentence"),
        html.Table(
            [html.Caption(say("signals.why", lang)), html.Thead(html.Tr(head)), html.Tbody(body)],
            className="reasons",
        ),
        html.P(baseline(row, lang), className="hint"),
    ]


def asked(alert: pl.DataFrame, answers: pl.DataFrame, said: str, lang: Lang) -> list[Component]:
    """Whether the alert that a signal is part of was real: the four answers, or the one that was given.

    alert  no row where the signal is part of none; answers  those that stand; said  what an answer just changed
    """
    if alert.is_empty():
        return [html.P(say("quality.no_alert", lang), className="hint")]
    row = alert.row(0, named=True)
    name, what = row["alert_id"], headline(row, lang)
    given = answers.filter(alert_id=name)["answer"].to_list()
    if not given:
        return [
            html.P([say("quality.ask", lang), " ", html.Span(said, className="hint")], className="ask"),
            verdicts(PAGE, name, what, lang),
        ]
    told = say("quality.is", lang, answer=say(f"answer.{given[0]}", lang))
    return [
        html.P([html.Strong(told), " ", undo(PAGE, name, what, lang)], className="ask"),
        html.P(said, className="hint"),
    ]


def _cells(part: Part) -> list[Component]:
    """What was seen, usual and surprising; a sentence takes the room of what is missing."""
    if part.usual:
        return [html.Td(value) for value in part[1:]]
    if part.surprise:
        return [html.Td(part.seen, colSpan=2), html.Td(part.surprise)]
    return [html.Td(part.seen, colSpan=3)]


def _kinds(lang: Lang) -> Component:
    options = [
        ("", say("signals.every_kind", lang)),
        *((name, say(f"signal.kind.{name}", lang)) for name in KINDS),
    ]
    component: Component = dmc.Select(
        id="signal-kind",
        label=say("signal.head.kind", lang),
        value="",
        data=[{"value": value, "label": label} for value, label in options],
        allowDeselect=False,
        size="xs",
    )
    return component
