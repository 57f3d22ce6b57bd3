"""The need maps of a report: France where there is something to show, and the départements most concerned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dash_app.figures.need_map import NeedMap, need_map
from dash_app.report.document import Block, Figure, Group, Heading, Paragraph, Table
from dash_app.report.when import long_date
from dash_app.texts import Lang, number, say, say_count
from graph import territory

if TYPE_CHECKING:
    from dash_app.report.data import Report

DEPARTEMENTS = 2  # drawn by commune
_MAP = 80  # % of the width of the page
_DIGITS = {"people": 0, "rate": 1, "smoothed_rate": 1, "offers": 0, "gap": 2}
_ALL = "… to …"  # a run over all data, as graph/runs.py writes it


def needs_blocks(report: Report) -> list[Block]:
    """The section on needs; a sentence when there is none."""
    lang, maps = report.lang, _maps(report)
    head = Heading(say("report.needs", lang))
    if report.rates.is_empty():
        return [head, Paragraph(say("report.no_needs", lang))]
    about = Paragraph(say("report.needs_about", lang, run=_run(report)))
    hidden = int(report.rates["suppressed"].sum())
    if not maps:
        return [head, about, Paragraph(say_count("report.needs_all_hidden", hidden, lang))]
    blocks: list[Block] = [Group((head, about, _figure(maps[0])))]
    blocks += [_table(maps[0], lang)]
    for drawn in maps[1:]:
        blocks += [_figure(drawn), _table(drawn, lang)]
    return [*blocks, Paragraph(say("report.needs_legend", lang), "small")]


def needs_summary(report: Report) -> list[Block]:
    """What the first map says, for the head of the report."""
    return [Paragraph(drawn.sentence) for drawn in _maps(report)[:1]]


def _maps(report: Report) -> list[NeedMap]:
    """France if a département shows somebody, then the départements whose communes show most people."""
    lang, found = report.lang, []
    if (report.rates["people"] > 0).any():
        found.append(need_map(report.rates, lang=lang))
    parents = territory.communes().select("code", "departement")
    concerned = (
        report.communes.filter(pl.col("people") > 0)
        .join(parents, on="code")
        .group_by("departement")
        .agg(pl.col("people").sum())
        .sort("people", "departement", descending=[True, False])
    )
    placed = report.communes.join(parents, on="code")
    for code in concerned["departement"].head(DEPARTEMENTS):
        cells = placed.filter(pl.col("departement") == code).drop("departement")
        found.append(need_map(cells, level="commune", parent=code, lang=lang))
    return found


def _figure(drawn: NeedMap) -> Figure:
    return Figure(drawn.svg(), drawn.sentence, drawn.sentence, _MAP)


def _table(drawn: NeedMap, lang: Lang) -> Table:
    """Territories where somebody is shown; those with nobody would only fill pages."""
    shown = drawn.table.filter(pl.col("people") > 0)
    rows = tuple(
        (
            f"{row['name']} ({row['code']})",
            *("—" if row[name] is None else _signed(row[name], lang, n) for name, n in _DIGITS.items()),
        )
        for row in shown.iter_rows(named=True)
    )
    head = (say("report.col.place", lang), *(say(f"report.col.{name}", lang) for name in _DIGITS))
    caption = say("report.needs_caption", lang, title=drawn.title)
    return Table(caption, head, rows, (False, *[True] * 5), (4, 2, 2, 2, 2, 2))


def _signed(value: float, lang: Lang, digits: int) -> str:
    """A number with a true minus sign."""
    return number(value, lang, digits).replace("-", "−")


def _run(report: Report) -> str:
    """When the rates were computed, and over which window of the data."""
    for run in report.runs.iter_rows(named=True):
        if run["stage"] == "needs" and run["started_at"] is not None:
            known = str(run["parameters"] or _ALL)
            over = say("report.run_all", report.lang) if known == _ALL else known
            at = long_date(run["started_at"], report.lang)
            return say("report.needs_run", report.lang, at=at, window=over)
    return ""
