"""How far each need of help has come: what analysts mark, only ever added to, and what replies say."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

import polars as pl

from analytics.matching import reply_marks, states
from cypher import query
from graph import loads

if TYPE_CHECKING:
    from datetime import datetime

    from graph.store import Store

OPEN, COMMITTED, ANSWERED, UNDONE = "need", "committed", "answered", "undone"
STATES: Final = (OPEN, COMMITTED, ANSWERED)


class CrisisError(Exception):
    """A mark that cannot be made, with its cure."""


def commit(store: Store, need: str, offer: str, now: datetime) -> str:
    """Note that an offer is on its way to a need; the mark's uid. CrisisError where the graph lacks one of them."""
    _must_be(store, need, "post", "need")
    _must_be(store, offer, None, "offer")
    return _note(store, need, COMMITTED, now, offer=offer)


def answer(store: Store, need: str, now: datetime) -> str:
    """Note that help has come; the mark's uid. CrisisError where the graph has no such need."""
    _must_be(store, need, "post", "need")
    return _note(store, need, ANSWERED, now, offer=_offer_of(store, need))


def undo(store: Store, need: str, now: datetime) -> str:
    """Take back the last mark of a need that stands; the uid of the new mark. CrisisError where there is none."""
    known = standing(marks(store, need))
    if known.is_empty():
        raise CrisisError(
            f"nothing is marked on {need!r}: there is nothing to undo\n  See them: cyberimpact query crisis/marks"
        )
    return _note(store, need, UNDONE, now, undoes=known["mark"][-1])


def marks(store: Store, need: str | None = None) -> pl.DataFrame:
    """Rows of `crisis/marks`: every mark in order of time, of one need or of all."""
    return store.read(query("crisis/marks"), {"need": need})


def standing(known: pl.DataFrame) -> pl.DataFrame:
    """The marks that were not taken back."""
    back = known["undoes"].drop_nulls()
    return known.filter(pl.col("state") != UNDONE, ~pl.col("mark").is_in(back.implode()))


def states_of(store: Store, needs: pl.DataFrame, posts: pl.DataFrame, as_of: datetime | None) -> pl.DataFrame:
    """need_uid, state, since, evidence (a mark or a reply), offer_uid of each need, by marks and replies.

    needs  `need_uid`
    posts  canonical posts with text: the replies among them are read
    as_of  later marks are not used; None: all of them
    """
    known = standing(marks(store)).select(
        pl.col("state").cast(pl.Enum(STATES)), "at", need_uid="need", evidence="mark", offer_uid="offer"
    )
    said = reply_marks(posts, needs).select(known.columns)
    both = pl.concat([known.with_columns(pl.col("at").cast(pl.Datetime("us", "UTC"))), said])
    return states(needs, both, as_of=as_of)


def _offer_of(store: Store, need: str) -> str | None:
    """The offer that had committed, so that what answered is not forgotten."""
    known = standing(marks(store, need)).drop_nulls("offer")
    return None if known.is_empty() else known["offer"][-1]


def _must_be(store: Store, uid: str, kind: str | None, what: str) -> None:
    found = store.read(query("windows/help_named"), {"uids": [uid]})["kind"].to_list()
    if not found or (kind is not None and kind not in found):
        cure = "crisis/help_posts" if what == "need" else "needs/offers_near -p code=44"
        raise CrisisError(f"the graph has no {what} {uid!r}\n  See them: cyberimpact query {cure}")


def _note(
    store: Store, need: str, state: str, now: datetime, *, offer: str | None = None, undoes: str | None = None
) -> str:
    said = "\x1f".join((need, state, offer or "", undoes or "", now.isoformat()))
    uid = "mark:" + hashlib.sha256(said.encode()).hexdigest()[:16]
    row = {"uid": uid, "at": now, "need_uid": need, "offer_uid": offer, "state": state, "undoes": undoes}
    strings = dict.fromkeys(("offer_uid", "undoes"), pl.String)
    store.load(loads.MARKS, pl.DataFrame([row], schema_overrides=strings))
    return uid
