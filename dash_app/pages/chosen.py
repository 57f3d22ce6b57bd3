"""What pages with a table and one chosen row share: the choice stands in the address (assets/chosen.js)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import ClientsideFunction, Input, Output, State

if TYPE_CHECKING:
    from dash import Dash


def wire(app: Dash, table: str, store: str, words: str) -> None:
    """`table`: the grid; `store`: what is chosen; `words`: {lang, of: store's name in the address, key: of a row}."""
    # With an output, for Dash runs it when the page opens; every page has this one.
    link = Output("language", "href", allow_duplicate=True)
    _browser(app, "address", link, Input(store, "data"), State(words, "data"))
    _browser(app, "choose", Input(table, "selectedRows"), State(store, "data"), State(words, "data"))


def _browser(app: Dash, function: str, *arguments: Output | Input | State) -> None:
    app.clientside_callback(  # type: ignore[no-untyped-call] # Dash leaves it untyped
        ClientsideFunction("chosen", function), *arguments, prevent_initial_call="initial_duplicate"
    )
