"""What the crisis cell knows at an instant: frames for the map and the time axis."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import polars as pl

from analytics.crossing import volume
from analytics.posts import UTC
from analytics.safety import help_check, safety_check
from analytics.stages.windows import POSTS, posts_of
from cypher import query
from dash_app.crisis.sides import sides
from dash_app.reads import TIMEOUT
from graph.territory import communes, inhabited

if TYPE_CHECKING:
    from datetime import datetime

    from dash_app.crisis.moment import Moment
    from graph.store import Store

AHEAD: Final = timedelta(hours=12)  # of the time axis, so that ends of alerts are seen
ALERTS = 500
_KEY = ["level", "code", "name"]


def posts(store: Store, start: datetime, end: datetime, *, texts: bool = True) -> pl.DataFrame:
    """Canonical posts of a window, once each: place_insee, needs (list) and, when asked, text."""
    names = (POSTS, "windows/communes", *(["windows/texts"] if texts else []))
    window = {"from": start, "to": end}
    frames = {name: store.read(query(name), window, timeout_s=TIMEOUT) for name in names}
    needs = store.read(query("windows/post_needs"), window, timeout_s=TIMEOUT)
    listed = needs.group_by("uid").agg(needs=pl.col("need").sort())
    found = posts_of(frames).unique("uid", keep="first", maintain_order=True)
    return found.join(listed, on="uid", how="left", maintain_order="left")


def alerts(store: Store, start: datetime, end: datetime, departement: str | None) -> pl.DataFrame:
    """Official alerts in force at some moment from start to end, the gravest first."""
    values = {"from": start, "to": end, "departement": departement, "limit": ALERTS}
    return store.read(query("crisis/alerts"), values, timeout_s=TIMEOUT)


def in_force(store: Store, at: datetime, departement: str | None) -> pl.DataFrame:
    """Official alerts in force at an instant."""
    return alerts(store, at, at + timedelta(milliseconds=1), departement)


def people(said: pl.DataFrame, moment: Moment) -> pl.DataFrame:
    """People of the last hours by territory: level, code, name, safe, help, needs, offers, suppressed.

    said  `posts` of the window of the moment

    Judged over the whole territory whatever is shown of it, so that two views hide the same.
    """
    asked, given = sides(said)
    safety = safety_check(said, inhabited(), as_of=moment.hour).select(
        *_KEY, "safe", "help", one="suppressed"
    )
    helped = help_check(asked, given, inhabited(), as_of=moment.hour)
    both = safety.join(
        helped.select(*_KEY, "needs", "offers", other="suppressed"), on=_KEY, how="full", coalesce=True
    )
    silent = [
        pl.when(pl.col(flag).is_null()).then(pl.lit(0)).otherwise(pl.col(name)).alias(name)
        for flag, names in (("one", ("safe", "help")), ("other", ("needs", "offers")))
        for name in names
    ]
    hidden = pl.any_horizontal(pl.col("one", "other").fill_null(value=False))
    return both.with_columns(*silent, suppressed=hidden).drop("one", "other").sort("level", "code")


def of_departement(found: pl.DataFrame, departement: str | None) -> pl.DataFrame:
    """The rows about one département and its communes; all of them without one."""
    if departement is None:
        return found
    inside = communes().filter(departement=departement)["code"].implode()
    commune = (pl.col("level") == "commune") & pl.col("code").is_in(inside)
    return found.filter(commune | ((pl.col("level") == "departement") & (pl.col("code") == departement)))


def hours(store: Store, said: pl.DataFrame, moment: Moment, departement: str | None) -> pl.DataFrame:
    """Hour by hour up to the moment: at, posts (null where hidden), suppressed, events.

    said  `posts` of the window of the moment
    """
    counts = volume(said, communes(), start=moment.start, end=moment.hour, departement=departement)
    values = {"from": moment.start, "to": moment.hour, "departement": departement, "limit": 100_000}
    events = store.read(query("crisis/events"), values, timeout_s=TIMEOUT)
    hourly = events.group_by(at=pl.col("at").cast(UTC).dt.truncate("1h")).len("events")
    told = counts.join(hourly, on="at", how="left", maintain_order="left")
    return told.with_columns(pl.col("events").fill_null(0).cast(pl.Int64))


def signals(store: Store, moment: Moment, departement: str | None) -> pl.DataFrame:
    """Rows of `signals/latest` that were known by then, of one département or of all."""
    values = {"from": moment.start, "to": moment.at, "limit": 500}
    found = store.read(query("signals/latest"), values, timeout_s=TIMEOUT)
    return found.filter(_about(pl.col("location_code"), departement))


def actions(store: Store, moment: Moment, departement: str | None) -> pl.DataFrame:
    """Rows of `actions/declared` of the window that were declared by then, of one département or of all."""
    values = {"from": moment.start, "to": moment.at + AHEAD, "limit": 500}
    found = store.read(query("actions/declared"), values, timeout_s=TIMEOUT)
    known = found.filter(pl.col("declared_at") <= moment.at)
    return known.filter(_about(pl.col("territory").str.split(":").list.last(), departement))


def _about(code: pl.Expr, departement: str | None) -> pl.Expr:
    """Of that département or a commune of it, or of no place in particular."""
    if departement is None:
        return pl.lit(value=True)
    inside = communes().filter(departement=departement)["code"].implode()
    placeless = code.is_null() | (code == "")
    return placeless | (code == departement) | code.is_in(inside)
