"""The page of the crisis cell: one territory, one instant, everything that is known of it on one time axis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
from dash import ClientsideFunction, Input, Output, State, ctx, html, no_update

from dash_app.components import crisis, header
from dash_app.crisis import board, marks, words
from dash_app.crisis.helping import proposals, text_of
from dash_app.crisis.moment import Moment, moment, nothing
from dash_app.crisis.unusual_here import WINDOW, ranked
from dash_app.figures.crisis_map import LAYERS, crisis_map
from dash_app.figures.crisis_timeline import Times, crisis_timeline
from dash_app.texts import language, say
from graph.territory import shapes

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dash import Dash
    from dash.development.base_component import Component

    from dash_app.figures.crisis_map import Layer
    from dash_app.texts import Lang
    from graph.store import Store

PATH = "/crisis"
Answer = tuple[object, ...]


def layout(lang: Lang, notice: str | None, address: dict[str, str]) -> Component:
    """The page of an address, as `/crisis?dep=34&at=2026-01-20T12:00&back=6&layer=safe`; callbacks fill it."""
    spoken = language(address.get("lang"), lang)
    departement = code if (code := address.get("dep")) in shapes() else None
    back = int(hours) if (hours := address.get("back", "")).isdigit() else 0
    layer = name if (name := address.get("layer")) in LAYERS else LAYERS[0]
    return html.Div(
        [
            *header.header(spoken, notice, "crisis", []),
            header.error_banner(spoken),
            html.Main(
                [
                    crisis.choices(spoken, departement, address.get("at"), min(back, crisis.BACK), layer),
                    html.P(id="crisis-sentence", className="sentence", role="status"),
                    crisis.situation(spoken),
                    crisis.beside(spoken),
                    crisis.times(spoken),
                    crisis.helping(spoken),
                ],
                id="content", className="crisis",
            ),
        ],
        id="page",
    )  # fmt: skip


def wire(app: Dash, store: Store, clock: Callable[[], datetime]) -> None:
    """Register the callbacks; those of the browser are in assets/crisis.js. `clock` tells the time, in UTC."""
    _wire_moment(app, store, clock)
    _wire_situation(app, store)
    _wire_ranked(app, store)
    _wire_helping(app, store)
    _wire_marks(app, store, clock)
    chosen = (("departement", "value"), ("at", "value"), ("back", "value"), ("layer", "value"))
    app.clientside_callback(  # type: ignore[no-untyped-call] # Dash leaves it untyped
        ClientsideFunction("crisis", "address"),
        Output("language", "href", allow_duplicate=True),
        *(Input(f"crisis-{name}", part) for name, part in chosen),
        State("crisis-words", "data"),
        prevent_initial_call="initial_duplicate",
    )
    app.clientside_callback(  # type: ignore[no-untyped-call] # as above
        ClientsideFunction("investigate", "settle"), Input("crisis-map", "children")
    )


def _wire_moment(app: Dash, store: Store, clock: Callable[[], datetime]) -> None:
    @app.callback(
        Output("crisis-moment", "data"),
        Input("crisis-at", "value"),
        Input("crisis-back", "value"),
        Input("crisis-tick", "n_intervals"),
        State("crisis-moment", "data"),
    )
    def look(asked: str, back: int, _: int | None, before: dict[str, Any] | None) -> object:
        found = moment(store, asked or None, -(back or 0), clock()).as_json()
        same = ctx.triggered_id == "crisis-tick" and (found["replayed"] or found["stale"]) and found == before
        return no_update if same else found


def _wire_situation(app: Dash, store: Store) -> None:
    @app.callback(
        Output("crisis-sentence", "children"),
        Output("crisis-map", "children"),
        Output("crisis-territories", "rowData"),
        Output("crisis-alerts", "children"),
        Output("crisis-times", "children"),
        Input("crisis-moment", "data"),
        Input("crisis-departement", "value"),
        Input("crisis-layer", "value"),
        State("crisis-words", "data"),
    )
    def fill(at: dict[str, Any] | None, code: str | None, layer: Layer, said: dict[str, Any]) -> Answer:
        return (no_update,) * 5 if at is None else _situation(store, Moment.of(at), code, layer, said["lang"])


def _wire_ranked(app: Dash, store: Store) -> None:
    @app.callback(
        Output("crisis-unusual", "children"),
        Input("crisis-moment", "data"),
        Input("crisis-departement", "value"),
        State("crisis-words", "data"),
    )
    def fill(at: dict[str, Any] | None, code: str | None, said: dict[str, Any]) -> object:
        if at is None:
            return no_update
        lang, found = said["lang"], Moment.of(at)
        end = found.window_end(WINDOW)
        times = (words.at(end - WINDOW, lang), words.at(end, lang))
        return crisis.unusual_list(board.of_departement(ranked(store, found), code), *times, lang)


def _wire_helping(app: Dash, store: Store) -> None:
    @app.callback(
        Output("crisis-matches", "rowData"),
        Output("crisis-helping-sentence", "children"),
        Input("crisis-moment", "data"),
        Input("crisis-departement", "value"),
        Input("crisis-changed", "data"),
        State("crisis-words", "data"),
    )
    def fill(at: dict[str, Any] | None, code: str | None, _: int, said: dict[str, Any]) -> Answer:
        if at is None:
            return no_update, no_update
        found = proposals(store, Moment.of(at), code)
        return words.match_rows(found, said["lang"]), words.matched(found, said["lang"])

    @app.callback(
        Output("crisis-match-told", "children"),
        Output("crisis-match-message", "hidden"),
        *(Output(f"crisis-{name}", "hidden") for name in ("commit", "answer", "undo")),
        Output("crisis-marked", "children"),
        Input("crisis-matches", "selectedRows"),
        State("crisis-moment", "data"),
        State("crisis-words", "data"),
    )
    def tell(rows: list[dict[str, Any]] | None, at: dict[str, Any] | None, said: dict[str, Any]) -> Answer:
        if not isinstance(rows, list) or not rows or at is None:
            return [], False, True, True, True, ""
        row, lang = rows[0], said["lang"]
        texts = text_of(store, [row["need_uid"], row["offer_uid"]])
        spoken = crisis.match_told(texts.get(row["need_uid"], ""), texts.get(row["offer_uid"]), lang)
        if Moment.of(at).replayed:
            return spoken, True, True, True, True, say("crisis.only_now", lang)
        can_commit = row["state"] == marks.OPEN and row["offer_uid"]
        can_undo = not marks.standing(marks.marks(store, row["need_uid"])).is_empty()
        return spoken, True, not can_commit, row["state"] == marks.ANSWERED, not can_undo, ""


def _wire_marks(app: Dash, store: Store, clock: Callable[[], datetime]) -> None:
    @app.callback(
        Output("crisis-changed", "data"),
        Output("crisis-matches", "selectedRows"),
        Output("crisis-marked", "children", allow_duplicate=True),
        Input("crisis-commit", "n_clicks"),
        Input("crisis-answer", "n_clicks"),
        Input("crisis-undo", "n_clicks"),
        State("crisis-matches", "selectedRows"),
        State("crisis-changed", "data"),
        State("crisis-words", "data"),
        prevent_initial_call=True,
    )
    def note(
        _: int | None,
        __: int | None,
        ___: int | None,
        rows: list[dict[str, Any]] | None,
        changed: int,
        said: dict[str, Any],
    ) -> Answer:
        if not isinstance(rows, list) or not rows or not ctx.triggered[0]["value"]:
            return no_update, no_update, no_update
        done = _note(store, str(ctx.triggered_id), rows[0], clock())
        return changed + 1, [], say(f"crisis.marked.{done}", said["lang"])


def _note(store: Store, clicked: str, row: dict[str, Any], now: datetime) -> str:
    """Write the mark of a button; what was noted."""
    if clicked == "crisis-commit":
        marks.commit(store, row["need_uid"], row["offer_uid"], now)
        return marks.COMMITTED
    if clicked == "crisis-answer":
        marks.answer(store, row["need_uid"], now)
        return marks.ANSWERED
    marks.undo(store, row["need_uid"], now)
    return marks.UNDONE


def _situation(store: Store, at: Moment, code: str | None, layer: Layer, lang: Lang) -> Answer:
    """Sentence, map, rows of its table, alerts, time axis."""
    if nothing(store):
        return say("crisis.empty", lang), None, [], None, None
    now = board.in_force(store, at.at, code)
    posts = board.posts(store, at.start, at.hour)
    people = board.of_departement(board.people(posts, at), code)
    figure = crisis_map(now, people, layer=layer, lang=lang, departement=code)
    level = "departement" if code is None else "commune"
    said = f"{words.told(at, lang)} {words.alerted(now, lang)}"
    rows = words.territory_rows(figure.table, lang)
    beside = [crisis.alert_list(now, lang), *crisis.people_list(people.filter(level=level), lang)]
    return said, figure.component(), rows, beside, _times(store, posts, at, code, lang)


def _times(store: Store, posts: pl.DataFrame, at: Moment, code: str | None, lang: Lang) -> object:
    end = at.at + board.AHEAD
    known = board.alerts(store, at.start, at.at, code)
    labels = pl.Series(
        "label", [words.alert(row, lang) for row in known.iter_rows(named=True)], dtype=pl.String
    )
    times = Times(
        known.with_columns(labels),
        words.signal_marks(board.signals(store, at, code), lang),
        words.action_marks(board.actions(store, at, code), lang),
        board.hours(store, posts, at, code),
    )
    title = say("crisis.times_title", lang, start=words.at(at.start, lang), end=words.at(at.at, lang))
    return crisis_timeline(times, at, end, title, lang)
