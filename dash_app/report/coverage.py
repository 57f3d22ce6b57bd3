"""What the data cover, and what the report does not show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from dash_app.health import seen
from dash_app.report.cascades import language_name
from dash_app.report.document import Block, Facts, Heading, Items, Table
from dash_app.report.when import short_date
from dash_app.source_words import title_of, word_of
from dash_app.texts import Lang, number, say

if TYPE_CHECKING:
    from dash_app.report.data import Report

LIMITS = 6
SMALL_CELL = 11  # distinct people


def coverage_blocks(report: Report) -> list[Block]:
    """Posts, accounts, shares, languages and sources; nothing when the window is empty."""
    if report.coverage.is_empty():
        return []
    lang = report.lang
    return [
        Heading(say("report.coverage", lang)),
        _facts(report.coverage.row(0, named=True), lang),
        _languages(report),
        _sources(report),
        *_health(report),
    ]


def limits(lang: Lang) -> list[Block]:
    lines = tuple(say(f"report.limit.{i}", lang) for i in range(1, LIMITS + 1))
    return [Heading(say("report.limits", lang)), Items(lines)]


def _facts(cover: dict[str, Any], lang: Lang) -> Facts:
    written = {
        "posts": number(cover["posts"], lang),
        "users": number(cover["users"], lang),
        "placed": _share(cover["placed"], cover["posts"], lang),
        "orphans": _share(cover["orphans"], cover["posts"], lang),
        "stubs": number(cover["stubs"], lang),
        "first_at": short_date(cover["first_at"], lang),
        "last_at": short_date(cover["last_at"], lang),
    }
    return Facts(tuple((say(f"report.cover.{name}", lang), value) for name, value in written.items()))


def _share(count: int, whole: int, lang: Lang) -> str:
    return say("report.share", lang, count=number(count, lang), share=number(100 * count / whole, lang, 1))


def _languages(report: Report) -> Table:
    """Languages of 11 accounts and more; the others together."""
    lang, posts = report.lang, report.coverage["posts"].item()
    shown = report.languages.filter(pl.col("users") >= SMALL_CELL)
    rest = report.languages.filter(pl.col("users") < SMALL_CELL)
    rows = [
        (language_name(code, lang), _share(count, posts, lang), number(users, lang))
        for code, count, users in shown.iter_rows()
    ]
    if rest.height:
        others = say("report.lang_others", lang, count=number(rest.height, lang))
        rows.append((others, _share(int(rest["posts"].sum()), posts, lang), "—"))
    head = tuple(say(f"report.col.{name}", lang) for name in ("lang", "posts", "users"))
    return Table(say("report.languages", lang), head, tuple(rows), (False, True, True), (3, 2, 1))


def _sources(report: Report) -> Table:
    lang = report.lang
    rows = tuple(
        (
            source or say("report.source_unknown", lang),
            number(posts, lang),
            number(users, lang),
            short_date(first, lang),
            short_date(last, lang),
        )
        for source, posts, users, first, last in report.sources.iter_rows()
    )
    names = ("source", "posts", "users", "first_at", "last_at")
    head = tuple(say(f"report.col.{name}", lang) for name in names)
    return Table(say("report.sources", lang), head, rows, (False, True, True, False, False), (3, 1, 1, 2, 2))


def _health(report: Report) -> list[Block]:
    """The collected sources as they fare when the report is made; nothing when none is collected."""
    lang, rows = report.lang, seen(report.health, report.generated_at)
    if rows.is_empty():
        return []
    lines = tuple(
        (title_of(row, lang), word_of(row, lang), short_date(row["good_at"], lang))
        for row in rows.iter_rows(named=True)
    )
    head = tuple(say(f"source.{name}", lang) for name in ("title", "state", "good_at"))
    return [Table(say("report.health", lang), head, lines, (False, False, False), (3, 2, 2))]
