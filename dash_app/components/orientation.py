"""Who helps with what a claim alarms people about: official resources, with their number and address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from analytics.prevention import orient, resources
from dash_app.texts import Lang, say

if TYPE_CHECKING:
    import polars as pl
    from dash.development.base_component import Component

    from analytics.prevention.resources import Resource


def orientation(narrative: pl.DataFrame, lang: Lang) -> list[Component]:
    """The resources of each theme of one narrative; empty where no theme is in it, or few people hold it.

    narrative  `narrative, texts, people`, as `windows/narrative` gives it
    """
    known = resources()
    found = orient(narrative, known)
    if found.is_empty():
        return []
    parts: list[Component] = [html.H3(say("help.title", lang))]
    for row in found.iter_rows(named=True):
        theme = getattr(known.themes[row["theme"]], lang)
        said = say("help.theme", lang, theme=theme, words=", ".join(row["words"]))
        parts += [
            html.P(said),
            html.Ul([html.Li(_told(known.resources[name], lang)) for name in row["resources"]]),
        ]
    return [html.Div([*parts, html.P(say("help.caution", lang), className="hint")], className="help")]


def _told(resource: Resource, lang: Lang) -> list[Component | str]:
    """Its name, which leads to its page where it has one, and its number."""
    name = getattr(resource, lang)
    told: Component | str = (
        html.A(name, href=resource.url, target="_blank", rel="noreferrer") if resource.url else name
    )
    return [told, f" · {resource.phone}"] if resource.phone and resource.phone not in name else [told]
