"""An alert, or a digest of them, in words: what, why, against what baseline, what changed, how often it is false."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from analytics.alerts.changes import NEW
from analytics.learning.decide import CHECK
from dash_app import signal_words
from dash_app.signal_parts import HARDLY, Part, expected
from dash_app.texts import number, say, say_count, texts
from graph.taxonomy import taxonomy
from graph.territory import collectivities, communes, departements, regions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from dash_app.texts import Lang

CROWD, ALL = "crowd", "all"
POSTS_SHOWN, IDS_SHOWN, TEXT_SHOWN = 10, 5, 200


@dataclass(frozen=True, slots=True)
class Message:
    """id      the same at every attempt: receivers can tell a repetition by it
    at      ISO 8601
    data    the alert, or the lines of the digest, for programs
    """

    id: str
    at: str
    subject: str
    text: str
    data: object

    def json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, default=_plain)


def read_message(text: str) -> Message:
    """What `Message.json` wrote."""
    return Message(**json.loads(text))


def alert_message(alert: Mapping[str, object], posts: Sequence[str], lang: Lang) -> Message:
    """The message of a decided alert.

    posts  lines that show it (`post_lines`); those of a crowd are never written: they would locate persons
    """
    place, what = place_name(str(alert["location_code"]), lang), what_of(alert, lang)
    change = say(f"alert.change.{alert['change']}", lang)
    moments = {"start": _when(alert["start_at"]), "detected": _when(alert["detected_at"])}
    is_crowd = alert["kind"] == CROWD
    lines = [
        f"{what}, {place}",
        seen_of(alert, lang),
        say("alert.when", lang, **moments),
        _why(str(alert["why"]), lang),
        _surprise(alert, lang),
        _since(alert, lang),
        _rate(alert, lang),
        say("alert.check", lang) if alert["decision"] == CHECK else "",
        "\n".join([say("alert.posts", lang), *posts[:POSTS_SHOWN]]) if posts and not is_crowd else "",
        say("alert.no_posts_of_crowds", lang) if is_crowd else "",
        say("alert.answer", lang, id=alert["alert_id"]),
        say("alert.notice", lang),
    ]
    data = {name: value for name, value in alert.items() if not (is_crowd and name == "evidence")}
    subject = _one_line(say("alert.subject", lang, change=change, what=what, place=place))
    return Message(
        str(alert["alert_id"]), _iso(alert["due_at"]), subject, "\n".join(filter(None, lines)), data
    )


def digest_message(name: str, lines: pl.DataFrame, start: datetime, end: datetime, lang: Lang) -> Message:
    """The message of a digest (analytics.alerts.digest) over [start, end)."""
    rows = lines.to_dicts()
    told = [
        say("digest.period", lang, start=_when(start), end=_when(end)),
        *(_line(row, lang) for row in rows),
    ]
    subject = say_count("digest.subject", int(lines["alerts"].sum()), lang)
    text = "\n".join([*told, say("alert.notice", lang)])
    return Message(f"digest:{name}:{_iso(end)}", _iso(end), subject, text, rows)


def post_lines(posts: pl.DataFrame) -> list[str]:
    """Posts (post, author, at, text) as lines: time, pseudonym, beginning of the text, uid."""
    rows = posts.select("at", "author", "text", "post").iter_rows()
    return [
        f"- {_when(at)} {author or '?'}: {_one_line(text or '')[:TEXT_SHOWN]} ({post})"
        for at, author, text, post in rows
    ]


@cache
def _places() -> dict[str, str]:
    named = [communes(), departements(), collectivities()]
    own = {code: name for table in named for code, name in table.select("code", "name").iter_rows()}
    return own | {f"region:{code}": name for code, name in regions().select("code", "name").iter_rows()}


def place_name(code: str, lang: Lang) -> str:
    """The name and code of a commune, a département or a région; the code alone where it is none of ours."""
    if not code:
        return say("alert.everywhere", lang)
    name = _places().get(code)
    return f"{name} ({code})" if name else code


def _line(row: Mapping[str, object], lang: Lang) -> str:
    topics, ids = row["topics"], row["alert_ids"]
    assert isinstance(topics, list)
    assert isinstance(ids, list)
    what = _named(str(row["kind"]), topics, lang)
    return say(
        "digest.line", lang, what=what, place=place_name(str(row["location_code"]), lang), count=row["alerts"],
        held=row["held_back"], bits=_figure(row["score_bits"], lang), ids=" ".join(ids[:IDS_SHOWN]),
    )  # fmt: skip


def what_of(alert: Mapping[str, object], lang: Lang) -> str:
    """Kind, topic (or its title) and service in words."""
    parts = (str(alert["title"] or alert["topic"]), str(alert["service"]))
    return _named(str(alert["kind"]), [part for part in parts if part], lang)


def _named(kind: str, topics: Sequence[str], lang: Lang) -> str:
    """Kind and topics in words, where we have them."""
    known = texts().get(f"signal.kind.{kind}")
    labels = [say("signals.all", lang) if topic == ALL else taxonomy().label(topic, lang) for topic in topics]
    return _one_line(" · ".join(filter(None, [known[lang] if known else kind, ", ".join(labels)])))


def _why(why: str, lang: Lang) -> str:
    """The reason in words: the named components that the watch writes as JSON, or what a question gave as text."""
    row = {"why": why}
    try:
        parts = [_part(part, lang) for part in signal_words.components(row, lang)]
        return "\n".join([say("alert.why", lang, why=signal_words.baseline(row, lang)), *parts])
    except (ValueError, KeyError, TypeError):  # no JSON, or not that of the watch
        return say("alert.why", lang, why=why) if why else ""


def _part(part: Part, lang: Lang) -> str:
    key = "alert.part" if part.usual else "alert.part_alone"
    line = say(key, lang, name=part.name, seen=part.seen, usual=part.usual)
    return f"{line} ({part.surprise})" if part.surprise else line


def seen_of(alert: Mapping[str, object], lang: Lang) -> str:
    """What was seen and what was expected, in a sentence."""
    if alert["observed"] is None:
        return ""
    observed = _figure(alert["observed"], lang, 0)
    hoped = alert["expected"]
    if not isinstance(hoped, int | float):
        return say("alert.seen_alone", lang, observed=observed)
    key = "alert.seen" if hoped >= HARDLY else "alert.seen_hardly"
    return say(key, lang, observed=observed, expected=expected(hoped, lang))


def _surprise(alert: Mapping[str, object], lang: Lang) -> str:
    if alert["score_bits"] is None:
        return ""
    q = _figure(alert["q"], lang, 4)
    return say("alert.surprise", lang, bits=_figure(alert["score_bits"], lang), q=q)


def _since(alert: Mapping[str, object], lang: Lang) -> str:
    if alert["change"] == NEW:
        return say("alert.first", lang)
    before, now = (_figure(alert[name], lang, 0) for name in ("observed_before", "observed"))
    return say(
        "alert.since", lang, previous=alert["previous_id"], at=_when(alert["detected_at_before"]),
        before=before, now=now, fresh=alert["new_posts"],
    )  # fmt: skip


def _rate(alert: Mapping[str, object], lang: Lang) -> str:
    rate = alert["false_alarm_rate"]
    if not isinstance(rate, float):
        return say("alert.rate_unknown", lang)
    level = say(f"alert.level.{alert['like_level']}", lang)
    return say(
        "alert.rate",
        lang,
        rate=number(100 * rate, lang),
        false=alert["like_false"],
        like=alert["like"],
        level=level,
    )


def _figure(value: object, lang: Lang, digits: int = 1) -> str:
    return number(value, lang, digits) if isinstance(value, int | float) else "?"


def _one_line(text: str) -> str:
    """A line of a post may hold line ends, which would begin a header of a mail."""
    return " ".join(text.split())


def _when(moment: object) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if isinstance(moment, datetime) else "?"


def _iso(moment: object) -> str:
    assert isinstance(moment, datetime)
    return moment.isoformat()


def _plain(value: object) -> str:
    return _iso(value)
