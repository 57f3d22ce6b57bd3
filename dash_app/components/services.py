"""One service: what is thought of it on the left, how it answers and is heard on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dash_mantine_components as dmc
import polars as pl
from dash import dcc, html

from analytics.needs.suppression import ALL
from dash_app.components.aria import aria
from dash_app.figures.measure import topic_label
from dash_app.figures.trend import percent, trend_drawing
from dash_app.service_words import (
    answers,
    change,
    interval,
    place_name,
    service_name,
    topic_name,
    window_name,
)
from dash_app.texts import Lang, number, say, say_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dash.development.base_component import Component

    from dash_app.services.view import Figure, View

PLACES = 8  # départements that are listed


def choice(services: Sequence[str], chosen: str, start: str, end: str, lang: Lang) -> Component:
    """Which service, and which period."""
    known = [ALL, *(name for name in services if name != ALL)]
    options = [{"value": name, "label": service_name(name, lang)} for name in known]
    return html.Section(
        [
            html.Div(
                [
                    html.Div(
                        [
                            html.H2(say("services.title", lang), id="services-title"),
                            html.P(id="services-sentence", className="sentence", role="status"),
                        ]
                    ),
                    html.Div(
                        [
                            dmc.Select(
                                id="service",
                                label=say("services.service", lang),
                                value=chosen,
                                data=options,
                                searchable=True,
                                allowDeselect=False,
                                size="xs",
                                className="field field-service",
                            ),
                            _day("service-from", say("filter.from", lang), start),
                            _day("service-to", say("filter.to", lang), end),
                        ],
                        className="filters",
                        role="search",
                        **aria("label", say("page.filters", lang)),
                    ),
                ],
                className="services-head",
            ),
            html.P(id="services-message", className="empty", hidden=True),
            dcc.Store(id="service-words", data={"lang": lang}),
        ],
        className="panel services-choice",
        **aria("labelledby", "services-title"),
    )


def panels(lang: Lang) -> list[Component]:
    """Where both sides are told: empty until a callback fills them."""
    return [
        html.Section(
            id=f"services-{side}",
            className="panel",
            hidden=True,
            **aria("label", say(f"services.{side}", lang)),
        )
        for side in ("perception", "visibility")
    ]


def perception(shown: View, service: str, lang: Lang) -> list[Component]:
    """The trend, the axes, the change and its words."""
    title = say("services.trend", lang, service=service_name(service, lang))
    return [
        html.H2(say("services.perception", lang)),
        html.Div(
            trend_drawing(shown.points, title=title, name=window_name(shown.every, lang), lang=lang)
            if any(point.share is not None for point in shown.points)
            else html.P(say("services.no_window", lang), className="empty"),
            id="services-trend",
        ),
        _axes(shown, lang),
        html.P(change(shown.change, shown.every, lang), className="sentence", id="services-change"),
        *_words(shown, lang),
        html.P(say("services.hidden", lang), className="hint"),
    ]


def visibility(shown: View, service: str, lang: Lang) -> list[Component]:
    """Answers, share of voice, and how much feedback there is where."""
    return [
        html.H2(say("services.visibility", lang)),
        html.H3(say("services.answers", lang)),
        *(html.P(line, className="sentence") for line in answers(shown, lang)),
        html.H3(say("services.voice", lang)),
        *_voice(shown, service, lang),
        html.H3(say("services.volume", lang)),
        *_volume(shown.volume, lang),
        html.P(say("services.caution", lang), className="hint"),
    ]


def _axes(shown: View, lang: Lang) -> Component:
    rows = [
        (
            say("services.axis.rating", lang) if axis == "rating" else topic_label(axis, lang),
            *_cells(figure, lang),
        )
        for axis, figure in shown.axes.items()
    ]
    head = [say(f"services.{name}", lang) for name in ("axis", "people", "share", "between")]
    return _table("services-axes", say("services.axes", lang), head, rows)


def _cells(figure: Figure, lang: Lang) -> tuple[str, str, str]:
    if figure.share is None:
        return say("services.few", lang), "–", "–"
    bounds = interval(figure, lang, "services.bounds")
    return number(figure.people or 0, lang), percent(figure.share, lang), bounds


def _words(shown: View, lang: Lang) -> list[Component]:
    """Words that came and went, where two windows are shown."""
    if shown.change is None:
        return []
    lists = (("came", shown.change.came), ("went", shown.change.went))
    return [
        html.P(
            [
                html.Strong(say(f"services.{name}", lang)),
                " ",
                ", ".join(words) or say("services.no_words", lang),
            ],
            className="sentence",
            id=f"services-{name}",
        )
        for name, words in lists
    ]


def _voice(shown: View, service: str, lang: Lang) -> list[Component]:
    if service == ALL:
        return [html.P(say("services.voice_of_one", lang), className="hint")]
    if not shown.has_posts:
        return [html.P(say("services.declare", lang), className="empty")]
    head = [say(f"services.{name}", lang) for name in ("own_posts", "voices", "part", "reach")]
    topics = [
        (topic_name(row["topic"], lang), *_heard(row, lang)) for row in shown.topics.iter_rows(named=True)
    ]
    places = [
        (place_name(row["code"], row["name"], lang), *_heard(row, lang))
        for row in shown.places.iter_rows(named=True)
    ]
    return [
        _table("services-topics", say("services.topic", lang), [say("services.topic", lang), *head], topics),
        _table("services-places", say("services.place", lang), [say("services.place", lang), *head], places),
    ]


def _heard(row: dict[str, object], lang: Lang) -> tuple[str, ...]:
    """Own posts, other voices, share, reach of one row."""
    own = number(row["own_posts"], lang)  # type: ignore[arg-type] # a whole number
    if row["suppressed"]:
        return own, say("services.few", lang), "–", "–"
    reach = "–" if row["reach_share"] is None else percent(row["reach_share"], lang)  # type: ignore[arg-type] # a share
    return own, number(row["people"], lang), percent(row["share"], lang), reach  # type: ignore[arg-type] # as above


def _volume(volume: pl.DataFrame, lang: Lang) -> list[Component]:
    shown = volume.filter(~pl.col("suppressed"))
    if volume.is_empty():
        return [html.P(say("services.no_volume", lang), className="empty")]
    head = [say(f"services.{name}", lang) for name in ("place", "feedback", "per_10000")]
    rows = [
        (name, number(people, lang), number(rate, lang, 2))
        for name, people, rate in shown.select("name", "people", "per_10000").head(PLACES).iter_rows()
    ]
    hidden = volume.height - shown.height
    told = [html.P(say_count("services.hidden_places", hidden, lang), className="hint")] if hidden else []
    table = [_table("services-volume", say("services.volume", lang), head, rows)] if rows else []
    return [*table, *told]


def _table(name: str, caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Component:
    """A small table with its heads; the caption is for those who do not see it."""
    return html.Table(
        [
            html.Caption(caption, className="unseen"),
            html.Thead(html.Tr([html.Th(text, scope="col") for text in head])),
            html.Tbody(
                [
                    html.Tr([html.Th(first, scope="row"), *(html.Td(cell) for cell in rest)])
                    for first, *rest in rows
                ]
            ),
        ],
        id=name,
        className="reasons figures",
    )


def _day(name: str, label: str, value: str) -> Component:
    component: Component = dmc.TextInput(
        id=name, label=label, value=value, debounce=500, size="xs", className="field",
        attributes={"input": {"type": "date", "name": name}},
    )  # fmt: skip
    return component
