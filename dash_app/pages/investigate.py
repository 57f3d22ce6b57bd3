"""The investigation page: cascades, how one of them spread, and what people need where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import ClientsideFunction, Input, Output, State, dcc, html

from dash_app import answers, health, reads
from dash_app.components import cascades, header, needs, propagation, sources
from dash_app.view import from_address
from graph.errors import StoreError

if TYPE_CHECKING:
    from datetime import datetime

    from dash import Dash
    from dash.development.base_component import Component

    from dash_app.texts import Lang
    from graph.store import Store

PATH = "/"


def layout(store: Store, lang: Lang, notice: str | None, address: dict[str, str], now: datetime) -> Component:
    """The page of an address; the topics and the sources are read here, callbacks fill the rest."""
    view = from_address(address, lang)
    topics: list[str] = []
    alert, problem = "", None
    try:
        topics = reads.topics(store)
        alert = health.alert(health.seen(reads.health(store), now), now, view.lang)
    except StoreError as error:
        problem = str(error)
    return html.Div(
        [
            *header.header(view.lang, notice, "investigate", [header.filters(view)]),
            *sources.alert(alert, view.lang),
            header.error_banner(view.lang, problem),
            html.Main(
                [cascades.panel(view), propagation.panel(view), needs.panel(view, topics)],
                id="content", className="investigate",
            ),
            dcc.Store(id="root", data=view.root),
            dcc.Store(id="opened", data=now.isoformat()),
        ],
        id="page",
    )  # fmt: skip


def wire(app: Dash, store: Store) -> None:
    """Register the callbacks; those of the browser are in assets/investigate.js."""
    _wire_cascades(app, store)
    _wire_tree(app, store)
    _wire_needs(app, store)
    _wire_browser(app)


def _wire_cascades(app: Dash, store: Store) -> None:
    @app.callback(
        Output("cascades", "rowData"),
        Output("cascades", "selectedRows"),
        Output("cascades-found", "children"),
        Input("from", "value"),
        Input("to", "value"),
        Input("q", "value"),
        State("root", "data"),
        State("words", "data"),
    )
    def fill(
        start: str, end: str, search: str, root: str | None, words: dict[str, Any]
    ) -> tuple[object, ...]:
        found, said = answers.cascades(store, start, end, search, words["lang"])
        return found, {"ids": [root] if root else []}, said


def _wire_tree(app: Dash, store: Store) -> None:
    @app.callback(
        Output("propagation", "data"),
        Output("posts", "rowData"),
        Output("tree-sentence", "children"),
        Output("tree-message", "children"),
        Output("tree-message", "hidden"),
        Input("root", "data"),
        State("words", "data"),
    )
    def fill(root: str | None, words: dict[str, Any]) -> tuple[object, ...]:
        answer = answers.tree(store, root, words["lang"])
        return answer.picture, answer.rows, answer.sentence, answer.message, not answer.message


def _wire_needs(app: Dash, store: Store) -> None:
    @app.callback(
        Output("need-map", "children"),
        Output("needs", "rowData"),
        Output("needs-sentence", "children"),
        Output("needs-message", "children"),
        Output("needs-message", "hidden"),
        Output("back", "hidden"),
        inputs={
            "shown": {"topic": Input("topic", "value"), "measure": Input("measure", "value")},
            "code": Input("departement", "value"),
            "window": [Input("need-alerts", "checked"), Input("from", "value"), Input("to", "value")],
        },
        state={"opened": State("opened", "data"), "words": State("words", "data")},
    )
    def fill(
        shown: dict[str, Any], code: str | None, window: list[Any], opened: str, words: dict[str, Any]
    ) -> tuple[object, ...]:
        over, start, end = window
        alerts = reads.official_alerts(store, start, end, opened, code) if over else None
        answer = answers.needs(store, shown["topic"], shown["measure"], code, words["lang"], alerts=alerts)
        return (
            answer.picture,
            answer.rows,
            answer.sentence,
            answer.message,
            not answer.message,
            code is None,
        )


def _wire_browser(app: Dash) -> None:
    """Callbacks that run in the browser: drawing, replay, shared selection, address."""
    values, data = ("from", "to", "q", "topic", "measure", "departement"), ("root", "post")
    state = [*(Input(name, "value") for name in values), *(Input(name, "data") for name in data)]
    _browser(app, "address", *state, State("words", "data"))
    _browser(app, "choose", Input("cascades", "selectedRows"), State("root", "data"))
    _browser(app, "draw", Input("propagation", "data"), State("words", "data"), State("post", "data"))
    _browser(app, "read", Input("post", "data"), State("propagation", "data"), State("words", "data"))
    _browser(app, "pick", Input("posts", "selectedRows"), State("post", "data"))
    _browser(app, "until", Input("until", "value"), State("propagation", "data"), State("words", "data"))
    _browser(app, "play", Input("play", "n_clicks"), State("words", "data"))
    _browser(app, "fit", Input("fit", "n_clicks"))
    _browser(app, "back", Input("back", "n_clicks"))
    _browser(app, "settle", Input("need-map", "children"))


def _browser(app: Dash, function: str, *inputs: Input | State) -> None:
    app.clientside_callback(  # type: ignore[no-untyped-call] # Dash leaves it untyped
        ClientsideFunction("investigate", function), *inputs
    )
