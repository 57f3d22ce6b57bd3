"""Tables of the page: columns of AG Grid (community edition), rows ready to show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dash_ag_grid as dag
import polars as pl

from dash_app.texts import Lang, say, texts

if TYPE_CHECKING:
    from dash.development.base_component import Component

Columns = list[dict[str, Any]]
Rows = list[dict[str, Any]]
_DATE = {"fr": "%d/%m/%Y %H:%M", "en": "%Y-%m-%d %H:%M"}
_DAY = {"fr": "%d/%m/%Y", "en": "%Y-%m-%d"}
_DEFAULT = {"resizable": True, "sortable": True, "minWidth": 60, "suppressHeaderMenuButton": True}
_OPTIONS = {
    "rowHeight": 26,
    "headerHeight": 28,
    "rowSelection": {"mode": "singleRow", "checkboxes": False, "enableClickSelection": True},
    "tooltipShowDelay": 400,
    "suppressNoRowsOverlay": True,
    "suppressCellFocus": False,
    "ensureDomOrder": True,
}


def grid(name: str, columns: Columns, row_id: str, selected: str | None = None) -> Component:
    """A table whose rows are known by the field `row_id`; one row at a time is selected."""
    component: Component = dag.AgGrid(
        id=name,
        columnDefs=columns,
        rowData=[],
        getRowId=f"params.data.{row_id}",
        selectedRows={"ids": [selected]} if selected else [],
        defaultColDef=_DEFAULT,
        dashGridOptions=_OPTIONS,
        className="ag-theme-quartz table",
        style={"height": None},
    )
    return component


def cascade_columns(lang: Lang) -> Columns:
    return [
        _text("text", "column.text", lang, flex=4, minWidth=220),
        *(_number(name, lang) for name in ("size", "users", "depth", "max_breadth")),
        _number("structural_virality", lang, digits=2),
        _date("first_at", lang, 138),
        _date("last_at", lang, 138),
    ]


def post_columns(lang: Lang) -> Columns:
    return [
        _date("at", lang, 138),
        _text("author", "column.author", lang, width=130),
        _text("kind_name", "column.kind", lang, width=140),
        _number("depth", lang),
        _text("text", "column.post_text", lang, flex=4, minWidth=240),
        _text("repair", "column.repair", lang, width=140),
    ]


def need_columns(lang: Lang) -> Columns:
    return [
        _text("name", "column.name", lang, flex=2, minWidth=140),
        _text("code", "column.code", lang, width=80),
        *(_number(name, lang) for name in ("people",)),
        *(_number(name, lang, digits=1) for name in ("smoothed_rate", "rate")),
        _number("offers", lang),
        _number("gap", lang, digits=2),
        _text("hidden", "column.suppressed", lang, width=90),
    ]


def source_columns(lang: Lang) -> Columns:
    return [
        _text("title", "source.title", lang, width=190),
        _text("state", "source.state", lang, width=150) | {"cellClassRules": _STANDING},
        _written("good_at", lang, 130, "good_at_tip"),
        _written("today", lang, 96) | _RIGHT,
        _text("expected", "source.expected", lang, width=120) | _RIGHT,
        _text("said", "source.said", lang, flex=1, minWidth=260),
        *(_written(name, lang, 92) | _RIGHT for name in ("dead_share", "repeated_share")),
        _text("unknown", "source.unknown", lang, width=130),
        _written("cost", lang, 150) | _RIGHT,
        *(_written(name, lang, 130, f"{name}_tip") for name in ("newest_at", "committed_at")),
    ]


def day_columns(lang: Lang) -> Columns:
    counts = ("read", "loaded", "skipped", "dead", "repeated")
    return [_date("day", lang, 110), *(_number(name, lang) for name in counts)]


def signal_columns(lang: Lang) -> Columns:
    return [
        _text("kind", "column.signal_kind", lang, width=96),
        _text("topic", "column.topic", lang, flex=3, minWidth=200),
        _text("place", "column.place", lang, flex=1, minWidth=120),
        _number("observed", lang),
        _number("expected", lang) | {"valueFormatter": {"function": "params.data.expected_text"}},
        _number("score_bits", lang, digits=1) | {"cellClassRules": _SURE, "width": 120},
        _date("detected_at", lang, 138),
        _date("start_at", lang, 138),
    ]


def rising_columns(lang: Lang) -> Columns:
    return [
        _text("rising_kind", "column.signal_kind", lang, width=110),
        _text("topic", "column.topic", lang, flex=3, minWidth=200),
        _text("place", "column.place", lang, flex=1, minWidth=110),
        *(
            _figure(name, lang, width)
            for name, width in (
                ("burst", 250),
                ("popularity", 110),
                ("before", 110),
                ("first_share", 130),
                ("people", 110),
            )
        ),
    ]


def action_columns(lang: Lang) -> Columns:
    return [
        _text("kind", "column.action_kind", lang, width=110),
        _text("metric", "column.metric", lang, width=190),
        _text("target", "column.target", lang, flex=2, minWidth=160),
        _text("territory", "column.territory", lang, width=130),
        _date("at", lang, 138),
        _text("outcome", "column.outcome", lang, width=170),
        _date("declared_at", lang, 138),
    ]


def step_columns(lang: Lang) -> Columns:
    return [
        _number("step", lang),
        _date("at", lang, 138),
        *(_number(name, lang, digits=2) for name in ("value", "expected", "control")),
    ]


def evidence_columns(lang: Lang) -> Columns:
    return [
        _date("at", lang, 138),
        _text("author", "column.author", lang, width=130),
        _text("lang", "column.lang", lang, width=80),
        _text("text", "column.post_text", lang, flex=4, minWidth=240),
    ]


def crisis_columns(lang: Lang) -> Columns:
    return [
        _text("name", "column.name", lang, flex=2, minWidth=130),
        _text("code", "column.code", lang, width=80),
        _text("alert", "column.alert", lang, width=130),
        *(_number(name, lang) for name in ("help", "safe", "needs", "help_offers")),
        _text("hidden", "column.suppressed", lang, width=90),
    ]


def match_columns(lang: Lang) -> Columns:
    return [
        _text("need_class", "column.need_class", lang, flex=1, minWidth=110),
        _text("reached", "column.reached", lang, width=110) | {"cellClassRules": _REACHED},
        _text("why_match", "column.why_match", lang, flex=2, minWidth=150),
        *(
            _number(name, lang, digits)
            for name, digits in (("distance_km", 1), ("hours_apart", 1), ("score", 2))
        ),
        _date("asked_at", lang, 138),
        _text("need_uid", "column.need_uid", lang, flex=1, minWidth=130),
        _text("offer_uid", "column.offer_uid", lang, flex=1, minWidth=130),
    ]


def rows(frame: pl.DataFrame, lang: Lang) -> Rows:
    """Rows for a table; a date comes with itself as it is written, in a field with `_text` after its name."""
    forms = {pl.Datetime: _DATE[lang], pl.Date: _DAY[lang]}
    dates = {
        name: forms[kind.base_type()] for name, kind in frame.schema.items() if kind.base_type() in forms
    }
    written = frame.with_columns(
        *(pl.col(name).dt.strftime(form).alias(f"{name}_text") for name, form in dates.items()),
        *(pl.col(name).dt.epoch("ms") for name in dates),
    )
    return written.to_dicts()


def _text(field: str, key: str, lang: Lang, **size: int) -> dict[str, Any]:
    return {"field": field, "headerName": say(key, lang), "tooltipField": field, **size}


def _number(field: str, lang: Lang, digits: int = 0) -> dict[str, Any]:
    return {
        "field": field,
        "headerName": say(f"column.{field}", lang),
        "headerTooltip": say(f"tip.{field}", lang) if field in _EXPLAINED else None,
        "type": "rightAligned",
        "width": 96,
        "valueFormatter": {"function": f"cyberimpactNumber(params.value, '{lang}', {digits})"},
    }


def _date(field: str, lang: Lang, width: int) -> dict[str, Any]:
    return {
        "field": field,
        "headerName": say(f"column.{field}", lang),
        "width": width,
        "valueFormatter": {"function": f"params.data.{field}_text"},
    }


def _figure(field: str, lang: Lang, width: int) -> dict[str, Any]:
    """A column sorted by its figure and shown as its row writes it."""
    return {
        "field": field,
        "headerName": say(f"rising.{field}", lang),
        "headerTooltip": say(f"rising.tip.{field}", lang),
        "width": width,
        "valueFormatter": {"function": f"params.data.{field}_text"},
    }


def _written(field: str, lang: Lang, width: int, tip: str | None = None) -> dict[str, Any]:
    """A column sorted by its figure and shown as its row writes it, in the field with `_text` after the name."""
    explained = f"tip.{field}" in texts()
    return {
        "field": field,
        "headerName": say(f"source.{field}", lang),
        "headerTooltip": say(f"tip.{field}", lang) if explained else None,
        "tooltipField": tip,
        "width": width,
        "valueFormatter": {"function": f"params.data.{field}_text"},
    }


_RIGHT = {"type": "rightAligned"}
_STANDING = {
    f"standing-{name}": f"params.data.standing === '{name}'"
    for name in ("attention", "stale", "idle", "well")
}
_REACHED = {
    f"standing-{name}": f"params.data.state === '{state}'"
    for name, state in (("attention", "need"), ("stale", "committed"), ("well", "answered"))
}
_SURE = {"standing-attention": "params.data.sure"}
_EXPLAINED = ("depth", "max_breadth", "structural_virality")
