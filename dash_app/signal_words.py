"""One signal in words: its kind, topic, place, what was seen against what was expected, and its components. Pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dash_app.signal_parts import HARDLY, Part, expected, part, written_at
from dash_app.texts import Lang, number, say, say_count, texts
from graph.taxonomy import taxonomy

if TYPE_CHECKING:
    import polars as pl

    from dash_app.components.grids import Rows

KINDS = ("need", "diffusion", "volume", "panic", "crowd")
SURE_BITS = 20  # from a chance of one in a million

Signal = dict[str, Any]  # a row of `signals/latest`


def rows(signals: pl.DataFrame, lang: Lang) -> Rows:
    """Rows of the table: figures to sort by, and each as it is written in a field with `_text` after its name."""
    return [_row(row, lang) for row in signals.iter_rows(named=True)]


def sentence(signals: pl.DataFrame, lang: Lang) -> str:
    """What to know first, over all signals that are shown."""
    if signals.is_empty():
        return say("signals.none", lang)
    first = signals.row(0, named=True)
    count = say_count("signals.count", signals.height, lang)
    at = written_at(first["detected_at"], lang)
    return f"{count} {say('signals.surest', lang, signal=title(first, lang), at=at)}"


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
    values = {"observed": number(row["observed"], lang), "start": written_at(row["start_at"], lang)}
    if row["expected"] is None:
        return say("signals.told_alone", lang, **values)
    key = "signals.told" if row["expected"] >= HARDLY else "signals.told_hardly"
    return say(key, lang, expected=expected(row["expected"], lang), **values)


def components(row: Signal, lang: Lang) -> list[Part]:
    """The named components behind a signal, as the table of its reasons."""
    found: dict[str, dict[str, Any]] = json.loads(row["why"])["components"]
    return [part(name, figures, lang) for name, figures in found.items()]


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
        "expected_text": expected(row["expected"], lang),
        "score_bits": row["score_bits"],
        "q": row["q"],
        "sure": row["score_bits"] >= SURE_BITS,
        **{name: row[name].timestamp() for name in times},
        **{f"{name}_text": written_at(row[name], lang) for name in times},
    }
