"""Signals from the questions of the rules."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl

from analytics.alerts.persistence import persistent
from analytics.alerts.signals import SIGNALS, read_signals
from analytics.alerts.subscriptions import matched
from dash_app.alerts.errors import RulesError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dash_app.alerts.rules import Rule
    from graph.store import Store

_AS_OF = re.compile(r"\{as_of(?:-(\d{1,5})(min|h|d))?\}")
_UNITS = {"min": "minutes", "h": "hours", "d": "days"}
LOOK = timedelta(minutes=15)  # rows without a time are those of this window


def asked(store: Store, rule: Rule, as_of: datetime) -> pl.DataFrame:
    """The rows of the rule's question, as signals that its filters let through."""
    params = {name: at(value, as_of) for name, value in rule.params.items()}
    return signals_of(store.read(rule.question, params), rule, as_of)


def signals_of(rows: pl.DataFrame, rule: Rule, as_of: datetime) -> pl.DataFrame:
    """Rows of a question → SIGNALS. RulesError where they cannot be read.

    What the question does not give: `kind` is the rule's, `detected_at` the window of LOOK that the look falls in,
    `signal_id` the rule's name and a hash of topic, territory and time, so that the same row is the same signal.
    Rows found later than `as_of` are left aside.
    """
    own = [pl.col(column).alias(name) for name, column in rule.columns.items()]
    given = {name for name in rows.columns if name in SIGNALS} | set(rule.columns)
    named = rows.with_columns(own).select([name for name in SIGNALS if name in given])
    if "kind" not in given:
        named = named.with_columns(kind=pl.lit(rule.kind))
    if "detected_at" not in given:
        named = named.with_columns(detected_at=pl.lit(as_of).dt.truncate(LOOK))
    if "signal_id" not in given:
        named = named.with_columns(signal_id=_ids(rule.name, named)).unique("signal_id", keep="first")
    read = _read(named, f"rule {rule.name}")
    return read.filter(pl.col("detected_at") <= as_of, *_limits(rule))


def kept(signals: pl.DataFrame, rule: Rule, places: pl.DataFrame) -> pl.DataFrame:
    """The signals that the rule's kinds, topics, zones and persistence let through."""
    wanted = matched(signals.rename({"signal_id": "alert_id"}), [rule.wanted], places)["alert_id"]
    let_through = signals.filter(pl.col("signal_id").is_in(wanted.implode()))
    if rule.persist is None:
        return let_through
    return persistent(let_through, rule.persist.window, rule.persist.needed, rule.persist.of)


def _read(rows: pl.DataFrame, what: str) -> pl.DataFrame:
    try:
        return read_signals(rows)
    except (ValueError, TypeError, pl.exceptions.PolarsError) as error:
        raise RulesError(f"{what}: {error}") from error


def at(value: str, as_of: datetime) -> str:
    """`{as_of}` and `{as_of-1d}` in a parameter, replaced."""

    def moment(match: re.Match[str]) -> str:
        count, unit = match.groups()
        return (as_of - timedelta(**{_UNITS[unit]: int(count)}) if unit else as_of).isoformat()

    return _AS_OF.sub(moment, value)


def _limits(rule: Rule) -> list[pl.Expr]:
    limits = []
    if rule.min_bits is not None:
        limits.append(pl.col("score_bits") >= rule.min_bits)
    if rule.max_q is not None:
        limits.append(pl.col("q") <= rule.max_q)
    return limits


def _ids(rule: str, named: pl.DataFrame) -> pl.Series:
    parts = [
        name for name in ("kind", "topic", "location_code", "service", "detected_at") if name in named.columns
    ]
    keys = named.select(
        pl.concat_str([pl.col(name).cast(pl.String).fill_null("") for name in parts], separator="\n")
    )
    hashes = [hashlib.sha256(key.encode()).hexdigest()[:16] for key in keys.to_series()]
    return pl.Series("signal_id", [f"{rule}:{digest}" for digest in hashes], pl.String)


def from_table(rows: pl.DataFrame, rules: tuple[Rule, ...], as_of: datetime) -> Mapping[str, pl.DataFrame]:
    """A table of signals (as `cyberimpact signals --out` writes it) in place of the questions, for every rule."""
    read, past = _read(rows, "the table of signals"), pl.col("detected_at") <= as_of
    return {rule.name: read.filter(past, *_limits(rule)) for rule in rules}
