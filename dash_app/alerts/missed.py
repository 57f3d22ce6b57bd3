"""Events that no alert told of, as analysts declare them: recall counts them, and they can be taken back."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from cypher.errors import did_you_mean
from dash_app.alerts.errors import RulesError
from dash_app.signal_words import KINDS
from graph.taxonomy import taxonomy
from graph.territory import collectivities, communes, departements, regions

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from dash_app.alerts.book import Book

LETTER = "m"  # begins the name of a missed event; those of alerts are hexadecimal digits
REGION = "region:"


class Missed(NamedTuple):
    """An event that no alert told of: what it was, of which topic, where (a code, or "" for no place), and when."""

    kind: str
    topic: str
    place: str
    at: datetime


def declare(book: Book, event: Missed, now: datetime) -> str:
    """Write it down and return its name. RulesError for a kind, need class, place or time that cannot be."""
    known = {name: set(book.alerts()[name]) for name in ("kind", "topic")}
    _known("kind", event.kind, {*KINDS, *known["kind"]})
    if event.kind == "need":
        _known("need class", event.topic, {need.name for need in taxonomy().needs} | known["topic"])
    _placed(event.place)
    if event.at > now:
        raise RulesError(f"{event.at:%Y-%m-%dT%H:%MZ} is still to come: say when it was")
    text = "\n".join((*event[:3], event.at.isoformat()))
    name = LETTER + sha256(text.encode()).hexdigest()[:12]
    book.note_missed((name, event.at, *event[:3]), now)
    return name


def take_back(book: Book, name: str, now: datetime) -> str:
    """Take back the missed event whose name begins so, and return its name. RulesError where there is none."""
    found = [str(one) for one in book.missed()["missed_id"] if one.startswith(name)]
    if len(found) != 1:
        problem = f"{len(found)} missed events begin with" if found else "there is no missed event"
        raise RulesError(f"{problem} {name}\n  See them: cyberimpact alerts missed")
    book.take_back(found[0], now)
    return found[0]


def _known(what: str, name: str, known: Iterable[str]) -> None:
    if name not in known:
        hint = did_you_mean(name, known) or f"; there are {', '.join(sorted(filter(None, known)))}"
        raise RulesError(f"there is no {what} {name!r}{hint}")


def _placed(code: str) -> None:
    """A commune, département, collectivity or région, or no place at all."""
    if code.startswith(REGION):
        _known("région", code.removeprefix(REGION), set(regions()["code"]))
        return
    tables = (communes(), departements(), collectivities())
    if code and not any((table["code"] == code).any() for table in tables):
        named = departements().filter(name=code)["code"].to_list()
        hint = f"; {code} is {named[0]}" if named else ", as 29019, 29 or region:53"
        raise RulesError(f"--place {code!r} is no code of a commune, département or région{hint}")
