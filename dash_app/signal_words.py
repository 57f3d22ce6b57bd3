"""One signal in words: its kind, topic, place, what was seen against what was expected, and its components. Pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from dash_app.texts import Lang, number, say, say_count, texts
from graph.taxonomy import taxonomy

if TYPE_CHECKING:
    from datetime import datetime

    import polars as pl

    from dash_app.components.grids import Rows

KINDS = ("need", "diffusion", "volume", "panic", "crowd")
SURE_BITS = 20  # from a chance of one in a million
_DATE = {"fr": "%d/%m/%Y %H:%M", "en": "%Y-%m-%d %H:%M"}

Signal = dict[str, Any]  # a row of `signals/latest`


class Part(NamedTuple):
    """One component of a signal, written: its name, what was seen, what was usual, how surprising that is."""

    name: str
    seen: str
    usual: str
    surprise: str


def rows(signals: pl.DataFrame, lang: Lang) -> Rows:
    """Rows of the table: figures to sort by, and each as it is written in a field with `_text` after its name."""
    return [_row(row, lang) for row in signals.iter_rows(named=True)]


def sentence(signals: pl.DataFrame, lang: Lang) -> str:
    """What to know first, over all signals that are shown."""
    if signals.is_empty():
        return say("signals.none", lang)
    first = signals.row(0, named=True)
    count = say_count("signals.count", signals.height, lang)
    return f"{count} {say('signals.surest', lang, signal=title(first, lang), at=_at(first['detected_at'], lang))}"


def title(row: Signal, lang: Lang) -> str:
    """Kind, topic and place in one line."""
    return say("signals.titled", lang, kind=kind(row, lang), topic=topic(row, lang), place=place(row, lang))


def kind(row: Signal, lang: Lang) -> str:
    return say(f"signal.kind.{row['kind']}", lang)


def topic(row: Signal, lang: Lang) -> str:
    """A claim by its title, a need by its label; a hashtag and an event as they are."""
    if row["claim"]:
        return say("signals.claim", lang, title=row["claim"])
    name: str = row["topic"]
    if name == "all":
        return say("signals.all", lang)
    return taxonomy().label(name, lang)


def place(row: Signal, lang: Lang) -> str:
    return row["place"] or row["location_code"] or say("signals.nowhere", lang)


def told(row: Signal, lang: Lang) -> str:
    """What was seen against what was expected, and in which windows."""
    values = {"observed": number(row["observed"], lang), "start": _at(row["start_at"], lang)}
    if row["expected"] is None:
        return say("signals.told_alone", lang, **values)
    return say("signals.told", lang, expected=number(row["expected"], lang, 1), **values)


def components(row: Signal, lang: Lang) -> list[Part]:
    """The named components behind a signal, as the table of its reasons."""
    found: dict[str, dict[str, Any]] = json.loads(row["why"])["components"]
    return [_part(name, figures, lang) for name, figures in found.items()]


def baseline(row: Signal, lang: Lang) -> str:
    """Against what it is unusual."""
    why = json.loads(row["why"])
    key = f"signal.baseline.{why['baseline']}"
    known = say(key, lang) if key in texts() else why["baseline"]
    return say("signals.baseline", lang, baseline=known, minutes=why["window_min"])


def _row(row: Signal, lang: Lang) -> Signal:
    times = ("start_at", "detected_at")
    return {
        "signal": row["signal"],
        "kind": kind(row, lang),
        "topic": topic(row, lang),
        "place": place(row, lang),
        "observed": row["observed"],
        "expected": row["expected"],
        "score_bits": row["score_bits"],
        "q": row["q"],
        "sure": row["score_bits"] >= SURE_BITS,
        **{name: row[name].timestamp() for name in times},
        **{f"{name}_text": _at(row[name], lang) for name in times},
    }


def _part(name: str, figures: dict[str, Any], lang: Lang) -> Part:
    """A rate has a count and an expected one, a share its usual one, a scan its people and communes."""
    bits = figures.get("bits")
    return Part(
        say(f"signal.part.{name}", lang), *_figures(name, figures, lang),
        "" if bits is None else say("signals.bits", lang, bits=number(bits, lang, 1)),
    )  # fmt: skip


def _figures(name: str, figures: dict[str, Any], lang: Lang) -> tuple[str, str]:
    if name == "rate":
        return _written(figures["observed"], lang, 0), _written(figures["expected"], lang, 1)
    if name == "doubt" and "answers" in figures:
        return _doubts(figures, lang), _share(figures["usual"], lang)
    if name == "scan":
        return _scanned(figures, lang), _written(figures["p"], lang, 3)
    return _share(figures["share"], lang), _share(figures["usual"], lang)


def _doubts(figures: dict[str, Any], lang: Lang) -> str:
    """Counts, or the share alone where one side has fewer than 11."""
    if figures["answers"] is None:
        return say("signals.few_doubts", lang, share=_share(figures["share"], lang))
    return say("signals.doubts", lang, doubts=figures["doubts"], answers=figures["answers"])


def _scanned(figures: dict[str, Any], lang: Lang) -> str:
    if figures.get("people") is None:
        return "–"
    return say("signals.scanned", lang, people=figures["people"], communes=figures["communes"])


def _share(value: float | None, lang: Lang) -> str:
    return "–" if value is None else say("signals.share", lang, share=number(100 * value, lang, 1))


def _written(value: float | None, lang: Lang, digits: int) -> str:
    return "–" if value is None else number(value, lang, digits)


def _at(moment: datetime, lang: Lang) -> str:
    return f"{moment:{_DATE[lang]}}"
