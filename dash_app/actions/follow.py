"""An action followed live: how far its message got, the denial against the rumour, who had asked, what is missing.

Nothing of its effect is computed here, so following an action is no look at it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from analytics.effects.placebos import MIN_AFTER
from analytics.effects.progress import Missing, missing
from analytics.effects.reach import DenialReach, denial_reach
from analytics.effects.series import K
from cypher import query
from dash_app.actions.ledger import Declared, declared
from dash_app.actions.series import claim_posts, steps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    import polars as pl

    from graph.store import Store

RELAYS = {"MESSAGE": "message", "REPOST_OF": "reposts", "QUOTES": "quotes", "REPLY_TO": "replies"}


@dataclass(frozen=True, slots=True)
class Followed:
    """An action as far as it went at `as_of`.

    before, after  points of the series so far; `missing` those that an estimate still needs
    reach          None where the action does not speak of a claim
    message        relation, posts, accounts of what came of the message
    asked          a row of `actions/asked`; None where nobody is linked to the action
    """

    declared: Declared
    as_of: datetime
    before: int
    after: int
    reach: DenialReach | None
    message: pl.DataFrame
    asked: dict[str, Any] | None

    @property
    def open(self) -> bool:
        """Whether the window of the action is not over."""
        return self.as_of < self.declared.action.ends_at

    @property
    def missing(self) -> Missing:
        return missing(self.before, self.after, self.declared.action.period)

    @property
    def ready_at(self) -> datetime | None:
        """When enough points after T0 are there, if records go on; None where the window is too short for them."""
        action = self.declared.action
        ready = action.at + MIN_AFTER * timedelta(seconds=action.step_s)
        return ready if ready <= action.ends_at else None


def follow(store: Store, uid: str, as_of: datetime) -> Followed:
    """The action of that uid at `as_of`; ActionError where there is none."""
    told = declared(store, uid)
    action = told.action
    points = steps(store, action, as_of)["step"]
    reach = None
    if action.metric.startswith("claim-"):
        reach = denial_reach(claim_posts(store, action, as_of), as_of=as_of)
    message = store.read(query("actions/message_reach"), {"action": uid, "as_of": as_of})
    asked = store.read(query("actions/asked"), {"action": uid}).rows(named=True)
    past = int((points < 0).sum())
    return Followed(told, as_of, past, len(points) - past, reach, message, asked[0] if asked else None)


def lines(found: Followed) -> Iterator[str]:
    """What is said of it."""
    yield from _window(found)
    yield from _message(found.message)
    yield from _reach(found.reach)
    yield from _asked(found.asked)


def _window(found: Followed) -> Iterator[str]:
    if not found.open:
        return
    yield f"window open until {found.declared.action.ends_at:%Y-%m-%d %H:%M}Z"
    lacks = found.missing
    if lacks.after and found.ready_at is None:
        yield f"its window is too short: {MIN_AFTER} points after T0 do not fit, the effect stays descriptive"
    elif lacks.after:
        ready = f"{found.ready_at:%Y-%m-%d %H:%M}Z"
        yield f"points after T0 that an estimate still needs: {lacks.after}, at {ready} at the earliest"
    if lacks.before:
        yield f"points before T0 that are missing, and no wait brings: {lacks.before}; the effect stays descriptive"


def _message(reach: pl.DataFrame) -> Iterator[str]:
    if reach.is_empty():
        return
    rows = reach.iter_rows(named=True)
    spread = ", ".join(f"{row['posts']} {RELAYS[row['relation']]}" for row in rows)
    accounts = int(reach["accounts"].to_numpy().max())
    people = f"fewer than {K}" if accounts < K else f"{accounts}"
    yield f"message: {spread}, by {people} accounts at most in one kind"


def _reach(reach: DenialReach | None) -> Iterator[str]:
    if reach is None:
        return
    ratio = "none" if reach.posts is None else f"{reach.posts:.2f}"
    few = min(reach.denial.people, reach.rumour.people) < K
    people = "" if few or reach.people is None else f", {reach.people:.2f} in accounts"
    delay = "no denial" if reach.delay_s is None else f"{reach.delay_s / 3600:.1f} h after the rumour"
    yield (
        f"denial ÷ rumour: {ratio} in posts ({reach.denial.posts} ÷ {reach.rumour.posts}){people}; "
        f"first denial: {delay}"
    )


def _asked(row: dict[str, Any] | None) -> Iterator[str]:
    if row is None:
        return
    if row["asked"] is None:
        yield f"fewer than {K} people had asked before the message: nothing is told of them"
        return
    hidden = f"hidden (a part has fewer than {K} people)"
    answered, reached = (hidden if row[name] is None else f"{row[name]}" for name in ("answered", "reached"))
    wait = "" if row["wait_s"] is None else f", after {row['wait_s'] / 3600:.1f} h on average"
    yield f"{row['asked']} people had asked before the message"
    yield f"  answered directly: {answered}{wait}; took the message up: {reached}"
