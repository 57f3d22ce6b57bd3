"""The crisis cell: choices, map, alerts, what is unusual, the time axis, needs matched with offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dash_mantine_components as dmc
from dash import dcc, html

from dash_app.components.aria import aria
from dash_app.components.grids import crisis_columns, grid, match_columns
from dash_app.crisis import words
from dash_app.crisis.words import alert, at, chance, contributions, severity
from dash_app.figures.crisis_map import LAYERS, SEVERITY, UNKNOWN
from dash_app.texts import Lang, number, say
from graph.territory import departements

if TYPE_CHECKING:
    import polars as pl
    from dash.development.base_component import Component

BACK = 48  # hours that the slider goes back
RANKED = 8  # places of the list
LISTED = 6  # alerts of the list
_INTO: dict[str, Any] = {
    "data-into": "crisis-departement"
}  # where a click on the map goes, see assets/investigate.js


def choices(lang: Lang, departement: str | None, asked: str | None, back: int, layer: str) -> Component:
    """Territory, instant, replay, and the count that the map shows."""
    places = [
        {"value": code, "label": f"{code} {name}"}
        for code, name in departements().select("code", "name").iter_rows()
    ]
    layers = [{"value": name, "label": say(f"crisis.layer.{name}", lang)} for name in LAYERS]
    return html.Section(
        [
            html.H2(say("crisis.title", lang), id="crisis-title"),
            dmc.Select(
                id="crisis-departement", label=say("crisis.territory", lang), value=departement, data=places,
                placeholder=say("crisis.everywhere", lang), searchable=True, clearable=True, size="xs",
            ),
            dmc.TextInput(
                id="crisis-at", label=say("crisis.at", lang), value=asked or "", debounce=500, size="xs",
                attributes={"input": {"type": "datetime-local", "name": "crisis-at"}},
            ),
            html.Div(
                [
                    html.Span(say("crisis.back", lang), className="crisis-label"),
                    dmc.Slider(
                        id="crisis-back", value=-back, min=-BACK, max=0, step=1, size="sm",
                        marks=[{"value": -n, "label": say("crisis.back_mark", lang, hours=n) if n else "0"}
                               for n in range(0, BACK + 1, 12)],
                        attributes={"thumb": aria("label", say("crisis.back", lang))},
                    ),
                ],
                className="crisis-back",
            ),
            dmc.Select(
                id="crisis-layer", label=say("crisis.layer", lang), value=layer, data=layers,
                allowDeselect=False, size="xs",
            ),
            dcc.Store(id="crisis-moment"),
            dcc.Store(id="crisis-words", data={"lang": lang}),
            dcc.Interval(id="crisis-tick", interval=120_000),
        ],
        className="panel crisis-choices",
        **aria("labelledby", "crisis-title"),
    )  # fmt: skip


def situation(lang: Lang) -> Component:
    """The map, its sentence, its table."""
    return html.Section(
        [
            html.Div(id="crisis-map", className="map", **_INTO),
            html.Details(
                [
                    html.Summary(say("page.table", lang)),
                    grid("crisis-territories", crisis_columns(lang), "code"),
                ],
                id="crisis-details",
            ),
        ],
        className="panel crisis-situation",
        **aria("label", say("crisis.legend", lang)),
    )


def beside(lang: Lang) -> Component:
    """Alerts in force, and what is unusual."""
    return html.Section(
        [
            html.H2(say("crisis.alerts", lang)),
            html.Div(id="crisis-alerts"),
            html.H2(say("crisis.unusual", lang)),
            html.Div(id="crisis-unusual"),
        ],
        className="panel crisis-beside",
        **aria("label", say("crisis.alerts", lang)),
    )


def times(lang: Lang) -> Component:
    return html.Section(
        [html.H2(say("crisis.times", lang), id="crisis-times-title"), html.Div(id="crisis-times")],
        className="panel crisis-times",
        **aria("labelledby", "crisis-times-title"),
    )


def helping(lang: Lang) -> Component:
    """Needs matched with offers, and what is noted of one."""
    buttons = [
        html.Button(
            say(f"crisis.{name}", lang), id=f"crisis-{name}", type="button", className="button", hidden=True
        )
        for name in ("commit", "answer", "undo")
    ]
    return html.Section(
        [
            html.H2(say("crisis.helping", lang), id="crisis-helping-title"),
            html.P(id="crisis-helping-sentence", className="sentence", role="status"),
            grid("crisis-matches", match_columns(lang), "match"),
            html.P(say("crisis.pick", lang), id="crisis-match-message", className="empty"),
            html.Div(id="crisis-match-told"),
            html.Div(
                [*buttons, html.Span(id="crisis-marked", role="status", className="hint")],
                className="crisis-buttons",
            ),
            html.P(say("crisis.helping_caution", lang), className="hint"),
            dcc.Store(id="crisis-changed", data=0),
        ],
        className="panel crisis-helping",
        **aria("labelledby", "crisis-helping-title"),
    )


def alert_list(alerts: pl.DataFrame, lang: Lang) -> Component:
    """Alerts in force, the gravest first, each with its end and its source."""
    if alerts.is_empty():
        return html.P(say("crisis.no_alerts", lang), className="hint")
    lines = [
        html.Li(
            [
                html.Span(
                    className="swatch",
                    style={"backgroundColor": SEVERITY.get(row["severity"] or 0, UNKNOWN)},
                    title=severity(row["severity"], lang),
                    role="img",
                    **aria("label", severity(row["severity"], lang)),
                ),
                html.Span(
                    [
                        html.Strong(alert(row, lang)),
                        " ",
                        say("crisis.alert_until", lang, end=at(row["ended_at"], lang), source=row["source"]),
                    ]
                ),
            ],
            title=row["text"] or "",
        )
        for row in alerts.head(LISTED).iter_rows(named=True)
    ]
    more = alerts.height - len(lines)
    rest = [html.Li(say("crisis.more_alerts", lang, count=more))] if more > 0 else []
    return html.Ul([*lines, *rest], className="crisis-list")


def people_list(counts: pl.DataFrame, lang: Lang) -> list[Component]:
    """How many people say safe, call for help, need, offer: of the territories that are shown."""
    if counts.is_empty():
        return [html.P(say("crisis.people_none", lang), className="hint")]
    told = [html.Div([html.Dt(name), html.Dd(count)]) for name, count in words.people(counts, lang)]
    note = f"{say('crisis.people_said', lang)} {words.hidden(counts, lang)}"
    return [html.Dl(told, className="facts crisis-people"), html.P(note, className="hint")]


def unusual_list(ranked: pl.DataFrame, start: str, end: str, lang: Lang) -> list[Component]:
    """Places ranked, with what each source brings."""
    if ranked.is_empty():
        return [html.P(say("crisis.unusual_none", lang, start=start, end=end), className="hint")]
    heads = [say(f"crisis.unusual_{name}", lang) for name in ("place", "bits", "sources")]
    body = [
        html.Tr(
            [
                html.Th(f"{row['name']} ({row['code']})", scope="row"),
                html.Td(
                    [
                        say("signals.bits", lang, bits=number(row["score_bits"], lang, 1)),
                        html.Br(),
                        chance(row["q"], lang),
                    ]
                ),
                html.Td([html.Div(line) for line in contributions(row, lang)], className="crisis-parts"),
            ]
        )
        for row in ranked.head(RANKED).iter_rows(named=True)
    ]
    return [
        html.Table(
            [html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])), html.Tbody(body)],
            className="reasons",
        ),
        html.P(say("crisis.unusual_window", lang, start=start, end=end), className="hint"),
    ]


def match_told(need: str, offer: str | None, lang: Lang) -> list[Component]:
    """What the need and the offer say; texts are pseudonymous."""
    return [
        html.Dl(
            [
                html.Div([html.Dt(say("crisis.need", lang)), html.Dd(need)]),
                html.Div(
                    [html.Dt(say("crisis.offer", lang)), html.Dd(offer or say("crisis.no_offer", lang))]
                ),
            ],
            className="facts crisis-pair",
        )
    ]
