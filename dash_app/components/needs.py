"""The need map with its choices, its sentence and its table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dash_mantine_components as dmc
from dash import html

from dash_app.components.aria import aria
from dash_app.components.grids import grid, need_columns
from dash_app.figures.measure import MEASURES, topic_label
from dash_app.texts import say
from graph.territory import departements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from dash_app.texts import Lang
    from dash_app.view import View


def panel(view: View, topics: Sequence[str]) -> Component:
    lang = view.lang
    return html.Section(
        [
            html.Div(
                [
                    html.H2(say("needs.title", lang), id="needs-title"),
                    html.Button(
                        say("needs.back", lang), id="back", type="button", className="button", hidden=True
                    ),
                    dmc.Checkbox(
                        id="need-alerts", label=say("crisis.overlay", lang), checked=False, size="xs"
                    ),
                ],
                className="panel-head",
            ),
            html.Div(_choices(view, topics), className="choices"),
            html.P(id="needs-message", className="empty", hidden=True),
            html.Div(id="need-map", className="map"),
            html.P(id="needs-sentence", className="sentence", **aria("live", "polite")),
            html.Details(
                [html.Summary(say("page.table", lang)), grid("needs", need_columns(lang), "code")],
                id="needs-details",
            ),
        ],
        className="panel needs",
        **aria("labelledby", "needs-title"),
    )


def _choices(view: View, topics: Sequence[str]) -> list[Component]:
    lang = view.lang
    known = [*topics, *([] if view.topic in topics else [view.topic])]
    return [
        _select("topic", say("needs.topic", lang), view.topic, _named(known, lang)),
        _select(
            "measure",
            say("needs.measure", lang),
            view.measure,
            [(m, say(f"measure.{m}", lang)) for m in MEASURES],
        ),
        dmc.Select(
            id="departement",
            label=say("needs.departement", lang),
            value=view.departement,
            data=[
                {"value": code, "label": f"{code} {name}"}
                for code, name in departements().select("code", "name").iter_rows()
            ],
            placeholder=say("needs.all_france", lang),
            searchable=True,
            clearable=True,
            size="xs",
        ),
    ]


def _named(topics: Sequence[str], lang: Lang) -> list[tuple[str, str]]:
    """Topics with their labels: all needs first, the others by label."""
    named = [(topic, topic_label(topic, lang)) for topic in topics]
    return sorted(named, key=lambda pair: (pair[0] != "all", pair[1].casefold()))


def _select(name: str, label: str, value: str, options: Sequence[tuple[str, str]]) -> Component:
    component: Component = dmc.Select(
        id=name,
        label=label,
        value=value,
        data=[{"value": code, "label": text} for code, text in options],
        allowDeselect=False,
        size="xs",
    )
    return component
