"""How good the alerts are: figures, the table by kind, what waits for an answer, what the answers changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dash_mantine_components as dmc
from dash import dcc, html

from dash_app.alerts.message import seen_of
from dash_app.components.aria import aria
from dash_app.components.header import address_of
from dash_app.components.verdicts import undo, verdicts
from dash_app.quality_words import HEADS, at, cells, changed, headline
from dash_app.quality_words import facts as figures
from dash_app.texts import Lang, number, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl
    from dash.development.base_component import Component

    from dash_app.alerts.quality import Quality

PAGE = "quality"
PERIODS = (7, 30, 90, 365)  # days
SHOWN = 50  # rows of a list


def measures(lang: Lang, days: int) -> Component:
    """The figures; empty until a callback fills them."""
    periods = [(str(one), say("quality.days.value", lang, days=one)) for one in PERIODS]
    return html.Section(
        [
            html.Div(
                [
                    html.H2(say("quality.title", lang), id="quality-title"),
                    _select("days", lang, str(days), periods),
                    _select("by", lang, "kind", [(by, say(f"quality.by.{by}", lang)) for by in ("kind", "place")]),
                ],
                className="panel-head",
            ),
            html.P(id="quality-sentence", className="sentence", role="status"),
            html.Dl(id="quality-facts", className="facts"),
            html.Div(id="quality-groups", className="wide", role="region", tabIndex="0", **_named("table", lang)),
            html.P(say("quality.hint", lang), className="hint"),
            dcc.Store(id="quality-words", data={"lang": lang, "of": "days"}),
            dcc.Store(id="quality-turn", data=0),
        ],
        className="panel measures",
        **aria("labelledby", "quality-title"),
    )  # fmt: skip


def lists(lang: Lang) -> list[Component]:
    """What waits, what was answered, what was missed; empty until a callback fills them."""
    said = html.P(id="quality-said", className="said", role="status", tabIndex="-1")
    return [_panel("waiting", lang, [said]), _panel("answers", lang, []), _panel("missed", lang, [])]


def facts(found: Quality, lang: Lang) -> list[Component]:
    return [html.Div([html.Dt(name), html.Dd(value)]) for name, value in figures(found, lang)]


def table(groups: pl.DataFrame, lang: Lang) -> Component | None:
    """One row a kind, or a kind and territory."""
    if groups.is_empty():
        return None
    heads = [html.Th(say(f"quality.head.{name}", lang), scope="col") for name in HEADS]
    rows = [_row(cells(row, lang)) for row in groups.iter_rows(named=True)]
    return html.Table(
        [html.Caption(say("quality.table", lang)), html.Thead(html.Tr(heads)), html.Tbody(rows)],
        className="reasons",
    )


def waiting(alerts: pl.DataFrame, lang: Lang) -> list[Component]:
    """Each alert without an answer: what was seen, where its reasons are, and the four answers."""
    rows = [_waiting(row, lang) for row in alerts.head(SHOWN).iter_rows(named=True)]
    more = alerts.height - SHOWN
    rest = [html.P(say("quality.more", lang, count=number(more, lang)), className="hint")] if more > 0 else []
    return [*_listed(rows, "waiting", lang), *rest]


def answers(steps: pl.DataFrame, lang: Lang) -> list[Component]:
    """Each answer that stands, what it changed, and the button that takes it back."""
    rows = []
    for row in steps.head(SHOWN).iter_rows(named=True):
        what = headline(row, lang)
        said = html.Span(say(f"answer.{row['answer']}", lang), className=f"state said-{row['answer']}")
        told = html.Div([said, " · ", what, html.P(changed(row, lang), className="hint")])
        rows.append(html.Li([told, undo(PAGE, row["alert_id"], what, lang)]))
    return _listed(rows, "answers", lang)


def missed(events: pl.DataFrame, lang: Lang) -> list[Component]:
    """Each event declared missed, and the button that takes it back."""
    rows = []
    for row in events.reverse().head(SHOWN).iter_rows(named=True):
        what = headline(row, lang)
        when = say("quality.missed_at", lang, at=at(row["at"], lang), noted=at(row["noted_at"], lang))
        rows.append(
            html.Li(
                [html.Div([what, html.P(when, className="hint")]), undo(PAGE, row["missed_id"], what, lang)]
            )
        )
    return _listed(rows, "missed", lang)


def _waiting(alert: dict[str, Any], lang: Lang) -> Component:
    what = headline(alert, lang)
    seen = say("quality.seen", lang, seen=seen_of(alert, lang), at=at(alert["detected_at"], lang))
    reasons = html.A(
        say("quality.reasons", lang),
        href=f"{address_of('signals', lang)}&signal={alert['signals'][0]}",
        **aria("label", f"{say('quality.reasons', lang)}: {what}"),
    )
    told = html.Div([html.Strong(what), html.P([seen, " ", reasons], className="hint")])
    return html.Li([told, verdicts(PAGE, alert["alert_id"], what, lang)])


def _listed(rows: Sequence[Component], name: str, lang: Lang) -> list[Component]:
    if not rows:
        return [html.P(say(f"quality.{name}.none", lang), className="empty")]
    return [html.Ul(rows, className="answerable")]


def _panel(name: str, lang: Lang, first: list[Component]) -> Component:
    heading = html.H2(say(f"quality.{name}", lang), id=f"quality-{name}-title")
    held = html.Div(id=f"quality-{name}", className="long", role="region", tabIndex="0", **_named(name, lang))
    return html.Section(
        [heading, *first, held], className=f"panel {name}", **aria("labelledby", f"quality-{name}-title")
    )


def _named(name: str, lang: Lang) -> dict[str, Any]:
    return aria("label", say(f"quality.{name}", lang))


def _row(written: list[str]) -> Component:
    return html.Tr([html.Th(written[0], scope="row"), *(html.Td(value) for value in written[1:])])


def _select(name: str, lang: Lang, value: str, options: Sequence[tuple[str, str]]) -> Component:
    component: Component = dmc.Select(
        id=f"quality-{name}", label=say(f"quality.{name}", lang), value=value,
        data=[{"value": one, "label": label} for one, label in options], allowDeselect=False, size="xs",
    )  # fmt: skip
    return component
