"""The head of every page: product, pages, filters, language, and the banner of an exercise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dash_mantine_components as dmc
from dash import html

from dash_app.components.aria import aria
from dash_app.texts import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from dash_app.texts import Lang
    from dash_app.view import View

PAGES = {  # path, name
    "investigate": ("", "page.investigate"),
    "crisis": ("crisis", "crisis.nav"),
    "signals": ("signals", "signals.nav"),
    "quality": ("quality", "quality.nav"),
    "actions": ("actions", "actions.nav"),
    "services": ("services", "services.nav"),
    "sources": ("sources", "sources.nav"),
}


def header(lang: Lang, notice: str | None, page: str, filters: Sequence[Component]) -> list[Component]:
    """`page`: the one of PAGES that is shown; `filters`: what narrows it."""
    other = "en" if lang == "fr" else "fr"
    return [
        html.A(say("page.skip", lang), href="#content", className="skip"),
        *([html.P(notice, className="notice", role="status")] if notice else []),
        html.Header(
            [
                html.H1("CyberImpact", className="product"),
                html.Nav(
                    [_page(name, lang, current=name == page) for name in PAGES],
                    className="nav",
                    **aria("label", say("page.nav", lang)),
                ),
                *filters,
                html.A(
                    say("page.other_language", lang),
                    id="language",
                    href=f"?lang={other}",
                    lang=other,
                    className="language",
                ),
            ],
            className="header",
        ),
    ]


def filters(view: View) -> Component:
    """The window and the search of the investigation."""
    lang = view.lang
    return html.Div(
        [
            _day("from", say("filter.from", lang), view.start),
            _day("to", say("filter.to", lang), view.end),
            _field("q", say("filter.search", lang), view.search, "search"),
        ],
        className="filters",
        role="search",
        **aria("label", say("page.filters", lang)),
    )


def address_of(page: str, lang: Lang) -> str:
    """The address of one of PAGES in a language, from any of them: it holds behind a proxy's prefix too."""
    return f"./{PAGES[page][0]}?lang={lang}"


def _page(name: str, lang: Lang, *, current: bool) -> Component:
    here = aria("current", "page") if current else {}
    return html.A(say(PAGES[name][1], lang), href=address_of(name, lang), **here)


def error_banner(lang: str, message: str | None = None) -> Component:
    """Where an error of the store is said; hidden while there is none."""
    return html.Div(message, id="error", className="error", role="alert", hidden=message is None, lang=lang)


def _day(name: str, label: str, value: str | None) -> Component:
    return _field(name, label, value, "date")


def _field(name: str, label: str, value: str | None, kind: str) -> Component:
    component: Component = dmc.TextInput(
        id=name,
        label=label,
        value=value or "",
        debounce=500,
        size="xs",
        className=f"field field-{name}",
        attributes={"input": {"type": kind, "name": name}},
    )
    return component
