"""The crisis cell in words: alerts, people, what is unusual, matches. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from dash_app import action_words, signal_words
from dash_app.figures.crisis_map import LAYERS
from dash_app.texts import Lang, number, say, say_count, texts
from graph.taxonomy import taxonomy

if TYPE_CHECKING:
    from datetime import datetime

    from dash_app.components.grids import Rows
    from dash_app.crisis.moment import Moment

_DATE = {"fr": "%d/%m/%Y %H:%M", "en": "%Y-%m-%d %H:%M"}
_DIGITS = 3  # of a q
FEWEST = 11  # needs below are not counted

Row = dict[str, Any]


def at(moment: datetime, lang: Lang) -> str:
    return f"{moment:{_DATE[lang]}}"


def told(moment: Moment, lang: Lang) -> str:
    """Which instant is shown, and whether it is the present."""
    key = "replayed" if moment.replayed else "stale" if moment.stale else "now"
    return say(f"crisis.{key}", lang, at=at(moment.at, lang))


def alert(row: Row, lang: Lang) -> str:
    """An alert in one line: its title, else its kind; and its place where the title does not say it."""
    place = row["place"]
    title = row["title"] or kind(row["kind"], lang)
    return title if not place or place in title else f"{title} · {place}"


def kind(name: str, lang: Lang) -> str:
    """The name of a kind of alert; one that has none is shown as it is stored."""
    key = f"crisis.kind.{name}"
    return say(key, lang) if key in texts() else name


def severity(value: int | None, lang: Lang) -> str:
    return say(f"crisis.severity.{value or 0}", lang)


def alerted(alerts: pl.DataFrame, lang: Lang) -> str:
    """How many official alerts are in force, and how grave."""
    count = say_count("crisis.alert_count", alerts.height, lang)
    if alerts.is_empty():
        return f"{count}."
    gravest = severity(alerts["severity"].fill_null(0).max(), lang)  # type: ignore[arg-type] # whole numbers
    return say("crisis.gravest", lang, count=count, severity=gravest)


def people(counts: pl.DataFrame, lang: Lang) -> list[tuple[str, str]]:
    """What people say, and how many do in the territories that are shown; "hidden" where no figure is.

    counts  of one level: no person is there twice in a figure
    """
    return [(say(f"crisis.layer.{name}", lang), _count(counts[name], lang)) for name in LAYERS]


def hidden(counts: pl.DataFrame, lang: Lang) -> str:
    """How many territories are hidden; empty where none is."""
    number_ = int(counts["suppressed"].sum())
    return say_count("crisis.people_hidden", number_, lang) if number_ else ""


def _count(shown: pl.Series, lang: Lang) -> str:
    total = int(shown.sum())
    return say("crisis.people_few", lang) if not total and shown.null_count() else number(total, lang)


def territory_rows(table: pl.DataFrame, lang: Lang) -> Rows:
    """Rows of the map's table: hidden counts are empty and said to be hidden."""
    return [
        {
            "code": row["code"],
            "name": row["name"],
            "alert": "" if row["severity"] is None else severity(row["severity"], lang),
            **{name: row[name] for name in LAYERS if name != "offers"},
            "help_offers": row["offers"],
            "hidden": say("cell.yes", lang) if row["suppressed"] else "",
        }
        for row in table.iter_rows(named=True)
    ]


def contributions(row: Row, lang: Lang) -> list[str]:
    """What each source brings to a place, the largest first."""
    return [
        say(
            "crisis.contribution",
            lang,
            name=_source(part, lang),
            observed=number(part["observed"], lang),
            expected=number(part["expected"], lang, 1),
            share=number(100 * part["share"], lang),
        )
        for part in row["contributions"]
    ]


def chance(q: float, lang: Lang) -> str:
    """The share of false alarms among places so unusual."""
    least = 10**-_DIGITS
    written = f"< {number(least, lang, _DIGITS)}" if q < least else f"= {number(q, lang, _DIGITS)}"
    return say("crisis.unusual_sure", lang, q=written)


def _source(part: Row, lang: Lang) -> str:
    key = f"crisis.source.{part['source']}.{part['kind']}"
    if key in texts():
        return say(key, lang)
    name = kind(part["kind"], lang)
    return name if part["source"] == part["kind"] else f"{name} ({part['source']})"


def signal_marks(signals: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    """at, label, sure of each signal on the time axis."""
    rows = list(signals.iter_rows(named=True))
    return pl.DataFrame(
        {
            "at": [row["detected_at"] for row in rows],
            "label": [signal_words.title(row, lang) for row in rows],
            "sure": [row["score_bits"] >= signal_words.SURE_BITS for row in rows],
        },
        schema={"at": pl.Datetime("us", "UTC"), "label": pl.String, "sure": pl.Boolean},
    )


def action_marks(actions: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    """at, label of each action on the time axis."""
    rows = list(actions.iter_rows(named=True))
    return pl.DataFrame(
        {"at": [row["at"] for row in rows], "label": [action_words.title(row, lang) for row in rows]},
        schema={"at": pl.Datetime("us", "UTC"), "label": pl.String},
    )


def match_rows(found: pl.DataFrame, lang: Lang) -> Rows:
    """Rows of the table of matches; a row is known by its need and class."""
    return [
        {
            "match": f"{row['need_uid']}|{row['need'] or ''}",
            "need_uid": row["need_uid"],
            "offer_uid": row["offer_uid"] or "",
            "need_class": taxonomy().label(row["need"], lang) if row["need"] else "",
            "state": row["state"],
            "reached": say(f"crisis.state.{row['state']}", lang),
            "why_match": say(f"crisis.why.{row['why']}", lang),
            **{name: row[name] for name in ("distance_km", "hours_apart", "score")},
            "asked_at": row["asked_at"].timestamp(),
            "asked_at_text": at(row["asked_at"], lang),
        }
        for row in found.iter_rows(named=True)
    ]


def matched(found: pl.DataFrame, lang: Lang) -> str:
    """How many needs have an offer, and how far they have come."""
    if found.is_empty():
        return say("crisis.helping_none", lang)
    if found["need_uid"].n_unique() < FEWEST:
        return say("crisis.helping_few", lang)
    count = {state: found.filter(state=state).height for state in ("committed", "answered")}
    open_ = found.filter(state="need")
    proposed = open_.filter(why="proposed").height
    return say(
        "crisis.helping_said",
        lang,
        needs=say_count("crisis.helping_needs", found.height, lang),
        proposed=number(proposed, lang),
        committed=say_count("crisis.helping_committed", count["committed"], lang),
        answered=say_count("crisis.helping_answered", count["answered"], lang),
        alone=number(open_.height - proposed, lang),
    )
