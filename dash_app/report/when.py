"""Instants as people in France read them: Paris time, the zone always said."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from dash_app.texts import Lang, say

PARIS = ZoneInfo("Europe/Paris")


def long_date(at: datetime, lang: Lang) -> str:
    """Paris time in words: 7 janvier 2015 à 12:00."""
    local = at.astimezone(PARIS)
    day = f"1{say('report.first', lang)}" if local.day == 1 else str(local.day)
    month = say(f"report.month.{local.month}", lang)
    return say("report.long_date", lang, day=day, month=month, year=local.year, time=f"{local:%H:%M}")


def short_date(at: object, lang: Lang) -> str:
    """Paris time in digits: 07/01/2015 12:00; a dash for what is not known."""
    if not isinstance(at, datetime):
        return "—"
    return at.astimezone(PARIS).strftime("%d/%m/%Y %H:%M" if lang == "fr" else "%Y-%m-%d %H:%M")


def window(start: datetime | None, end: datetime | None, lang: Lang) -> str:
    """The window in words, each side where it is given."""
    sides = "".join(name for name, side in (("from", start), ("to", end)) if side) or "all"
    return say(
        f"report.window.{sides}",
        lang,
        start=long_date(start, lang) if start else "",
        end=long_date(end, lang) if end else "",
    )
