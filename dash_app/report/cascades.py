"""One cascade after the other: its words, its drawing, its figures, where it speaks of, who relayed it first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, cast

import polars as pl

from dash_app.figures.propagation import propagation
from dash_app.figures.time_axis import duration
from dash_app.report.document import Block, Facts, Figure, Group, Heading, Paragraph, Quote, Table
from dash_app.report.when import long_date, short_date
from dash_app.texts import Lang, number, say, say_count, texts

if TYPE_CHECKING:
    from dash_app.report.data import Cascade

DRAWN = 600  # posts on paper; the smallest branches beyond are folded, and the drawing says so
PLACES, HIDDEN_NAMED = 12, 6
PSEUDONYM = 12  # characters, as for a mention inside a text
_CUT, _QUOTED = 90, 600
_FIGURES = ("size", "users", "depth", "max_breadth")


def top_table(top: pl.DataFrame, lang: Lang) -> Table:
    """The cascades in one table."""
    names = ("rank", "text", *_FIGURES, "structural_virality", "first_at", "last_at")
    rows = [
        (
            str(rank),
            cut(row["text"], _CUT) or say("report.no_text", lang),
            *(number(row[name], lang) for name in _FIGURES),
            _virality(row, lang),
            short_date(row["first_at"], lang),
            short_date(row["last_at"], lang),
        )
        for rank, row in enumerate(top.iter_rows(named=True), 1)
    ]
    return Table(
        say("report.top_caption", lang),
        tuple(say(f"report.col.{name}", lang) for name in names),
        tuple(rows),
        (True, False, True, True, True, True, True, False, False),
        (0, 1, 0, 0, 0, 0, 0, 0, 0),
    )


def cascade_group(cascade: Cascade, rank: int, lang: Lang) -> Group:
    """The section of one cascade."""
    row = cast("dict[str, Any]", cascade.row)
    drawn = propagation(_unquoted(cascade.tree), limit=DRAWN, lang=lang)
    folded = int(drawn.posts.hidden.sum())
    return Group(
        (
            Heading(say("report.cascade", lang, rank=rank), 2),
            _quote(row, lang),
            _facts(row, cascade.tree, lang),
            Figure(drawn.svg(), drawn.sentence, _spread(row, cascade.tree, folded, lang)),
            *_relays(cascade.relays, lang),
            *_places(cascade.territories, lang),
            *_repairs(cascade.tree, lang),
        )
    )


def cut(text: str | None, length: int) -> str:
    """The text on one line, at most so many characters."""
    line = " ".join((text or "").split())
    return line if len(line) <= length else f"{line[:length].rstrip()}…"


def pseudonym(author: str | None, lang: Lang) -> str:
    return author[:PSEUDONYM] if author else say("report.no_author", lang)


def language_name(code: str | None, lang: Lang) -> str:
    """The name of a language, its code where we have no name for it; "und" is no language."""
    if not code or code == "und":
        return say("report.lang_unknown", lang)
    key = f"report.lang.{code}"
    return say(key, lang) if key in texts() else code


def _unquoted(tree: pl.DataFrame) -> pl.DataFrame:
    """The tree without words: the section quotes the first post above its drawing."""
    return tree.with_columns(text=pl.when(pl.col("text").is_not_null()).then(pl.lit("")))


def _quote(row: dict[str, Any], lang: Lang) -> Quote:
    source = say(
        "report.quote_source",
        lang,
        author=pseudonym(row["author"], lang),
        at=long_date(row["first_at"], lang),
        language=language_name(row["lang"], lang),
    )
    return Quote(cut(row["text"], _QUOTED) or say("report.no_text", lang), source, row["lang"] or "")


def _facts(row: dict[str, Any], tree: pl.DataFrame, lang: Lang) -> Facts:
    figures = [(say(f"report.fact.{name}", lang), number(row[name], lang)) for name in _FIGURES]
    return Facts(
        (
            *figures,
            (say("report.fact.structural_virality", lang), _virality(row, lang)),
            (say("report.fact.span", lang), _span(row, lang)),
            (say("report.fact.half", lang), _half(row, tree, lang)),
            (say("report.fact.repairs", lang), number(row["repairs"], lang)),
        )
    )


def _spread(row: dict[str, Any], tree: pl.DataFrame, folded: int, lang: Lang) -> str:
    said = say(
        "report.spread",
        lang,
        posts=say_count("posts", row["size"], lang),
        accounts=say_count("accounts", row["users"], lang),
        span=_span(row, lang),
        half=_half(row, tree, lang),
        depth=say_count("hops", row["depth"], lang),
    )
    return f"{said} {say_count('propagation.folded', folded, lang)}" if folded else said


def _virality(row: dict[str, Any], lang: Lang) -> str:
    value = row["structural_virality"]
    return "—" if value is None else number(value, lang, 2)


def _span(row: dict[str, Any], lang: Lang) -> str:
    return duration((row["last_at"] - row["first_at"]).total_seconds(), lang)


def _half(row: dict[str, Any], tree: pl.DataFrame, lang: Lang) -> str:
    """How long until half of the posts with a known time had come."""
    seconds = (tree["at"].drop_nulls() - row["first_at"]).dt.total_seconds()
    return duration(float(cast("float", seconds.median() or 0.0)), lang)


def _relays(relays: pl.DataFrame, lang: Lang) -> list[Block]:
    if relays.is_empty():
        return [Paragraph(say("report.no_relays", lang), "small")]
    rows = tuple(
        (
            short_date(row["at"], lang),
            "—" if row["delay_s"] is None else duration(max(row["delay_s"], 0), lang),
            pseudonym(row["author"], lang),
            number(row["depth"], lang),
        )
        for row in relays.iter_rows(named=True)
    )
    head = tuple(say(f"report.col.{name}", lang) for name in ("at", "delay", "author", "hop"))
    return [Table(say("report.relays", lang), head, rows, (False, False, False, True), (3, 2, 3, 1))]


def _places(territories: pl.DataFrame, lang: Lang) -> list[Block]:
    """Territories with 11 people or more in a table, the others by name only."""
    if territories.is_empty():
        return [Paragraph(say("report.no_places", lang), "small")]
    blocks: list[Block] = []
    shown = territories.drop_nulls("people").head(PLACES)
    if shown.height:
        rows = tuple(
            (f"{name} ({code})", number(people, lang), number(posts, lang))
            for name, code, people, posts in shown.select("name", "code", "people", "posts").iter_rows()
        )
        head = tuple(say(f"report.col.{name}", lang) for name in ("place", "people", "posts"))
        blocks.append(Table(say("report.places", lang), head, rows, (False, True, True), (4, 1, 1)))
    hidden = territories.filter(pl.col("people").is_null()).sort("name", "code")
    if hidden.height:
        names = ", ".join(hidden["name"].head(HIDDEN_NAMED)) + ("…" if hidden.height > HIDDEN_NAMED else "")
        said = say_count("report.places_hidden", hidden.height, lang)
        blocks.append(Paragraph(said.format(names=names), "small"))
    return blocks


def _repairs(tree: pl.DataFrame, lang: Lang) -> list[Block]:
    reasons = Counter("; ".join(tree["repair"].cast(pl.String).drop_nulls()).split("; "))
    reasons.pop("", None)
    if not reasons:
        return []
    listed = ", ".join(f"{reason} ({number(count, lang)})" for reason, count in sorted(reasons.items()))
    return [Paragraph(say("report.repairs", lang, reasons=listed), "small")]
