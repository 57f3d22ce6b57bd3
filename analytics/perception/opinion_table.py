"""What users think of services: every axis, service, territory and window in one table that may be published."""

from datetime import datetime
from functools import partial

import polars as pl

from analytics.needs import FEEDBACK
from analytics.needs.feedback import (
    and_elsewhere,
    by_service_and_territory,
    everybody,
    hidden_by,
    window_length,
)
from analytics.needs.suppression import ALL
from analytics.perception.trend import AXES, VALUES, change, trend
from analytics.perception.wording import words_of_change

RATING = AXES[0]
FIGURES = ["people", "share", "low", "high"]
COLUMNS = ("axis", "level", "code", "service", "at", *FIGURES, "suppressed")
_CHANGE = {"before_at": "before_at", "difference": "difference", "low": "difference_low",
           "high": "difference_high", "certain": "certain"}  # fmt: skip
_TOLD_IN_WORDS = ("france", "departement")


def opinions(
    feedback: pl.DataFrame, communes: pl.DataFrame, rates: pl.DataFrame, *, k: int = 11
) -> pl.DataFrame:
    """Share of users whose judgement is negative, by axis, service, territory and window.

    All services together by commune, EPCI, département and France; each service by département and France.

    feedback  `uid, created_at, services` (list), `place_insee, departement` and the AXES: positive, neutral, negative
              or null; a feedback without an axis does not count for it
    communes  `code, departement, population` and, where known, `epci`
    rates     the need rates that are published of the same feedback (`analytics.needs.rates`), or none
    returns   COLUMNS by axis, level, code, service, at: service "all" or "unnamed"; code "unknown" for those of whom no
              département is known; at null for the whole time; people who judged, share (negative) with its 95 %
              Wilson interval, null where suppressed: where those who are unhappy, or the others, are 1 to k-1, and
              where that would follow from other cells of the table or from the rates. A cell that is suppressed for
              the whole time is so in every window.
    """
    every = window_length(feedback["created_at"])
    told, places = everybody(feedback, communes), and_elsewhere(communes)
    tables = []
    for axis in AXES:
        judged = told.filter(pl.col(axis).is_in(VALUES))
        secret = hidden_by(rates, FEEDBACK if axis == RATING else axis, judged)
        count = partial(trend, axis=axis, every=every, k=k, hidden=secret)
        found = by_service_and_territory(judged, places, count, FIGURES)
        tables.append(found.with_columns(axis=pl.lit(axis)))
    return pl.concat(tables).rename({"topic": "service"}).select(COLUMNS).sort(COLUMNS[:5])


def changes(found: pl.DataFrame) -> pl.DataFrame:
    """The latest window that is shown against the one before it, in every cell.

    found    of `opinions`, or some windows of it
    returns  axis, level, code, service, at, before_at, difference, difference_low, difference_high (95 %), certain
    """
    told = found.rename({"service": "topic"})
    tables = [change(told.filter(axis=axis)).with_columns(axis=pl.lit(axis)) for axis in AXES]
    key = ["axis", "level", "code", "topic", "at"]
    return pl.concat(tables).select(*key, *_CHANGE).rename({**_CHANGE, "topic": "service"})


def with_changes(found: pl.DataFrame, feedback: pl.DataFrame, *, k: int = 11) -> pl.DataFrame:
    """The table, and beside each latest window how it differs from the one before, and in which words.

    found     of `opinions`
    feedback  as `opinions` takes it, with `text`
    returns   found, the columns of `changes`, and came, went (lists): words of 11 people or more that came or went with
              a change of the rating that is certain, in France or a département; null elsewhere
    """
    changed = changes(found)
    asked = changed.filter(pl.col("certain"), pl.col("axis") == RATING, pl.col("level").is_in(_TOLD_IN_WORDS))
    key = ["axis", "level", "code", "service", "at"]
    cells = asked.select(*key[1:], "before_at").iter_rows(named=True)
    lines = [words(feedback, **cell, k=k) for cell in cells]
    lists = {"came": pl.List(pl.String), "went": pl.List(pl.String)}
    told = asked.select(key).hstack(pl.DataFrame(lines, lists, orient="row"))
    both = changed.join(told, on=key, how="left", maintain_order="left")
    return found.join(both, on=key, how="left", nulls_equal=True, maintain_order="left")


def words(
    feedback: pl.DataFrame,
    *,
    level: str,
    code: str,
    service: str,
    before_at: datetime,
    at: datetime,
    k: int = 11,
) -> tuple[list[str], list[str]]:
    """Words that came and went between two windows of one cell, each used by k people: (came, went).

    feedback   `uid, created_at, services` (list), `text`, and `departement` where the level is departement
    before_at  start of the window before; at: start of the window
    """
    every = window_length(feedback["created_at"])
    start = pl.col("created_at").dt.truncate(every)
    rows = feedback if service == ALL else feedback.filter(pl.col("services").list.contains(service))
    rows = rows.filter(pl.col("departement") == code) if level == "departement" else rows
    said = rows.select("created_at", "text", person="uid")
    return words_of_change(said.filter(start == before_at), said.filter(start == at), k=k)
