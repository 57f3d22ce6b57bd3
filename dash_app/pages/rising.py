"""What fills the topics that rise, on the page of the signals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import Input, Output

from dash_app import reads
from dash_app.rising_words import rows, sentence

if TYPE_CHECKING:
    from dash import Dash

    from graph.store import Store


def wire(app: Dash, store: Store, words: str) -> None:
    """`words`: the store of the page that holds its language."""

    @app.callback(
        Output("rising", "rowData"),
        Output("rising-sentence", "children"),
        Input(words, "data"),
    )
    def fill(spoken: dict[str, Any]) -> tuple[object, ...]:
        found = reads.rising(store)
        return rows(found, spoken["lang"]), sentence(found, spoken["lang"])
