"""rules.yml: what is an alert, who wants it, and how it reaches them.

    lang: fr                                  # of the messages; that of the command line by default
    every: 1 min                              # how often the rules are looked at
    debounce: {quiet: 5 min, cap: 2 h}
    rules:
      - name: watch                           # the signals of the graph
        min_bits: 8
        max_q: 0.05
        kinds: [need, diffusion]
      - name: growing-claims                  # any question: of the library, or F.cypher beside this file
        question: rumours/growing
        params: {from: "{as_of-1d}", limit: 20}
        columns: {topic: root_uid, observed: size, expected: expected_size}
        kind: diffusion
        persist: {needed: 2, of: 3, window: 15 min}
    subscriptions:
      - {name: cell-29, zones: ["departement:29"], topics: [shelter], kinds: [need], services: [], to: [cell]}
    channels:
      cell: {kind: mail, host: smtp.example.org, port: 587, security: starttls, user: $SMTP_USER,
             password: $SMTP_PASSWORD, from: alerts@example.org, to: [cell@example.org]}
      desk: {kind: webhook, url: "https://desk.example.org/hook", secret: $DESK_SECRET}
      feed: {kind: feed, file: alerts.atom}

A subscription hears at once of what is new or has grown (`when: at once`), and of the rest in a digest
(`digest: daily`, hourly or never). In params, `{as_of}` is the time of the look and `{as_of-1d}` a day before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from analytics.alerts.debounce import CAP, QUIET
from analytics.alerts.persistence import NEEDED, OF
from analytics.alerts.signals import SIGNALS
from analytics.alerts.subscriptions import Subscription
from cypher import Query, QueryError, query
from cypher.library import WINDOWS, parse
from dash_app.alerts.channels import Channel, read_channel
from dash_app.alerts.entries import Entry, read_entry
from dash_app.texts import LANGS, Lang, language

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

WATCH = "signals/latest"
_WATCHED = {"from": "{as_of-1d}", "to": "{as_of}", "limit": "10000"}
_LEVELS = ("commune", "departement", "epci", "region")
_FILTERS = ("kinds", "topics", "zones", "min_bits", "max_q")
_RULE = ("name", "question", "params", "columns", "kind", "persist", *_FILTERS)
PERIODS = {"hourly": timedelta(hours=1), "daily": timedelta(days=1)}


@dataclass(frozen=True, slots=True)
class Persist:
    needed: int
    of: int
    window: timedelta


@dataclass(frozen=True, slots=True)
class Rule:
    """A question, how its columns are those of a signal, and which of its rows count.

    columns  column of SIGNALS → column of the question
    kind     of the signals, where the question gives none
    wanted   kinds, topics and zones, as a subscription has them
    """

    name: str
    question: Query
    params: Mapping[str, str]
    columns: Mapping[str, str]
    kind: str
    wanted: Subscription
    min_bits: float | None
    max_q: float | None
    persist: Persist | None


@dataclass(frozen=True, slots=True)
class Reader:
    """A subscription, its channels, and how often it gets a digest of what did not interrupt it."""

    wants: Subscription
    to: tuple[str, ...]
    at_once: bool
    digest: timedelta | None


@dataclass(frozen=True, slots=True)
class Rules:
    rules: tuple[Rule, ...]
    readers: tuple[Reader, ...]
    channels: Mapping[str, Channel]
    quiet: timedelta
    cap: timedelta
    every: timedelta
    lang: Lang


def read_rules(path: Path, environment: Mapping[str, str], lang: Lang) -> Rules:
    """The rules of a rules.yml; RulesError for the first thing that is wrong, with its line."""
    root = read_entry(path, environment)
    known = ("rules", "subscriptions", "channels", "debounce", "every", "lang")
    top = root.fields(known, required=("rules", "subscriptions", "channels"))
    quiet, cap = _debounce(top.get("debounce"))
    channels = {name: read_channel(entry) for name, entry in top["channels"].mapping().items()}
    readers = tuple(_reader(entry, channels) for entry in top["subscriptions"].items())
    rules = tuple(_rule(entry) for entry in top["rules"].items())
    _once(top["rules"], [rule.name for rule in rules])
    _once(top["subscriptions"], [reader.wants.name for reader in readers])
    spoken = language(top["lang"].one_of(LANGS)) if "lang" in top else lang
    every = top["every"].duration() if "every" in top else timedelta(minutes=1)
    return Rules(rules, readers, channels, quiet, cap, every, spoken)


def _once(entry: Entry, names: list[str]) -> None:
    if twice := [name for name in names if names.count(name) > 1]:
        raise entry.error(f"{twice[0]!r} is there twice")


def _debounce(entry: Entry | None) -> tuple[timedelta, timedelta]:
    fields = {} if entry is None else entry.fields(("quiet", "cap"))
    quiet = fields["quiet"].duration() if "quiet" in fields else QUIET
    cap = fields["cap"].duration() if "cap" in fields else CAP
    if entry is not None and not timedelta(0) < quiet <= cap:
        raise entry.error("quiet must be above zero, and cap no shorter")
    return quiet, cap


def _reader(entry: Entry, channels: Mapping[str, Channel]) -> Reader:
    fields = entry.fields(
        ("name", "zones", "topics", "kinds", "services", "to", "when", "digest"), required=("name", "to")
    )
    to = fields["to"].texts()
    if unknown := [name for name in to if name not in channels]:
        raise fields["to"].error(f"there is no channel {unknown[0]!r}; there are {', '.join(channels)}")
    when = fields["when"].one_of(("at once", "digest")) if "when" in fields else "at once"
    digest = fields["digest"].one_of((*PERIODS, "never")) if "digest" in fields else "daily"
    if when == "digest" and digest == "never":
        raise entry.error("neither at once nor a digest: it would never hear anything")
    return Reader(_subscription(fields["name"].text(), fields), to, when == "at once", PERIODS.get(digest))


def _subscription(name: str, fields: Mapping[str, Entry]) -> Subscription:
    given = {key: fields[key].texts() for key in ("zones", "topics", "kinds", "services") if key in fields}
    for zone in given.get("zones", ()):
        level, _, code = zone.partition(":")
        if level not in _LEVELS or not code:
            raise fields["zones"].error(
                f"zone {zone!r}: write it as departement:29 ({', '.join(_LEVELS)}), since codes of two levels collide"
            )
    return Subscription(name, **given)


def _rule(entry: Entry) -> Rule:
    fields = entry.fields(_RULE, required=("name",))
    name = fields["name"].text()
    asked = _question(fields.get("question"), entry)
    watching = asked.name == WATCH
    columns = {"signal_id": "signal", "title": "claim"} if watching else {}
    if "columns" in fields:
        columns |= {key: value.text() for key, value in fields["columns"].fields(tuple(SIGNALS)).items()}
        offered = [column.name for column in asked.columns]
        if unknown := [column for column in columns.values() if column not in offered]:
            raise fields["columns"].error(
                f"{asked.name} has no column {unknown[0]!r}; it has {', '.join(offered)}"
            )
    params = (
        {key: value.text() for key, value in fields["params"].mapping().items()} if "params" in fields else {}
    )
    return Rule(
        name=name,
        question=asked,
        params={**(_WATCHED if watching else {}), **params},
        columns=columns,
        kind=fields["kind"].text() if "kind" in fields else name,
        wanted=_subscription(name, fields),
        min_bits=fields["min_bits"].number() if "min_bits" in fields else None,
        max_q=fields["max_q"].number() if "max_q" in fields else None,
        persist=_persist(fields["persist"]) if "persist" in fields else None,
    )


def _question(entry: Entry | None, rule: Entry) -> Query:
    """A question of the library, or of a file beside rules.yml, under the same rules: read only, ordered."""
    name = WATCH if entry is None else entry.text()
    try:
        if not name.endswith(".cypher"):
            return query(name)
        file = rule.path.parent / name
        read = parse(f"{WINDOWS}/{file.stem}", file.read_text(encoding="utf-8"))
        return replace(read, name=name)
    except QueryError as error:
        told = str(error).replace(f"cypher/{WINDOWS}/", "")
        raise (entry or rule).error(told) from error
    except OSError as error:
        raise (entry or rule).error(f"{name} cannot be read: {error.strerror}") from error


def _persist(entry: Entry) -> Persist:
    fields = entry.fields(("needed", "of", "window"))
    needed = int(fields["needed"].number()) if "needed" in fields else NEEDED
    of = int(fields["of"].number()) if "of" in fields else OF
    if not 1 <= needed <= of:
        raise entry.error(f"{needed} windows of {of} cannot be: 1 ≤ needed ≤ of")
    window = fields["window"].duration() if "window" in fields else timedelta(minutes=15)
    return Persist(needed, of, window)
