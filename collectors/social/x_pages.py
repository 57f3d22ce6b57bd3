"""Questions to X that have pages of answers: from the newest back to what is known, to be gone on with anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from collectors.json_values import obj, objs, text
from collectors.net import Document, Page
from collectors.patience import SourceRefused
from collectors.social.x_client import ask, posts_in
from collectors.social.x_v2 import SNOWFLAKE_S

if TYPE_CHECKING:
    from collections.abc import Generator

    import tweepy

    from collectors.json_values import Json
    from collectors.net import Cursor, Net
    from collectors.social.x_client import Params

FEWEST, MOST = 10, 100  # posts that can be asked for at once
PARENTS = 2  # posts that may come along with one: what it replies to and what it quotes


@dataclass(frozen=True, slots=True)
class Question:
    """One question, and what X can be told with it.

    key    under which its place is kept in the cursor
    token  the name of the parameter that asks for the next page
    since  X can be asked for what is newer than a post
    reach  how far back X answers; None for all
    pause  seconds between two pages
    """

    key: str
    route: str
    params: Params
    token: str = "next_token"  # noqa: S105 - a parameter's name
    since: bool = True
    reach: timedelta | None = None
    pause: float = 0.0


@dataclass(frozen=True, slots=True)
class Place:
    """How far a question has come: all up to `since` is known; a round under way met `newest`, goes on at `token`."""

    since: int = 0
    newest: int = 0
    token: str | None = None

    @classmethod
    def of(cls, cursor: Cursor, key: str) -> Place:
        held = obj(cursor.get(key))
        return cls(
            int(text(held.get("since")) or 0), int(text(held.get("newest")) or 0), text(held.get("token"))
        )

    def cursor(self) -> Json:
        """As texts: the ids are larger than what JavaScript reads."""
        return {name: str(value) for name in self.__slots__ if (value := getattr(self, name))}

    def after(self, answer: Json, *, ordered: bool) -> Place:
        """The place behind one page. `ordered`: it ends where known posts begin."""
        ids = [int(i) for post in objs(answer.get("data")) if (i := text(post.get("id"))) and i.isdecimal()]
        newest = max([self.newest, *ids])
        following = text(obj(answer.get("meta")).get("next_token"))
        if following is None or (ordered and ids and min(ids) <= self.since):
            return Place(max(self.since, newest))
        return Place(self.since, newest, following)


def pages(
    client: tweepy.Client, net: Net, question: Question, cursor: Cursor
) -> Generator[Page, None, Cursor]:
    """All pages of one question that are new; returns the cursor behind the last.

    Money is set aside before a page is asked for, and what was not used comes back after it.
    Raises SourceUnavailable, SourceRefused, BudgetSpent.
    """
    place = Place.of(cursor, question.key)
    resumed = place.token is not None
    while True:
        count, reserve = _reserve(net, question.params)
        try:
            body = ask(client, net, question.route, _params(question, place, count, net.clock()))
        except SourceRefused:
            net.budget.spend(-reserve)
            if not resumed:
                raise
            place, resumed = (
                Place(place.since),
                False,
            )  # a token does not live for ever: begin the round again
            continue
        answer = obj(msgspec.json.decode(body))
        place = place.after(answer, ordered=not question.since)
        cursor = {**cursor, question.key: place.cursor()}
        said = bool(answer.get("data") or answer.get("errors"))
        yield Page([Document(body, net.clock(), question.key)] if said else [], cursor)
        net.budget.spend(posts_in(answer) - reserve)
        if place.token is None:
            return cursor
        resumed = False
        net.sleep(question.pause)


def _reserve(net: Net, params: Params) -> tuple[int, int]:
    """Posts to ask for, and posts to set money aside for (parents come along); BudgetSpent when too little is left."""
    each = 1 + (PARENTS if "referenced" in params.get("expansions", "") else 0)
    room = net.budget.room()
    count = MOST if room is None else max(FEWEST, min(MOST, room // each))
    net.budget.spend(count * each)
    return count, count * each


def _params(question: Question, place: Place, count: int, now: datetime) -> Params:
    params = {**question.params, "max_results": str(count)}
    if place.token:
        params[question.token] = place.token
    if question.since and place.since and not _too_old(place.since, question.reach, now):
        params["since_id"] = str(place.since)
        params.pop("start_time", None)
    return params


def _too_old(post: int, reach: timedelta | None, now: datetime) -> bool:
    """Whether X would refuse to go back to this post; it then gives all that it has."""
    made: Final = datetime.fromtimestamp((post >> 22) / 1000 + SNOWFLAKE_S, UTC)
    return reach is not None and made < now - reach
