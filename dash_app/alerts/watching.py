"""The work of `cyberimpact alerts`: looks, again and again; answers; what is in the book, for people."""

from __future__ import annotations

import time
from contextlib import closing, nullcontext
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import polars as pl

from analytics.learning.answers import standing
from analytics.learning.measures import measured, reliability
from cypher import QueryError
from dash_app.alerts.answering import answer
from dash_app.alerts.book import SENT, Book
from dash_app.alerts.delivery import deliver
from dash_app.alerts.errors import RulesError
from dash_app.alerts.round import Round, learnt_of, look
from dash_app.alerts.rules import read_rules
from dash_app.texts import language
from graph.errors import StoreError
from graph.terminal import OUT

if TYPE_CHECKING:
    from pathlib import Path

    from dash_app.alerts.rules import Rules
    from graph.settings import Settings
    from graph.store import Store

FILE = "alerts.sqlite"


def open_book(settings: Settings) -> closing[Book]:
    """The book in the data folder, closed at the end of a `with`."""
    return closing(Book(settings.data / FILE))


def watch(
    settings: Settings, path: Path, table: Path | None, *, once: bool, as_of: datetime | None = None
) -> None:
    """Look once, or every `every` of the rules until interrupted.

    A graph that cannot be opened for a while (another process holds it) is said, and asked again at the next look;
    with `once` it is an error. What waits is sent all the same.
    """
    rules = read_rules(path, settings.environment, language(settings.lang))
    with open_book(settings) as book:
        while True:
            begun = time.monotonic()
            try:
                said = told(_look(settings, rules, book, table, as_of or datetime.now(UTC)))
            except (StoreError, QueryError) as error:
                sent = deliver(book, rules.channels, _now)
                if once:
                    raise
                said = f"not looked: {error}\n{sent.sent} messages sent"
            OUT.print(said)
            if once:
                return
            time.sleep(max(0.0, rules.every.total_seconds() - (time.monotonic() - begun)))


def look_on(settings: Settings, path: Path, store: Store, as_of: datetime) -> str:
    """One look at the rules on a store that is open already; what was found and sent, in words."""
    rules = read_rules(path, settings.environment, language(settings.lang))
    with open_book(settings) as book:
        return told(look(rules, book, store, as_of, clock=_now))


def _look(settings: Settings, rules: Rules, book: Book, table: Path | None, as_of: datetime) -> Round:
    opened = nullcontext(None) if table else settings.store()
    with opened as store:
        return look(rules, book, store, as_of, clock=_now, table=read_table(table) if table else None)


def _now() -> datetime:
    return datetime.now(UTC)


def read_table(path: Path) -> pl.DataFrame:
    """Signals of a .csv or .parquet file; RulesError where it is none."""
    try:
        if path.suffix.lower() == ".parquet":
            return pl.read_parquet(path)
        return pl.read_csv(path, schema_overrides={"location_code": pl.String, "topic": pl.String})
    except (OSError, pl.exceptions.PolarsError) as error:
        raise RulesError(f"{path} is no table of signals: {str(error).splitlines()[0]}") from error


def told(done: Round) -> str:
    """One look in a line, and a line for each channel that did not take what was sent."""
    sent = done.delivered
    line = (
        f"{done.signals:,} signals  {done.issued:,} new alerts ({done.interrupting:,} worth a message)  "
        f"{sent.sent:,} messages sent"
    )
    problems = (f"  {channel}: {problem}; tried again later" for channel, problem in sent.problems)
    return "\n".join([line, *problems])


def answered(book: Book, name: str, verdict: str, now: datetime) -> str:
    """Write the answer down, and say what it changed. RulesError where there is no such alert, or several."""
    found = answer(book, name, verdict, now)
    if isinstance(found, str):
        return f"{found}  not missed after all"
    return (
        f"{found.name}  {verdict}  {found.answers:,} answers stand  "
        f"threshold of {found.kind} in {found.place or '—'}: {found.before:.3f} → {found.after:.3f}"
    )


def listing(book: Book, since: datetime) -> pl.DataFrame:
    """The alerts due since then, with what stands as their answer."""
    answers = standing(book.answers()).select("alert_id", "answer")
    return (
        book.alerts(since)
        .join(answers, on="alert_id", how="left", maintain_order="left")
        .select("alert_id", "due_at", "kind", "topic", "location_code", "observed", "decision", "answer")
    )


def undelivered(book: Book) -> pl.DataFrame:
    """What waits, since when it is tried, and why it was not taken."""
    return book.deliveries().filter(pl.col("state") != SENT).drop("sent_at")


def history(book: Book) -> pl.DataFrame:
    """The answers that stand, in their order, with what each of them changed."""
    return learnt_of(book).steps.drop("real")


def quality(book: Book, start: datetime, end: datetime, *, by_place: bool) -> pl.DataFrame:
    """Measured figures by kind (and territory) over [start, end)."""
    by = ("kind", "location_code") if by_place else ("kind",)
    return measured(book.alerts(start, end), book.answers(), start, end, by=by, missed=book.missed())


def calibration(book: Book) -> str:
    """How far what the model said was from what came true."""
    steps = learnt_of(book).steps
    if steps.is_empty():
        return "no answers yet: cyberimpact alerts answer ID true|false|known|useful"
    _, error, brier = reliability(steps)
    return f"{steps.height:,} answers; expected calibration error {error:.3f}, Brier score {brier:.3f}"
