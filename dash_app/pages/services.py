"""The page of services: what users think of one of them, how it answers, and where it is heard."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from dash import ClientsideFunction, Input, Output, State, html

from analytics.needs.suppression import ALL
from dash_app import reads
from dash_app.components import header, services
from dash_app.service_words import sentence
from dash_app.services.tables import look
from dash_app.services.view import view
from dash_app.texts import language, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from dash import Dash
    from dash.development.base_component import Component

    from dash_app.services.tables import Look
    from dash_app.texts import Lang
    from graph.store import Store

Period: TypeAlias = "tuple[datetime | None, datetime | None]"
PATH = "/services"
KEPT = timedelta(minutes=1)  # how long a look at all feedback serves


def layout(store: Store, lang: Lang, notice: str | None, address: dict[str, str]) -> Component:
    """The page of an address, as `/services?service=CAF&from=2020-01-01&lang=en`; callbacks fill it."""
    spoken, name = language(address.get("lang"), lang), address.get("service") or ALL
    known = reads.services(store)
    listed = known if name in (ALL, *known) else [*known, name]
    start, end = address.get("from") or "", address.get("to") or ""
    return html.Div(
        [
            *header.header(spoken, notice, "services", []),
            header.error_banner(spoken),
            html.Main(
                [services.choice(listed, name, start, end, spoken), *services.panels(spoken)],
                id="content", className="services",
            ),
        ],
        id="page",
    )  # fmt: skip


class Remembered:
    """The last look at everything that may be told: changing the service or the period asks nothing anew."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self.store, self._clock = store, clock
        self._seen: tuple[datetime, Look] | None = None

    def look(self) -> Look:
        now = self._clock()
        if self._seen is None or now - self._seen[0] > KEPT:
            self._seen = now, look(self.store)
        return self._seen[1]


def wire(app: Dash, store: Store, clock: Callable[[], datetime]) -> None:
    """Register the callbacks; the address is written by assets/services.js. `clock` tells the time, in UTC."""
    remembered = Remembered(store, clock)

    @app.callback(
        Output("services-sentence", "children"),
        Output("services-message", "children"),
        Output("services-message", "hidden"),
        Output("services-perception", "children"),
        Output("services-perception", "hidden"),
        Output("services-visibility", "children"),
        Output("services-visibility", "hidden"),
        Input("service", "value"),
        Input("service-from", "value"),
        Input("service-to", "value"),
        State("service-words", "data"),
    )
    def tell(name: str, start: str, end: str, words: dict[str, Any]) -> tuple[object, ...]:
        return _told(remembered, name, (_day(start), _day(end)), words["lang"])

    app.clientside_callback(  # type: ignore[no-untyped-call] # Dash leaves it untyped
        ClientsideFunction("services", "address"),
        Output("language", "href", allow_duplicate=True),
        Input("service", "value"),
        Input("service-from", "value"),
        Input("service-to", "value"),
        State("service-words", "data"),
        prevent_initial_call="initial_duplicate",
    )


def _told(remembered: Remembered, name: str, period: Period, lang: Lang) -> tuple[object, ...]:
    """What `tell` gives: the sentence, or what to do, and both sides."""
    store, (start, end) = remembered.store, period
    if start and end and end < start:
        return _only(say("services.backwards", lang))
    known = reads.services(store)
    if not known and not reads.has_feedback(store):
        return _only(say("services.nothing", lang))
    if name not in (ALL, *known):
        return _only(say("services.unknown", lang))
    shown = view(
        remembered.look(), reads.feedback_texts(store, None if name == ALL else name), name, start, end
    )
    left, right = services.perception(shown, name, lang), services.visibility(shown, name, lang)
    return sentence(shown, name, lang), "", True, left, False, right, False


def _only(message: str) -> tuple[object, ...]:
    return "", message, False, [], True, [], True


def _day(text: str | None) -> datetime | None:
    """The first instant of "2015-01-07"; None for what is no day."""
    try:
        return datetime.strptime(text or "", "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return None
