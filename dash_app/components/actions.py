"""The table of actions, and one of them with its effect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import dcc, html

from dash_app.action_words import facts, said, title, verdict
from dash_app.components.aria import aria
from dash_app.components.grids import action_columns, grid, step_columns
from dash_app.texts import Lang, say

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from dash_app.action_words import Action
    from dash_app.actions.effect import Found

__all__ = ["detail", "table", "title", "told"]
_SIGN = {"effect": "well", "no effect found": "stale", "descriptive only": "idle"}


def table(lang: Lang, chosen: str | None) -> Component:
    return html.Section(
        [
            html.Div([html.H2(say("actions.title", lang), id="actions-title")], className="panel-head"),
            html.P(id="actions-sentence", className="sentence", role="status"),
            grid("actions", action_columns(lang), "action", chosen),
        ],
        className="panel",
        **aria("labelledby", "actions-title"),
    )


def detail(lang: Lang, chosen: str | None) -> Component:
    """Where one action is told: empty until a callback fills it."""
    return html.Section(
        [
            html.P(say("actions.pick", lang), id="action-message", className="empty", hidden=bool(chosen)),
            html.Div([html.Div(id="action-told"), html.Div(id="action-live")], id="action-words-side"),
            html.Div(id="action-drawing"),
            html.Details(
                [html.Summary(say("page.table", lang)), grid("action-steps", step_columns(lang), "at_text")],
                id="action-steps-details",
                hidden=True,
            ),
            html.Div(id="action-hours"),
            dcc.Interval(id="action-tick", interval=60_000, disabled=True),
            dcc.Store(id="action", data=chosen),
            dcc.Store(id="action-words", data={"lang": lang, "of": "action", "key": "action"}),
        ],
        className="panel source",
        **aria("label", say("action.one", lang)),
    )


def told(row: Action, found: Found, lang: Lang) -> list[Component]:
    """One action: the verdict, its figures, what was declared."""
    standing = f"state standing-{_SIGN[found.verdict]}"
    return [
        html.Div(
            [html.H2(title(row, lang)), html.Span(verdict(found.verdict, lang), className=standing)],
            className="panel-head",
        ),
        *(html.P(line, className="sentence") for line in said(found, lang)),
        html.Dl(
            [html.Div([html.Dt(name), html.Dd(value)]) for name, value in facts(row, lang)], className="facts"
        ),
    ]
