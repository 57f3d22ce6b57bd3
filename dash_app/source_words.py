"""One source in words, at the moment the page is read: its state, ages, range, spending, and what to do. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash_app.figures.time_axis import duration
from dash_app.texts import Lang, number, say, texts

if TYPE_CHECKING:
    from datetime import datetime

    import polars as pl

    from dash_app.components.grids import Rows

NO_NEWS = "no news"
_DATE = {"fr": "%d/%m/%Y %H:%M", "en": "%Y-%m-%d %H:%M"}
_SIGN = {"attention": "▲", "stale": "◌", "idle": "○", "well": "✓"}

Source = dict[str, Any]  # a row of `sources/health`, as dash_app.health.seen gives it


def rows(sources: pl.DataFrame, now: datetime, lang: Lang) -> Rows:
    """Rows of the table: figures to sort by, and each as it is written in a field with `_text` after its name."""
    return [_row(row, now, lang) for row in sources.iter_rows(named=True)]


def _row(row: Source, now: datetime, lang: Lang) -> Source:
    times = ("good_at", "newest_at", "committed_at")
    return {
        "name": row["name"],
        "title": title_of(row, lang),
        "standing": row["standing"],
        "state": state_of(row, lang),
        "said": said(row, now, lang),
        "today": row["loaded_today"],
        "today_text": "" if row["loaded_today"] is None else number(row["loaded_today"], lang),
        "expected": expected(row, lang),
        "unknown": ", ".join(row["unknown"] or ()),
        "cost": row["spent"],
        "cost_text": cost(row, lang),
        **{name: row[name] and row[name].timestamp() for name in times},
        **{f"{name}_text": age(row[name], now, lang) for name in times},
        **{f"{name}_tip": row[name] and written(row[name], lang) for name in times},
        **{name: row[name] for name in ("dead_share", "repeated_share")},
        **{f"{name}_text": share(row[name], lang) for name in ("dead_share", "repeated_share")},
    }


def facts(row: Source, now: datetime, lang: Lang) -> list[tuple[str, str]]:
    """Name and value of what is known of one source; what is not known is left out."""
    times = ("good_at", "newest_at", "committed_at", "checked_at")
    known = {
        **{name: _dated(row[name], now, lang) for name in times},
        "today": "" if row["loaded_today"] is None else number(row["loaded_today"], lang),
        "expected": expected(row, lang),
        "dead_share": share(row["dead_share"], lang),
        "repeated_share": share(row["repeated_share"], lang),
        "unknown": ", ".join(row["unknown"] or ()),
        "cost": cost(row, lang),
    }
    return [(say(f"source.{name}", lang), value) for name, value in known.items() if value]


def said(row: Source, now: datetime, lang: Lang) -> str:
    """What happens to a source and what to do; in the collector's words for a state that has none here."""
    values = {
        "name": row["name"],
        "good": _dated(row["good_at"], now, lang) or say("age.never", lang),
        "checked": _dated(row["checked_at"], now, lang),
        "dead": share(row["dead_share"], lang),
        "repeated": share(row["repeated_share"], lang),
        "expected": expected(row, lang),
        "unknown": ", ".join(row["unknown"] or ()),
        "cost": cost(row, lang),
    }
    late = say(f"why.{NO_NEWS}", lang, **values) if row["stale"] else ""
    if late and row["standing"] == "stale":
        return late
    key = f"why.{row['state']}"
    return " ".join(filter(None, (say(key, lang, **values) if key in texts() else row["why"], late)))


def state_of(row: Source, lang: Lang) -> str:
    """A sign and a word: what stands for the colour."""
    return f"{_SIGN[row['standing']]} {word_of(row, lang)}"


def word_of(row: Source, lang: Lang) -> str:
    return state_word(NO_NEWS if row["standing"] == "stale" else row["state"], lang)


def state_word(state: str, lang: Lang) -> str:
    key = f"state.{state}"
    return say(key, lang) if key in texts() else state


def title_of(row: Source, lang: Lang) -> str:
    """Its title in that language, else whatever names it."""
    return (row["title_fr"] if lang == "fr" else None) or row["title"] or str(row["name"])


def age(at: datetime | None, now: datetime, lang: Lang) -> str:
    """How long ago in words; "never" for what did not happen."""
    if at is None:
        return say("age.never", lang)
    seconds = (now - at).total_seconds()
    if abs(seconds) < 60:
        return say("age.now", lang)
    return say("age.ago" if seconds > 0 else "age.ahead", lang, age=duration(abs(seconds), lang))


def written(at: datetime, lang: Lang) -> str:
    return at.strftime(_DATE[lang])


def _dated(at: datetime | None, now: datetime, lang: Lang) -> str:
    return say("age.both", lang, at=written(at, lang), age=age(at, now, lang)) if at else ""


def share(part: float | None, lang: Lang) -> str:
    """A share in percent; a small one keeps a digit, and one that is not null never reads as 0."""
    if part is None:
        return ""
    percent = 100 * part
    if 0 < percent < 0.1:
        return f"< {number(0.1, lang, 1)} %"
    return f"{number(percent, lang, 1 if 0 < percent < 10 else 0)} %"


def expected(row: Source, lang: Lang) -> str:
    """The plausible counts of a day: "10 to 200"; empty when nobody declared them."""
    low, high = row["expected_low"], row["expected_high"]
    if low is None or high is None:
        return ""
    return say("range.between", lang, low=number(low, lang), high=number(high, lang))


def cost(row: Source, lang: Lang) -> str:
    """What was spent of the month's budget, in its unit; empty for a source that costs nothing."""
    if row["spent"] is None:
        return ""
    values = {"spent": number(row["spent"], lang, 2), "unit": row["unit"] or ""}
    if row["budget"] is None:
        return say("cost.spent", lang, **values)
    return say("cost.both", lang, budget=number(row["budget"], lang, 2), **values)
