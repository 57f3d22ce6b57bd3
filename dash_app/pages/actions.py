"""The page of the actions: what was declared, how far its message went, and what it changed.

What an effect is made of is read when an action is chosen, and noted; how far it got is read again every minute while
its window is open, which is no look at its effect.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import Input, Output, State, html

from dash_app import reads
from dash_app.action_words import rows, sentence
from dash_app.actions.effect import effect_of, table
from dash_app.actions.follow import follow
from dash_app.actions.hours import suggested
from dash_app.components import actions, followed, header
from dash_app.components.grids import rows as grid_rows
from dash_app.figures.effect import effect_drawing
from dash_app.pages import chosen
from dash_app.texts import language, say
from graph.runs import Window

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dash import Dash
    from dash.development.base_component import Component

    from dash_app.texts import Lang
    from graph.store import Store

PATH = "/actions"
HOURS, SLOTS = 2, 3  # hours of a slot, slots of each kind


def layout(lang: Lang, notice: str | None, address: dict[str, str]) -> Component:
    """The page of an address, as `/actions?action=action:…&lang=en`; callbacks fill it."""
    spoken, uid = language(address.get("lang"), lang), address.get("action") or None
    return html.Div(
        [
            *header.header(spoken, notice, "actions", []),
            header.error_banner(spoken),
            html.Main(
                [actions.table(spoken, uid), actions.detail(spoken, uid)],
                id="content", className="sources actions",
            ),
        ],
        id="page",
    )  # fmt: skip


def wire(app: Dash, store: Store, clock: Callable[[], datetime]) -> None:
    """Register the callbacks; those of the browser are in assets/chosen.js. `clock` tells the time, in UTC."""

    @app.callback(
        Output("actions", "rowData"),
        Output("actions", "selectedRows"),
        Output("actions-sentence", "children"),
        Input("action-words", "data"),
        State("action", "data"),
    )
    def fill(words: dict[str, Any], uid: str | None) -> tuple[object, ...]:
        found = reads.actions(store)
        picked = {"ids": [uid] if uid else []}
        return rows(found, words["lang"]), picked, sentence(found, words["lang"])

    @app.callback(
        Output("action-told", "children"),
        Output("action-drawing", "children"),
        Output("action-steps", "rowData"),
        Output("action-steps-details", "hidden"),
        Output("action-message", "children"),
        Output("action-message", "hidden"),
        Input("action", "data"),
        State("action-words", "data"),
    )
    def tell(uid: str | None, words: dict[str, Any]) -> tuple[object, ...]:
        return _told(store, uid, clock(), words["lang"])

    @app.callback(
        Output("action-live", "children"),
        Output("action-tick", "disabled"),
        Input("action", "data"),
        Input("action-tick", "n_intervals"),
        State("action-words", "data"),
    )
    def watch(uid: str | None, _: int | None, words: dict[str, Any]) -> tuple[object, ...]:
        if reads.action(store, uid or "").is_empty():
            return [], True
        found = follow(store, str(uid), clock())
        return followed.live(found, words["lang"]), not found.open

    @app.callback(Output("action-hours", "children"), Input("action", "data"), State("action-words", "data"))
    def opening(uid: str | None, words: dict[str, Any]) -> object:
        return _opening(store, uid, words["lang"])

    chosen.wire(app, "actions", "action", "action-words")


def _told(store: Store, uid: str | None, now: datetime, lang: Lang) -> tuple[object, ...]:
    """What `tell` gives: words, drawing, steps, and what to do when there is no such action. The look is noted."""
    known = reads.action(store, uid or "")
    if known.is_empty():
        return [], None, [], True, say("actions.unknown" if uid else "actions.pick", lang), False
    row = known.row(0, named=True)
    found = effect_of(store, row["action"], now, now)
    steps = table(found)
    drawing = None
    if not steps.is_empty():
        drawing = effect_drawing(steps, title=actions.title(row, lang), at=row["at"], lang=lang)
    return actions.told(row, found, lang), drawing, grid_rows(steps, lang), steps.is_empty(), "", True


def _opening(store: Store, uid: str | None, lang: Lang) -> list[Component]:
    """Hours suggested for the need that an action addresses; nothing for another action."""
    known = reads.action(store, uid or "").filter(metric="need-people")
    if known.is_empty():
        return []
    row = known.row(0, named=True)
    found = suggested(store, row["target"], row["territory"], Window(), length=HOURS, count=SLOTS)
    return followed.hours(found, lang)
