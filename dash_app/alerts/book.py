"""The book of alerts: what was seen, what was said to whom, what was answered. One SQLite file.

Several processes may have it open: the one that watches, the one that answers. An alert and its deliveries are
written in one transaction, so that an alert that is in the book is delivered, however the process ends.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl

from analytics.alerts.bundle import ALERTS
from analytics.alerts.signals import SIGNALS
from analytics.learning.answers import ANSWERS
from analytics.learning.measures import MISSED
from dash_app.alerts.errors import BookError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

DECIDED = pl.Schema({
    **ALERTS, "previous_id": pl.String(), "detected_at_before": ALERTS["detected_at"],
    "observed_before": pl.Int64(), "expected_before": pl.Float64(), "score_bits_before": pl.Float64(),
    "new_posts": pl.Int64(), "change": pl.String(), "probability": pl.Float64(), "threshold": pl.Float64(),
    "like": pl.Int64(), "like_false": pl.Int64(), "like_level": pl.String(), "false_alarm_rate": pl.Float64(),
    "decision": pl.String(), "company": pl.Int64(), "elsewhere": pl.Int64(),
})  # fmt: skip
SCHEMA = """
CREATE TABLE IF NOT EXISTS signals (signal_id TEXT PRIMARY KEY, rule TEXT, detected_at INTEGER, row TEXT);
CREATE INDEX IF NOT EXISTS signals_at ON signals (detected_at);
CREATE TABLE IF NOT EXISTS alerts (alert_id TEXT PRIMARY KEY, due_at INTEGER, row TEXT);
CREATE TABLE IF NOT EXISTS told (signal_id TEXT PRIMARY KEY, alert_id TEXT);
CREATE TABLE IF NOT EXISTS deliveries (
    delivery_id TEXT PRIMARY KEY, channel TEXT, target TEXT, message TEXT, made_at INTEGER,
    state TEXT DEFAULT 'waiting', attempts INTEGER DEFAULT 0, next_at INTEGER, problem TEXT, sent_at INTEGER);
CREATE INDEX IF NOT EXISTS deliveries_next ON deliveries (state, next_at);
CREATE TABLE IF NOT EXISTS digests (reader TEXT PRIMARY KEY, until INTEGER);
CREATE TABLE IF NOT EXISTS answers (seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER, alert_id TEXT, answer TEXT);
CREATE TABLE IF NOT EXISTS missed (missed_id TEXT PRIMARY KEY, at INTEGER, kind TEXT, topic TEXT, location_code TEXT,
    noted_at INTEGER, undone_at INTEGER);
"""
WAITING, SENDING, SENT = "waiting", "sending", "sent"
LEASE = timedelta(minutes=10)  # a process that died while it was sending: another may try after this
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to one target of one channel; its name is the same at every attempt."""

    delivery_id: str
    channel: str
    target: str
    message: str
    attempts: int = 0


class Book:
    """The file at `path`, made on first use."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._db = sqlite3.connect(path, timeout=30, isolation_level=None)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.executescript(SCHEMA)
        except sqlite3.Error as error:
            raise BookError(
                f"{path} cannot be opened: {error}\n  Put it aside to begin a new one."
            ) from error

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """All of it, or nothing; other writers wait."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            raise BookError(f"{self.path} cannot be written: {error}") from error

    def note_signals(self, rule: str, signals: pl.DataFrame) -> None:
        """Remember what a rule saw; a signal that is known stays as it was first seen."""
        rows = [
            (row["signal_id"], rule, _us(row["detected_at"]), _json(row))
            for row in signals.iter_rows(named=True)
        ]
        with self._writing() as db:
            db.executemany("INSERT OR IGNORE INTO signals VALUES (?, ?, ?, ?)", rows)

    def signals(self, rule: str, since: datetime) -> pl.DataFrame:
        """SIGNALS that the rule saw, detected since then."""
        found = self._db.execute(
            "SELECT row FROM signals WHERE rule = ? AND detected_at >= ? ORDER BY detected_at, signal_id",
            (rule, _us(since)),
        )
        return _frame([row for (row,) in found], SIGNALS)

    def told(self, signals: Sequence[str]) -> set[str]:
        """Those of the signals that are part of an alert."""
        asked = "SELECT signal_id FROM told WHERE signal_id IN (SELECT value FROM json_each(?))"
        return {name for (name,) in self._db.execute(asked, (json.dumps(list(signals)),))}

    def issue(self, alert: dict[str, object], deliveries: Sequence[Delivery], now: datetime) -> bool:
        """Write an alert with its deliveries, at once; False, and nothing written, where one of its signals is in
        an alert already.
        """
        signals = alert["signals"]
        assert isinstance(signals, list)
        with self._writing() as db:
            if self.told(signals):
                return False
            row = (alert["alert_id"], _us(alert["due_at"]), _json(alert))
            db.execute("INSERT INTO alerts VALUES (?, ?, ?)", row)
            db.executemany("INSERT INTO told VALUES (?, ?)", [(name, alert["alert_id"]) for name in signals])
            _deliver(db, deliveries, now)
        return True

    def issue_digest(
        self, reader: str, until: datetime, deliveries: Sequence[Delivery], now: datetime
    ) -> None:
        """Write a reader's digest (none where nothing happened) and how far it goes, at once."""
        with self._writing() as db:
            db.execute("INSERT OR REPLACE INTO digests VALUES (?, ?)", (reader, _us(until)))
            _deliver(db, deliveries, now)

    def digest_until(self, reader: str) -> datetime | None:
        """How far the reader's last digest went."""
        found = self._db.execute("SELECT until FROM digests WHERE reader = ?", (reader,)).fetchone()
        return _moment(found[0]) if found else None

    def alerts(self, start: datetime | None = None, end: datetime | None = None) -> pl.DataFrame:
        """DECIDED alerts due in [start, end), by due time."""
        low, high = (_us(start) if start else -(2**62)), (_us(end) if end else 2**62)
        found = self._db.execute(
            "SELECT row FROM alerts WHERE due_at >= ? AND due_at < ? ORDER BY due_at, alert_id", (low, high)
        )
        return _frame([row for (row,) in found], DECIDED)

    def answered(self) -> pl.DataFrame:
        """DECIDED alerts that somebody answered, by due time."""
        asked = "SELECT row FROM alerts WHERE alert_id IN (SELECT alert_id FROM answers) ORDER BY due_at, alert_id"
        return _frame([row for (row,) in self._db.execute(asked)], DECIDED)

    def answer(self, alert_id: str, answer: str, now: datetime) -> None:
        """Add a line to the log of answers: nothing in it is ever changed."""
        with self._writing() as db:
            row = (_us(now), alert_id, answer)
            db.execute("INSERT INTO answers (at, alert_id, answer) VALUES (?, ?, ?)", row)

    def answers(self) -> pl.DataFrame:
        """ANSWERS, all of the log."""
        rows = self._db.execute("SELECT seq, at, alert_id, answer FROM answers ORDER BY seq").fetchall()
        raw = pl.DataFrame(rows, schema={**ANSWERS, "at": pl.Int64}, orient="row")
        return raw.cast(ANSWERS)

    def alert_of(self, signal_id: str) -> pl.DataFrame:
        """The DECIDED alert that a signal is part of; no row where it is part of none."""
        asked = "SELECT row FROM alerts JOIN told USING (alert_id) WHERE signal_id = ?"
        return _frame([row for (row,) in self._db.execute(asked, (signal_id,))], DECIDED)

    def note_missed(self, event: Sequence[object], now: datetime) -> None:
        """An event that no alert told of: missed_id, at, kind, topic, location_code. Said twice, it counts once."""
        name, at, *about = event
        with self._writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO missed VALUES (?, ?, ?, ?, ?, ?, NULL)",
                (name, _us(at), *about, _us(now)),
            )

    def take_back(self, missed_id: str, now: datetime) -> None:
        """It was not missed after all; the line stays, with the time at which it was taken back."""
        with self._writing() as db:
            db.execute("UPDATE missed SET undone_at = ? WHERE missed_id = ?", (_us(now), missed_id))

    def missed(self) -> pl.DataFrame:
        """MISSED, without those that were taken back, by the time of the event."""
        rows = self._db.execute(
            "SELECT missed_id, at, kind, topic, location_code, noted_at FROM missed WHERE undone_at IS NULL "
            "ORDER BY at, missed_id"
        ).fetchall()
        raw = {name: pl.Int64() if kind.is_temporal() else kind for name, kind in MISSED.items()}
        return pl.DataFrame(rows, schema=raw, orient="row").cast(MISSED)

    def take(self, due: datetime, now: datetime) -> Delivery | None:
        """The next delivery that was due by then, leased to the caller for LEASE; None when none was."""
        with self._writing() as db:
            found = db.execute(
                "SELECT delivery_id, channel, target, message, attempts FROM deliveries "
                "WHERE state != 'sent' AND next_at <= ? ORDER BY next_at, made_at, delivery_id LIMIT 1",
                (_us(due),),
            ).fetchone()
            if found is None:
                return None
            db.execute(
                "UPDATE deliveries SET state = ?, next_at = ? WHERE delivery_id = ?",
                (SENDING, _us(now + LEASE), found[0]),
            )
        return Delivery(*found)

    def sent(self, delivery: Delivery, now: datetime) -> None:
        with self._writing() as db:
            db.execute(
                "UPDATE deliveries SET state = ?, sent_at = ?, problem = NULL, attempts = attempts + 1 "
                "WHERE delivery_id = ?",
                (SENT, _us(now), delivery.delivery_id),
            )

    def failed(self, delivery: Delivery, problem: str, now: datetime) -> None:
        """It will be tried again: each failure in a row doubles the pause, up to LONGEST_PAUSE, for ever."""
        pause: timedelta = min(FIRST_PAUSE * 2 ** min(delivery.attempts, 12), LONGEST_PAUSE)
        with self._writing() as db:
            db.execute(
                "UPDATE deliveries SET state = ?, next_at = ?, problem = ?, attempts = attempts + 1 "
                "WHERE delivery_id = ?",
                (WAITING, _us(now + pause), problem, delivery.delivery_id),
            )

    def deliveries(self) -> pl.DataFrame:
        """delivery_id, channel, target, state, attempts, next_at, problem, sent_at; by when they were made."""
        rows = self._db.execute(
            "SELECT delivery_id, channel, target, state, attempts, next_at, problem, sent_at FROM deliveries "
            "ORDER BY made_at, delivery_id"
        ).fetchall()
        text, whole = pl.String(), pl.Int64()
        raw = pl.DataFrame(
            rows,
            schema={"delivery_id": text, "channel": text, "target": text, "state": text, "attempts": whole,
                    "next_at": whole, "problem": text, "sent_at": whole},
            orient="row",
        )  # fmt: skip
        return raw.with_columns(pl.col("next_at", "sent_at").cast(SIGNALS["detected_at"]))

    def messages(self, channel: str, kept: int) -> tuple[list[str], int]:
        """The newest messages of a channel, sent or not, the newest first; and the place of the last of them."""
        found = self._db.execute(
            "SELECT message, rowid FROM deliveries WHERE channel = ? ORDER BY made_at DESC, delivery_id LIMIT ?",
            (channel, kept),
        ).fetchall()
        return [message for message, _ in found], max((place for _, place in found), default=0)

    def sent_up_to(self, channel: str, place: int, now: datetime) -> None:
        """All of a channel's messages up to a place went out at once: a feed is written whole."""
        with self._writing() as db:
            db.execute(
                "UPDATE deliveries SET state = ?, sent_at = ?, problem = NULL "
                "WHERE channel = ? AND rowid <= ? AND state != 'sent'",
                (SENT, _us(now), channel, place),
            )


def _deliver(db: sqlite3.Connection, deliveries: Sequence[Delivery], now: datetime) -> None:
    rows = [(one.delivery_id, one.channel, one.target, one.message, _us(now), _us(now)) for one in deliveries]
    db.executemany(
        "INSERT OR IGNORE INTO deliveries (delivery_id, channel, target, message, made_at, next_at) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        rows,
    )


def _us(moment: object) -> int:
    assert isinstance(moment, datetime)
    return round(moment.timestamp() * 1_000_000)


def _moment(us: int) -> datetime:
    moment = pl.Series([us]).cast(SIGNALS["detected_at"])[0]
    assert isinstance(moment, datetime)
    return moment


def _json(row: dict[str, object]) -> str:
    """Times as microseconds since 1970."""
    return json.dumps(
        {name: _us(value) if isinstance(value, datetime) else value for name, value in row.items()}
    )


def _frame(rows: list[str], schema: pl.Schema) -> pl.DataFrame:
    raw = {name: pl.Int64() if kind.is_temporal() else kind for name, kind in schema.items()}
    return pl.DataFrame([json.loads(row) for row in rows], schema=raw).cast(schema)
