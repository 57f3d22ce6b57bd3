"""Topics that rise, in words: the rows of their table and what to know first. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash_app.signal_parts import NOTHING, written_at
from dash_app.signal_words import topic
from dash_app.texts import Lang, number, say, say_count

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from dash_app.components.grids import Rows

Rising = dict[str, Any]  # a row of `signals/rising`


def rows(found: pl.DataFrame, lang: Lang) -> Rows:
    """Rows of the table: figures to sort by, and each as it is written in a field with `_text` after its name."""
    return [_row(row, lang) for row in found.iter_rows(named=True)]


def sentence(found: pl.DataFrame, lang: Lang) -> str:
    """What to know first: how many topics rise, which one the most, as of when; or what to do."""
    if found.is_empty():
        return say("rising.none", lang)
    first = found.row(0, named=True)
    count = say_count("rising.count", found.height, lang)
    at = written_at(first["as_of"], lang)
    return f"{count} {say('rising.first', lang, topic=topic(first, lang), at=at)}"


def burst(row: Rising, lang: Lang) -> str:
    """How far its share is above the usual one, since when."""
    if not row["burst_level"]:
        return NOTHING
    since = written_at(row["burst_since"], lang)
    return say("rising.bursts", lang, times=2 ** row["burst_level"], since=since)


def _row(row: Rising, lang: Lang) -> Rising:
    return {
        "weak": row["weak"],
        "rising_kind": say(f"rising.kind.{row['kind']}", lang),
        "topic": topic(row, lang),
        "place": row["place"] or row["location_code"] or NOTHING,
        "rank": row["rank"],
        **_written("burst", row["burst_level"], lambda _: burst(row, lang), lang),
        **_written("first_share", row["first_share"], lambda share: _share(share, lang), lang),
        **{
            name: value
            for field in ("popularity", "before", "people")
            for name, value in _written(field, row[field], lambda count: number(count, lang), lang).items()
        },
    }


def _share(share: float, lang: Lang) -> str:
    return say("signals.share", lang, share=number(100 * share, lang))


def _written(field: str, value: float | None, write: Callable[[float], str], lang: Lang) -> Rising:
    """What is of few people is null, and says so."""
    return {field: value, f"{field}_text": say("rising.few", lang) if value is None else write(value)}
