"""The table of the topics that rise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from dash_app.components.aria import aria
from dash_app.components.grids import grid, rising_columns
from dash_app.texts import Lang, say

if TYPE_CHECKING:
    from dash.development.base_component import Component


def section(lang: Lang) -> Component:
    """Empty until a callback fills it (dash_app.pages.rising)."""
    return html.Section(
        [
            html.H2(say("rising.title", lang), id="rising-title"),
            html.P(id="rising-sentence", className="sentence", role="status"),
            grid("rising", rising_columns(lang), "weak"),
            html.P(say("rising.caution", lang), className="hint"),
        ],
        className="panel",
        **aria("labelledby", "rising-title"),
    )
