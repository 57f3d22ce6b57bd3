"""The application: one store, its pages, no request to anywhere else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import dash
from dash import Dash, set_props
from dash_mantine_components import MantineProvider

from cypher import QueryError
from dash_app.alerts.errors import PROBLEMS
from dash_app.pages import actions, crisis, investigate, quality, services, signals, sources
from dash_app.texts import Lang, say
from graph.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from graph.store import Store

_THEME = {
    "fontFamily": "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
    "primaryColor": "blue",
    "respectReducedMotion": True,
}
_DOCUMENT = """<!DOCTYPE html>
<html lang="{lang}">
    <head>
        {{%metas%}}
        <title>{{%title%}}</title>
        <link rel="icon" type="image/svg+xml" href="assets/favicon.svg">
        {{%css%}}
    </head>
    <body>
        {{%app_entry%}}
        <footer>{{%config%}}{{%scripts%}}{{%renderer%}}</footer>
    </body>
</html>"""


def now() -> datetime:
    return datetime.now(UTC)


def create_app(
    store: Store,
    book: Path,
    *,
    lang: Lang = "fr",
    notice: str | None = None,
    clock: Callable[[], datetime] = now,
) -> Dash:
    """The interface over an open store.

    book    the file of the alerts and their answers, made on first use
    lang    the language of an address that names none
    notice  shown above every page, as "EXERCICE — données fictives"
    clock   the present, in UTC: ages of the sources are counted from it
    """
    app = Dash(
        "dash_app",
        use_pages=True,
        pages_folder="",
        title=say("page.title", lang),
        update_title="",
        index_string=_DOCUMENT.format(lang=lang),
        serve_locally=True,
        suppress_callback_exceptions=True,
        enable_mcp=False,
        on_error=_tell,
    )

    def investigation(**address: str) -> object:
        return investigate.layout(store, lang, notice, address, clock())

    def unusual(**address: str) -> object:
        return signals.layout(lang, notice, address)

    def good(**address: str) -> object:
        return quality.layout(lang, notice, address)

    def done(**address: str) -> object:
        return actions.layout(lang, notice, address)

    def crises(**address: str) -> object:
        return crisis.layout(lang, notice, address)

    def heard(**address: str) -> object:
        return services.layout(store, lang, notice, address)

    def health(**address: str) -> object:
        return sources.layout(lang, notice, address)

    _register(investigate.__name__, investigate.PATH, say("page.title", lang), investigation)
    _register(signals.__name__, signals.PATH, say("signals.page_title", lang), unusual)
    _register(quality.__name__, quality.PATH, say("quality.page_title", lang), good)
    _register(actions.__name__, actions.PATH, say("actions.page_title", lang), done)
    _register(crisis.__name__, crisis.PATH, say("crisis.page_title", lang), crises)
    _register(services.__name__, services.PATH, say("services.page_title", lang), heard)
    _register(sources.__name__, sources.PATH, say("sources.page_title", lang), health)
    investigate.wire(app, store)
    signals.wire(app, store, book, clock)
    quality.wire(app, book, clock)
    actions.wire(app, store, clock)
    crisis.wire(app, store, clock)
    services.wire(app, store, clock)
    sources.wire(app, store, clock)
    app.layout = MantineProvider(dash.page_container, theme=_THEME, forceColorScheme="light")
    app.server.add_url_rule("/health", "health", lambda: "ok")
    return app


def _register(module: str, path: str, title: str, layout: Callable[..., object]) -> None:
    dash.register_page(module, path=path, title=title, layout=layout)  # type: ignore[no-untyped-call] # Dash leaves it untyped


def _tell(error: Exception) -> None:
    """Say on the page what the store answered; any other error is a fault of ours and goes on."""
    if not isinstance(error, (StoreError, QueryError, *PROBLEMS)):
        raise error
    set_props("error", {"children": str(error), "hidden": False})
