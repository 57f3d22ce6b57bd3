"""Needs of help proposed to offers of help, and how far each need has come."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

import polars as pl

from analytics.matching import MATCHING
from analytics.safety.check import HOURS
from cypher import query
from dash_app.crisis.board import posts
from dash_app.crisis.marks import states_of
from dash_app.crisis.sides import sides
from dash_app.match_table import matched
from dash_app.reads import TIMEOUT
from graph.taxonomy import taxonomy
from graph.territory import communes

if TYPE_CHECKING:
    from dash_app.crisis.moment import Moment
    from graph.store import Store

WINDOW = timedelta(hours=HOURS)


def proposals(store: Store, moment: Moment, departement: str | None) -> pl.DataFrame:
    """Rows of `match` for the needs of the last hours, with asked_at and since: open and committed ones first.

    Marks of analysts made after a replayed instant are not used. Places stay within: a row tells a distance, not
    where somebody asked.
    """
    said = posts(store, moment.at - WINDOW, moment.at)
    asked, given = sides(said)
    if asked.is_empty():
        return pl.DataFrame(schema=SCHEMA)
    uids = asked.select(need_uid="uid")
    reached = states_of(store, uids, said, moment.at if moment.replayed else None)
    needs = asked.select("uid", "text", "place_insee", need="needs", at="created_at").join(
        reached.select("state", "offer_uid", "since", uid="need_uid"), on="uid", maintain_order="left"
    )
    found = matched(needs.drop("since"), _offers(store, given), moment.at, MATCHING)
    own = communes().select(place_insee="code", departement="departement")
    times = needs.select("since", "place_insee", need_uid="uid", asked_at="at").join(
        own, on="place_insee", how="left", maintain_order="left"
    )
    told = found.join(times, on="need_uid", maintain_order="left")
    if departement is not None:
        told = told.filter(departement=departement)
    return _sorted(told).select(SCHEMA.names())


def text_of(store: Store, uids: list[str]) -> dict[str, str]:
    """What a post says, or what an offer of the register is called, by uid."""
    found = store.read(query("windows/help_named"), {"uids": uids}, timeout_s=TIMEOUT)
    return dict(found.select("uid", pl.col("text").fill_null("")).iter_rows())


def _offers(store: Store, given: pl.DataFrame) -> pl.DataFrame:
    """Posts that offer, and offers of the register that answer a class of the crisis family."""
    crisis = [need.name for need in taxonomy().needs if need.family == "crisis"]
    register = store.read(query("windows/offer_register"), timeout_s=TIMEOUT)
    answers = register.with_columns(need=pl.col("answers").list.set_intersection(pl.lit(crisis)))
    places = answers.filter(pl.col("need").list.len() > 0).select(
        "uid", "need", "place_insee", "lat", "lon", text="name"
    )
    own = given.select("uid", "text", "place_insee", need="needs", at="created_at")
    return pl.concat([own, places], how="diagonal_relaxed").unique("uid", keep="first", maintain_order=True)


def _sorted(told: pl.DataFrame) -> pl.DataFrame:
    """What an analyst can do something about first: proposals, then pledges, then what has no offer, then done."""
    rank = pl.col("state").replace_strict({"need": 0, "committed": 1, "answered": 3}, default=2)
    order = pl.when((pl.col("state") == "need") & pl.col("score").is_null()).then(2).otherwise(rank)
    return told.sort(order, "score", "asked_at", "need_uid", "need", descending=[False, True, True, False, False],
                     nulls_last=True)  # fmt: skip


SCHEMA = pl.Schema(
    {
        "need_uid": pl.String(), "need": pl.String(), "state": pl.String(), "offer_uid": pl.String(),
        "score": pl.Float64(), "distance_km": pl.Float64(), "hours_apart": pl.Float64(), "why": pl.String(),
        "asked_at": pl.Datetime("us", UTC), "since": pl.Datetime("us", UTC),
    }
)  # fmt: skip
