"""What the page of services says, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.needs.feedback import UNKNOWN, UNNAMED
from analytics.needs.suppression import ALL
from analytics.visibility.topics import OTHER
from dash_app.figures.measure import topic_label
from dash_app.figures.time_axis import duration
from dash_app.figures.trend import percent
from dash_app.texts import Lang, number, say, say_count

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dash_app.services.view import Change, Figure, View

_DAY = {"fr": "%d/%m", "en": "%m-%d"}
_MONTH = {"fr": "%m/%Y", "en": "%Y-%m"}
_HOUR = 3_600


def service_name(service: str, lang: Lang) -> str:
    """A service as it is called, with words for all and for none."""
    special = {ALL: "services.all", UNNAMED: "services.unnamed"}
    return say(special[service], lang) if service in special else service


def topic_name(topic: str, lang: Lang) -> str:
    """A topic of a voice: a need, a hashtag with its sign, or neither."""
    if topic == OTHER:
        return say("services.other", lang)
    return topic if topic.startswith("#") else topic_label(topic, lang)


def place_name(code: str, name: str | None, lang: Lang) -> str:
    return say("services.nowhere", lang) if code == UNKNOWN else name or code


def window_name(every: str, lang: Lang) -> Callable[[datetime], str]:
    """How the start of a window is written: a quarter, a month, a day."""
    if every == "1q":
        return lambda at: say("services.quarter", lang, quarter=(at.month + 2) // 3, year=at.year)
    form = (_MONTH if every == "1mo" else _DAY)[lang]
    return lambda at: at.strftime(form)


def sentence(shown: View, service: str, lang: Lang) -> str:
    """The opinion of a service in one line."""
    name, rating = service_name(service, lang), shown.axes["rating"]
    if rating.share is None:
        return say("services.sentence_few", lang, service=name)
    judged = say_count("services.judged", rating.people or 0, lang)
    said = {"share": percent(rating.share, lang), "interval": interval(rating, lang), "judged": judged}
    return say("services.sentence", lang, service=name, **said)


def interval(figure: Figure, lang: Lang, key: str = "services.interval") -> str:
    """The bounds of a share: "between 6% and 9%", or what `key` makes of them."""
    bounds = {"low": percent(figure.low or 0, lang), "high": percent(figure.high or 0, lang)}
    return say(key, lang, **bounds)


def change(found: Change | None, every: str, lang: Lang) -> str:
    """How the last window differs from the one before, and whether that may be chance."""
    if found is None:
        return say("services.no_change", lang)
    name = window_name(every, lang)
    told = say(
        "services.change", lang, before=name(found.before_at), after=name(found.at),
        **{part: _points(getattr(found, part), lang) for part in ("difference", "low", "high")},
    )  # fmt: skip
    return f"{told} {say('services.certain' if found.certain else 'services.uncertain', lang)}"


def answers(shown: View, lang: Lang) -> list[str]:
    """Whether feedback and those who wrote are answered, and after how long: a line each."""
    lines = [_answered("services.answered", shown.answers, lang) or say("services.answered_few", lang)]
    lines.append(say("services.no_delay", lang) if shown.hours is None else _delay(shown.hours, lang))
    if replies := _answered("services.replies", shown.replies, lang):
        wait = "" if shown.reply_hours is None else f" {_delay(shown.reply_hours, lang)}"
        lines.append(replies + wait)
    return lines


def _answered(key: str, figure: Figure, lang: Lang) -> str | None:
    if figure.share is None:
        return None
    people = number(figure.people or 0, lang)
    return say(key, lang, share=percent(figure.share, lang), people=people, interval=interval(figure, lang))


def _delay(hours: float, lang: Lang) -> str:
    return say("services.delay", lang, delay=duration(hours * _HOUR, lang))


def _points(share: float, lang: Lang) -> str:
    sign = "+" if share > 0 else ""
    return sign + number(100 * share, lang).replace("-", "−")
