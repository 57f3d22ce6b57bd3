"""Offers of help proposed to needs: the assignment of the largest total score."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from analytics.arrays import UNKNOWN_TIME
from analytics.matching.assignment import assign
from analytics.matching.candidates import within
from analytics.matching.likeness import cosine, word_vectors
from analytics.matching.options import MATCHING, Matching
from analytics.matching.table import OPEN, read
from analytics.posts import UTC

if TYPE_CHECKING:
    from datetime import datetime

    from analytics.arrays import Flags, Floats, Int64s
    from analytics.matching.candidates import Pairs

COLUMNS: Final = (
    "need_uid", "need", "state", "offer_uid", "score", "cosine", "distance_km", "hours_apart", "why",
)  # fmt: skip
_HOUR = 3_600_000_000
_PROPOSED, _PLEDGED, _NOWHERE, _NO_OFFER, _TAKEN = (
    "proposed", "pledged", "place unknown", "no offer within reach", "offers within reach go to others",
)  # fmt: skip


def match(
    needs: pl.DataFrame,
    offers: pl.DataFrame,
    communes: pl.DataFrame,
    *,
    as_of: datetime | None = None,
    options: Matching = MATCHING,
) -> pl.DataFrame:
    """Propose one offer to each open need, so that the total score is the largest that is possible.

    needs     see `table.read`; a need of several classes is one need a class. A need that is committed or answered
              is not matched; its offer_uid has taken one of that offer's capacity
    offers    see `table.read`; `capacity` is how many needs an offer can answer, `until` when it ends
    communes  `code, lat, lon`
    as_of     nothing said later is used, and offers that have ended are none; None: everything, whenever it was said
    returns   COLUMNS, by need_uid and need: state as given (a proposal commits nobody), score = cosine ×
              exp(−distance_km / km) × exp(−hours_apart / hours), why: proposed, pledged (committed or answered), place
              unknown, no offer within reach, offers within reach go to others
    raises    MatchingError naming table and row

    The order of rows changes nothing. A pair of people: an offer for fewer people than the need has is none.
    """
    asked = _asked(_until(read(needs, "needs", communes), as_of))
    given = _until(read(offers, "offers", communes), as_of)
    if as_of is not None:
        given = given.filter(pl.col("until") > _micro(as_of))
    pairs = _scored(asked, given, options)
    need, offer = pairs["row"].to_numpy(), pairs["offer"].to_numpy()
    chosen = assign(need, offer, pairs["score"].to_numpy(), _left(asked, given))
    found = pairs.filter(pl.Series(chosen)).select(
        "row", "score", "cosine", "distance_km", "hours_apart", "offer"
    )
    taken = found.with_columns(proposed=given["uid"].gather(found["offer"])).drop("offer")
    told = asked.with_row_index("row").cast({"row": pl.Int64}).join(taken, on="row", how="left")
    reached = pl.col("row").is_in(pairs["row"].unique().implode())
    told = told.with_columns(why=_why(reached), offer_uid=pl.coalesce("proposed", "offer_uid"))
    return told.rename({"uid": "need_uid"}).select(COLUMNS).sort("need_uid", "need", nulls_last=True)


def _micro(at: datetime) -> int:
    return int(pl.Series([at]).cast(UTC).to_physical()[0])


def _until(side: pl.DataFrame, as_of: datetime | None) -> pl.DataFrame:
    """What had been said; what has no time always had."""
    if as_of is None:
        return side
    return side.filter((pl.col("at") <= _micro(as_of)) | (pl.col("at") == UNKNOWN_TIME))


def _asked(needs: pl.DataFrame) -> pl.DataFrame:
    """One row a need and class; a need without a class keeps one row, with a null."""
    return needs.explode("need", empty_as_null=True, keep_nulls=True).sort("uid", "need", nulls_last=True)


def _left(needs: pl.DataFrame, offers: pl.DataFrame) -> Int64s:
    """Capacity of each offer less the needs that it is committed to, or has answered."""
    busy = needs.filter(pl.col("state") != OPEN).group_by(uid="offer_uid").len("busy")
    left = offers.select("uid", "capacity").join(busy, on="uid", how="left", maintain_order="left")
    return left.select(pl.col("capacity") - pl.col("busy").fill_null(0)).to_series().clip(0).to_numpy()


def _scored(needs: pl.DataFrame, offers: pl.DataFrame, options: Matching) -> pl.DataFrame:
    """row, offer, score, cosine, distance_km, hours_apart of every pair worth a look."""
    need, offer, km = _candidates(needs, offers, options)
    apart = _hours(needs, offers, need, offer)
    words = word_vectors(pl.concat([needs["text"], offers["text"]]))
    classed = np.concatenate(
        [needs["need"].is_not_null().to_numpy(), (offers["need"].list.len() > 0).to_numpy()]
    )
    alike = cosine(words, classed, (need, needs.height + offer), options.same_class)
    score = alike * np.exp(-km / options.km) * np.exp(-apart / options.hours)
    kept = (score >= options.least) & _fits(needs, offers, need, offer)
    columns = {
        "row": need, "offer": offer, "score": score, "cosine": alike, "distance_km": km, "hours_apart": apart,
    }  # fmt: skip
    return pl.DataFrame({name: column[kept] for name, column in columns.items()})


def _candidates(needs: pl.DataFrame, offers: pl.DataFrame, options: Matching) -> Pairs:
    """Pairs of one class, or of which one side states none: class by class, so that each block fits."""
    none = np.zeros(0, np.int64)
    parts: list[Pairs] = [(none, none, np.zeros(0))]
    is_open = (needs["state"] == OPEN).to_numpy()
    for name in needs["need"].unique().sort():
        own = needs["need"].is_null() if name is None else needs["need"].eq_missing(name)
        rows = np.flatnonzero(own.to_numpy() & is_open)
        answers = offers["need"].list.contains(name) | (offers["need"].list.len() == 0)
        there = np.arange(offers.height) if name is None else np.flatnonzero(answers.to_numpy())
        parts.extend(_blocks(needs, offers, rows, there, options))
    need, offer, km = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return need, offer, km


def _blocks(
    needs: pl.DataFrame, offers: pl.DataFrame, rows: Int64s, there: Int64s, options: Matching
) -> list[Pairs]:
    """Pairs within reach, and with offers for which distance does not count."""
    online = offers["online"].to_numpy()[there]
    near, far = there[~online], there[online]
    need, offer, km = within(
        _place(needs, rows),
        _place(offers, near),
        options.at_most_km,
        most=options.most_pairs,
        neighbours=options.neighbours,
    )
    everywhere = (np.repeat(rows, far.size), np.tile(far, rows.size), np.zeros(rows.size * far.size))
    return [(rows[need], near[offer], km), everywhere]


def _place(side: pl.DataFrame, rows: Int64s) -> tuple[Floats, Floats]:
    return side["lat"].to_numpy()[rows], side["lon"].to_numpy()[rows]


def _hours(needs: pl.DataFrame, offers: pl.DataFrame, need: Int64s, offer: Int64s) -> Floats:
    """Hours between both; 0 where one does not say when."""
    asked, given = needs["at"].to_numpy()[need], offers["at"].to_numpy()[offer]
    said = (asked != UNKNOWN_TIME) & (given != UNKNOWN_TIME)
    apart: Floats = np.where(said, np.abs(np.where(said, asked - given, 0)) / _HOUR, 0.0)
    return apart


def _fits(needs: pl.DataFrame, offers: pl.DataFrame, need: Int64s, offer: Int64s) -> Flags:
    """The offer is for enough people, and has not ended before the need."""
    room = offers["people"].to_numpy()[offer]
    enough = (room == 0) | (needs["people"].to_numpy()[need] <= room)
    asked, until = needs["at"].to_numpy()[need], offers["until"].to_numpy()[offer]
    fits: Flags = enough & ((asked == UNKNOWN_TIME) | (until >= asked))
    return fits


def _why(reached: pl.Expr) -> pl.Expr:
    return (
        pl.when(pl.col("state") != OPEN).then(pl.lit(_PLEDGED))
        .when(pl.col("proposed").is_not_null()).then(pl.lit(_PROPOSED))
        .when(reached).then(pl.lit(_TAKEN))
        .when(pl.col("lat").is_nan()).then(pl.lit(_NOWHERE))
        .otherwise(pl.lit(_NO_OFFER))
    )  # fmt: skip
