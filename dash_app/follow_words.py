"""An action followed live, in words: name and value of each thing that is known so far. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash_app.action_words import moment
from dash_app.texts import Lang, number, say, say_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from analytics.effects.reach import DenialReach
    from dash_app.actions.follow import Followed

Fact = tuple[str, str]


def title(found: Followed, lang: Lang) -> str:
    """Whether more is to come, and of when this is."""
    if not found.open:
        return say("follow.closed", lang, at=moment(found.declared.action.ends_at, lang))
    return say("follow.open", lang, at=f"{found.as_of:%H:%M:%S}")


def facts(found: Followed, lang: Lang) -> list[Fact]:
    """What is still missing first, then how far the message got, the denial, and those who had asked."""
    told = [
        *_window(found, lang),
        *_message(found.message, lang),
        *_denial(found.reach, lang),
        *_asked(found.asked, lang),
    ]
    return [(say(f"follow.{name}", lang), value) for name, value in told]


def _window(found: Followed, lang: Lang) -> Iterator[Fact]:
    if not found.open:
        return
    yield "until", moment(found.declared.action.ends_at, lang)
    lacks, ready = found.missing, found.ready_at
    if lacks.before:
        yield "missing", say_count("follow.before", lacks.before, lang)
    elif not lacks.after:
        yield "missing", say("follow.nothing", lang)
    elif ready is None:
        yield "missing", say("follow.short", lang)
    else:
        more = say_count("follow.after", lacks.after, lang)
        yield "missing", say("follow.from", lang, more=more, at=moment(ready, lang))


def _message(reach: pl.DataFrame, lang: Lang) -> Iterator[Fact]:
    if reach.is_empty():
        return
    posts = {row["relation"]: row["posts"] for row in reach.iter_rows(named=True)}
    kinds = ("REPOST_OF", "QUOTES", "REPLY_TO")
    spread = [say_count(f"follow.{kind}", posts[kind], lang) for kind in kinds if kind in posts]
    yield "message", ", ".join(spread) or say("follow.untouched", lang)


def _denial(reach: DenialReach | None, lang: Lang) -> Iterator[Fact]:
    if reach is None:
        return
    if reach.posts is not None:
        denial, rumour = (number(side.posts, lang) for side in (reach.denial, reach.rumour))
        ratio = number(reach.posts, lang, 2)
        yield "ratio", say("follow.of", lang, ratio=ratio, denial=denial, rumour=rumour)
    if reach.delay_s is not None:
        yield "delay", say("follow.hours", lang, hours=number(reach.delay_s / 3600, lang, 1))
    else:
        yield "delay", say("follow.no_denial", lang)


def _asked(row: dict[str, Any] | None, lang: Lang) -> Iterator[Fact]:
    if row is None:
        return
    if row["asked"] is None:
        yield "asked", say("follow.few", lang)
        return
    yield "asked", say("follow.people", lang, count=number(row["asked"], lang))
    wait = row["wait_s"]
    after = "" if wait is None else say("follow.wait", lang, hours=number(wait / 3600, lang, 1))
    for name in ("answered", "reached"):
        known = say("follow.hidden", lang) if row[name] is None else number(row[name], lang)
        yield name, known + (after if name == "answered" else "")
