"""A report's data as a document: the order of its sections and the words around its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash_app.figures.time_axis import duration
from dash_app.report.annex import annex
from dash_app.report.cascades import cascade_group, top_table
from dash_app.report.coverage import coverage_blocks, limits
from dash_app.report.document import Block, Document, Heading, Paragraph
from dash_app.report.needs import needs_blocks, needs_summary
from dash_app.report.when import long_date, short_date, window
from dash_app.texts import Lang, say, say_count

if TYPE_CHECKING:
    import polars as pl

    from dash_app.report.data import Report

HASH_SHOWN = 16  # digits of the hash at the foot of each page


def document(report: Report) -> Document:
    """The report as blocks, in its language."""
    lang, over = report.lang, window(report.start, report.end, report.lang)
    blocks = (
        *_summary(report),
        *_top(report),
        *needs_blocks(report),
        *coverage_blocks(report),
        *limits(lang),
        *annex(report),
    )
    foot = {"software": report.software, "window": over, "hash": report.data_hash[:HASH_SHOWN]}
    return Document(
        lang=lang,
        title=say("report.title", lang),
        window=over,
        made=say("report.made", lang, at=long_date(report.generated_at, lang), software=report.software),
        caution=say("report.caution", lang),
        notice=report.notice or "",
        footer=say("report.footer", lang, **foot),
        blocks=blocks,
    )


def _summary(report: Report) -> list[Block]:
    lang, head = report.lang, Heading(say("report.summary", report.lang))
    if report.coverage.is_empty():
        return [head, Paragraph(say("report.empty", lang), "lead")]
    cover = report.coverage.row(0, named=True)
    said = [
        say(
            "report.summary_posts",
            lang,
            first=short_date(cover["first_at"], lang),
            last=short_date(cover["last_at"], lang),
            posts=say_count("posts", cover["posts"], lang),
            accounts=say_count("accounts", cover["users"], lang),
            cascades=say_count("report.summary_cascades", cover["cascades"], lang),
        )
    ]
    if report.top.height:
        said.append(_largest(report.top, lang))
    return [head, Paragraph(" ".join(said), "lead"), *needs_summary(report)]


def _largest(top: pl.DataFrame, lang: Lang) -> str:
    first = top.row(0, named=True)
    return say(
        "report.summary_top",
        lang,
        posts=say_count("posts", first["size"], lang),
        accounts=say_count("accounts", first["users"], lang),
        span=duration((first["last_at"] - first["first_at"]).total_seconds(), lang),
        start=long_date(first["first_at"], lang),
    )


def _top(report: Report) -> list[Block]:
    lang = report.lang
    if report.coverage.is_empty():
        return []
    head = Heading(say("report.top", lang))
    if report.top.is_empty():
        return [head, Paragraph(say("report.no_cascades", lang))]
    blocks: list[Block] = [
        head,
        Paragraph(say("report.top_about", lang)),
        top_table(report.top, lang),
        Paragraph(say("report.top_legend", lang), "small"),
    ]
    return [*blocks, *(cascade_group(c, rank, lang) for rank, c in enumerate(report.cascades, 1))]
