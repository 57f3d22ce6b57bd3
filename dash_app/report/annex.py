"""The annex: every question as it was asked, and the hash of what was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash_app.report.document import Block, Code, Heading, Paragraph
from dash_app.texts import Lang, number, say

if TYPE_CHECKING:
    from dash_app.report.data import Report
    from dash_app.report.reading import Reading

_DIGITS = 12


def annex(report: Report) -> list[Block]:
    """Each question once, with all the ways it was asked."""
    lang = report.lang
    asked: dict[str, list[tuple[int, Reading]]] = {}
    for position, reading in enumerate(report.readings, 1):
        asked.setdefault(reading.query.name, []).append((position, reading))
    return [
        Heading(say("report.annex", lang), new_page=True),
        Paragraph(say("report.annex_about", lang, engine=report.engine)),
        Code(say("report.hash", lang), (), report.data_hash),
        Paragraph(say("report.hash_how", lang), "small"),
        *(_question(readings, lang) for readings in asked.values()),
    ]


def _question(readings: list[tuple[int, Reading]], lang: Lang) -> Code:
    query = readings[0][1].query
    lines = tuple(
        say(
            "report.reading",
            lang,
            number=position,
            params=reading.written_params,
            rows=number(reading.frame.height, lang),
            hash=reading.data_hash[:_DIGITS],
        )
        for position, reading in readings
    )
    title = query.title_fr if lang == "fr" else query.title
    return Code(f"{query.name} — {title}", lines, _without_header(query.text))


def _without_header(text: str) -> str:
    """The text that runs: the file's comments at its top say what the annex says already."""
    lines = text.strip().splitlines()
    first = next(i for i, line in enumerate(lines) if not line.startswith("//"))
    return "\n".join(lines[first:])
