"""The table of cascades."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from dash_app.components.aria import aria
from dash_app.components.grids import cascade_columns, grid
from dash_app.texts import say

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from dash_app.view import View


def panel(view: View) -> Component:
    title = say("cascades.title", view.lang)
    return html.Section(
        [
            html.Div(
                [
                    html.H2(title, id="cascades-title"),
                    html.P(id="cascades-found", className="hint", role="status"),
                ],
                className="panel-head",
            ),
            grid("cascades", cascade_columns(view.lang), "root_uid", view.root),
        ],
        className="panel cascades",
        **aria("labelledby", "cascades-title"),
    )
