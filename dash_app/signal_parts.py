"""The named components of a signal in words: what was seen, what was usual, how surprising that is. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from dash_app.texts import Lang, number, say

HARDLY = 0.1  # below it an expected count is not told in figures
DATE = {"fr": "%d/%m/%Y %H:%M", "en": "%Y-%m-%d %H:%M"}
NOTHING = "–"
TEN = 10.0

Figures = dict[str, Any]


class Part(NamedTuple):
    """One component of a signal, written: its name, what was seen, what was usual, how surprising that is."""

    name: str
    seen: str
    usual: str
    surprise: str


def part(name: str, figures: Figures, lang: Lang) -> Part:
    """A rate has a count and an expected one, a share its usual one; others a sentence.

    What has nothing usual to be held against says so with a dash, a sentence has none. KeyError for a component that
    nobody knows.
    """
    return Part(say(f"signal.part.{name}", lang), *_figures(name, figures, lang), _surprise(figures, lang))


def expected(value: float | None, lang: Lang) -> str:
    """A count that was expected; next to nothing is no "0.0"."""
    if value is None:
        return NOTHING
    return number(value, lang, 1) if value >= HARDLY else say("signals.hardly", lang)


def written_at(moment: datetime, lang: Lang) -> str:
    return f"{moment:{DATE[lang]}}"


def _surprise(figures: Figures, lang: Lang) -> str:
    """In bits, or the chance of a scan."""
    if figures.get("bits") is not None:
        return say("signals.bits", lang, bits=number(figures["bits"], lang, 1))
    p = figures.get("p")
    return "" if p is None else say("signals.p", lang, p=number(p, lang, 3))


def _figures(name: str, figures: Figures, lang: Lang) -> tuple[str, str]:
    """What was seen, and what was usual."""
    if name in _ALONE:
        return _ALONE[name](figures, lang), ""
    if name == "rate":
        return _written(figures["observed"], lang, 0), expected(figures["expected"], lang)
    if name == "drift":
        return _drift(figures, lang), say("signals.at_most", lang, limit=number(figures["limit"], lang, 1))
    counted = name == "doubt" and "answers" in figures
    seen = _doubts(figures, lang) if counted else _share(figures["share"], lang)
    return seen, _share(figures["usual"], lang)


def _doubts(figures: Figures, lang: Lang) -> str:
    """Counts, or the share alone where one side has fewer than 11."""
    if figures["answers"] is None:
        return say("signals.few_doubts", lang, share=_share(figures["share"], lang))
    return say("signals.doubts", lang, doubts=figures["doubts"], answers=figures["answers"])


def _scan(figures: Figures, lang: Lang) -> str:
    if figures["p"] is None:
        return NOTHING
    if figures.get("people") is None:
        return say("signals.neighbouring", lang)
    return say("signals.scanned", lang, people=figures["people"], communes=figures["communes"])


def _growth(figures: Figures, lang: Lang) -> str:
    posts = figures["expected"]
    return say(f"signals.growth.{figures['state']}", lang, posts="" if posts is None else number(posts, lang))


def _burst(figures: Figures, lang: Lang) -> str:
    level = figures["level"]
    if not level:
        return say("signals.no_burst", lang)
    since = written_at(datetime.fromisoformat(figures["since"]), lang)
    return say("signals.burst", lang, times=2**level, since=since)


def _drift(figures: Figures, lang: Lang) -> str:
    key = "signals.above" if figures["above"] else "signals.below"
    digits = 1 if abs(figures["level"]) < TEN else 0  # two are told
    return say(key, lang, level=number(figures["level"], lang, digits))


def _popularity(figures: Figures, lang: Lang) -> str:
    told = {"rank": figures["rank"], "topics": figures["of"]}
    return say(f"signals.popularity.{figures['signal']}", lang, **told)


def _stories(figures: Figures, lang: Lang) -> str:
    """Counts, or shares where one of them is of few."""
    if figures["texts"] is None:
        shares = {name: _share(figures[name], lang) for name in ("share", "each")}
        return say("signals.few_stories", lang, **shares)
    return say("signals.stories", lang, **{name: figures[name] for name in ("texts", "first", "stories")})


def _share(value: float | None, lang: Lang) -> str:
    return NOTHING if value is None else say("signals.share", lang, share=number(100 * value, lang, 1))


def _written(value: float | None, lang: Lang, digits: int) -> str:
    return NOTHING if value is None else number(value, lang, digits)


_ALONE = {"scan": _scan, "growth": _growth, "burst": _burst, "popularity": _popularity, "stories": _stories}
