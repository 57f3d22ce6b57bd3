"""One look at the rules: signals seen, alerts made and decided, messages written, then sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from analytics.alerts import alerts, changes, digest, matched, with_company, zones
from analytics.alerts.changes import GROWN, NEW
from analytics.learning.decide import TOLD, decide
from analytics.learning.learn import Learnt, learn
from cypher import query
from dash_app.alerts.book import DECIDED
from dash_app.alerts.delivery import Delivered, deliver, deliveries
from dash_app.alerts.gather import asked, from_table, kept
from dash_app.alerts.message import POSTS_SHOWN, alert_message, digest_message, post_lines
from graph.territory import communes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dash_app.alerts.book import Book
    from dash_app.alerts.rules import Reader, Rule, Rules
    from graph.store import Store

EVIDENCE = "signals/evidence"
REACH = timedelta(days=3)  # signals that are looked at again: more than a persistence, a pause and a cap


@dataclass(frozen=True, slots=True)
class Round:
    """What one look came to."""

    signals: int
    issued: int
    interrupting: int
    delivered: Delivered


def look(
    rules: Rules,
    book: Book,
    store: Store | None,
    as_of: datetime,
    *,
    clock: Callable[[], datetime],
    table: pl.DataFrame | None = None,
) -> Round:
    """Take the rules through once, as of a time, and send what is due.

    table  signals that take the place of the questions; without it `store` must be there
    """
    places = _zones()
    seen = _note(rules, book, store, as_of, table)
    signals = _signals(rules, book, as_of, places)
    made = alerts(signals, as_of, quiet=rules.quiet, cap=rules.cap)
    decided = decided_on(_fresh(made, book), book, as_of)
    issued = 0
    for alert in decided.iter_rows(named=True):
        posts = _posts(store, alert) if store else [f"- {uid}" for uid in alert["evidence"]]
        message = alert_message(alert, posts, rules.lang)
        wanted = [reader.to for reader in _interrupted(alert, rules, places)]
        to = list(dict.fromkeys(channel for channels in wanted for channel in channels))
        issued += book.issue(alert, deliveries(message, to, rules.channels), as_of)
    for reader in rules.readers:
        _digest(reader, rules, book, as_of, places)
    interrupting = _interrupting(decided).height
    return Round(seen, issued, interrupting, deliver(book, rules.channels, clock))


@cache
def _zones() -> pl.DataFrame:
    return zones(communes())


def decided_on(fresh: pl.DataFrame, book: Book, as_of: datetime) -> pl.DataFrame:
    """New alerts (ALERTS) with what changed since those that were told, and what the answers make of them."""
    if fresh.is_empty():  # nothing is learnt again for nothing
        return DECIDED.to_frame()
    before = book.alerts(as_of - REACH)
    told = _interrupting(before)
    known = with_company(changes(fresh, told), before)
    return decide(known, learnt_of(book), before, book.answers())


def learnt_of(book: Book) -> Learnt:
    """All that the answers in the book taught."""
    return learn(book.answered(), book.answers())


def _note(rules: Rules, book: Book, store: Store | None, as_of: datetime, table: pl.DataFrame | None) -> int:
    """Write down what each rule sees now; how many signals that was."""
    given = from_table(table, rules.rules, as_of) if table is not None else {}
    seen = 0
    for rule in rules.rules:
        found = given[rule.name] if given else asked(_needed(store), rule, as_of)
        book.note_signals(rule.name, found)
        seen += found.height
    return seen


def _needed(store: Store | None) -> Store:
    if store is None:
        raise ValueError("the questions of the rules need a graph, or a table of signals in their place")
    return store


def _signals(rules: Rules, book: Book, as_of: datetime, places: pl.DataFrame) -> pl.DataFrame:
    """The signals of the last days that some rule lets through, each once."""

    def of_rule(rule: Rule) -> pl.DataFrame:
        return kept(book.signals(rule.name, as_of - REACH), rule, places)

    found = pl.concat([of_rule(rule) for rule in rules.rules])
    return found.unique("signal_id", keep="first").sort("detected_at", "signal_id")


def _fresh(made: pl.DataFrame, book: Book) -> pl.DataFrame:
    """The alerts that have no signal in common with one that is in the book."""
    told = book.told(made["signals"].explode().drop_nulls().to_list())
    known = made.explode("signals").filter(pl.col("signals").is_in(told))["alert_id"]
    return made.filter(~pl.col("alert_id").is_in(known.implode()))


def _interrupting(decided: pl.DataFrame) -> pl.DataFrame:
    """Alerts that are worth a message of their own."""
    return decided.filter(pl.col("decision").is_in(TOLD), pl.col("change").is_in([NEW, GROWN]))


def _interrupted(alert: Mapping[str, object], rules: Rules, places: pl.DataFrame) -> list[Reader]:
    """The readers who want to hear of the alert at once."""
    row = pl.DataFrame([{name: alert[name] for name in ("alert_id", "decision", "change", *_KEY)}])
    readers = {reader.wants.name: reader for reader in rules.readers if reader.at_once}
    found = matched(_interrupting(row), [reader.wants for reader in readers.values()], places)
    return [readers[name] for name in found["subscription"]]


_KEY = ("kind", "topic", "location_code", "service")


def _posts(store: Store, alert: Mapping[str, object]) -> list[str]:
    """The posts behind the alert's signals; their uids alone where the graph has them not."""
    signals, evidence = alert["signals"], alert["evidence"]
    assert isinstance(signals, list)
    assert isinstance(evidence, list)
    asked_for = query(EVIDENCE)
    found = [store.read(asked_for, {"signal": name, "limit": POSTS_SHOWN}) for name in signals[:POSTS_SHOWN]]
    posts = pl.concat(found).unique("post", keep="first", maintain_order=True) if found else pl.DataFrame()
    return post_lines(posts) if posts.height else [f"- {uid}" for uid in evidence]


def _digest(reader: Reader, rules: Rules, book: Book, as_of: datetime, places: pl.DataFrame) -> None:
    """Once a period, what the reader has not been interrupted by; nothing where nothing happened."""
    if reader.digest is None:
        return
    end = _floor(as_of, reader.digest)
    start = book.digest_until(reader.wants.name) or end - reader.digest
    if start >= end:
        return
    due = book.alerts(start, end)
    if reader.at_once:
        due = due.join(_interrupting(due), on="alert_id", how="anti", maintain_order="left")
    wanted = matched(due, [reader.wants], places)["alert_id"]
    lines = digest(due.filter(pl.col("alert_id").is_in(wanted.implode())))
    message = digest_message(reader.wants.name, lines, start, end, rules.lang)
    waiting = deliveries(message, reader.to, rules.channels) if lines.height else []
    book.issue_digest(reader.wants.name, end, waiting, as_of)


def _floor(moment: datetime, period: timedelta) -> datetime:
    floored = pl.Series([moment]).dt.truncate(period)[0]
    assert isinstance(floored, datetime)
    return floored
