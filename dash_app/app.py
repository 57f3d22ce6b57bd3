"""The application: one store, its pages, no request to anywhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dash
from dash import Dash, set_props
from dash_mantine_components import MantineProvider

from cypher import QueryError
from dash_app.pages import investigate
from dash_app.texts import Lang, say
from graph.errors import StoreError

if TYPE_CHECKING:
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


def create_app(store: Store, *, lang: Lang = "fr", notice: str | None = None) -> Dash:
    """The interface over an open store.

    lang    the language of an address that names none
    notice  shown above every page, as "EXERCICE — données fictives"
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

    def page(**address: str) -> object:
        return investigate.layout(store, lang, notice, address)

    dash.register_page(  # type: ignore[no-untyped-call] # Dash leaves it untyped
        investigate.__name__, path=investigate.PATH, title=say("page.title", lang), layout=page
    )
    investigate.wire(app, store)
    app.layout = MantineProvider(dash.page_container, theme=_THEME, forceColorScheme="light")
    app.server.add_url_rule("/health", "health", lambda: "ok")
    return app


def _tell(error: Exception) -> None:
    """Say on the page what the store answered; any other error is a fault of ours and goes on."""
    if not isinstance(error, (StoreError, QueryError)):
        raise error
    set_props("error", {"children": str(error), "hidden": False})
