"""What is said of an action that is followed: what is missing, and no figure of fewer than eleven people."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from analytics.effects.reach import denial_reach
from dash_app.actions.declaration import declaration
from dash_app.actions.follow import Followed, lines
from dash_app.actions.ledger import Declared
from dash_app.follow_words import facts, title

T0 = datetime(2026, 1, 12, 10, tzinfo=UTC)
MESSAGE = pl.DataFrame(
    {
        "relation": ["MESSAGE", "REPOST_OF"],
        "posts": [1, 30],
        "accounts": [1, 10],
        "first_at": T0,
        "last_at": T0,
    }
)
NOBODY = MESSAGE.clear()


def followed(before=40, after=2, *, hours=2, window="2d", message=NOBODY, reach=None, asked=None):
    action = declaration(
        kind="denial", metric="claim-posts", target="claim:1", at=T0, after=window, season="none"
    )
    told = Declared(action, T0, ())
    return Followed(told, T0 + timedelta(hours=hours), before, after, reach, message, asked)


def who(asked, answered, reached, wait_s=None):
    return {"action": "action:1", "asked": asked, "answered": answered, "reached": reached, "wait_s": wait_s}


@pytest.mark.parametrize(
    ("found", "english", "french", "told"),
    [
        (followed(), "4 more points, at 2026-01-12 16:00 at the earliest",
         "encore 4 points, à 12/01/2026 16:00 au plus tôt", "still needs: 4, at 2026-01-12 16:00Z"),
        (followed(after=5), "1 more point, at 2026-01-12 16:00 at the earliest",
         "encore 1 point, à 12/01/2026 16:00 au plus tôt", "still needs: 1, at"),
        (followed(after=6, hours=6), "enough points", "assez de points", "window open until"),
        (followed(window="5h"), "window too short: will stay descriptive",
         "fenêtre trop courte : restera descriptif", "6 points after T0 do not fit"),
        (followed(before=20), "7 points before T0 are missing: will stay descriptive",
         "il manque 7 points avant T0 : restera descriptif", "missing, and no wait brings: 7;"),
    ],
)  # fmt: skip
def test_what_an_estimate_still_needs(found, english, french, told):
    assert ("To estimate the effect", english) in facts(found, "en")
    assert ("Pour estimer l’effet", french) in facts(found, "fr")
    assert told in "\n".join(lines(found))


def test_a_window_that_is_over_waits_for_nothing():
    found = followed(hours=72)
    assert title(found, "en") == "Followed until 2026-01-14 10:00 UTC"
    assert title(followed(), "fr") == "Suivi en direct (relevé à 12:00:00 UTC)"
    assert facts(found, "en") == []
    assert list(lines(found)) == []


@pytest.mark.parametrize(
    ("asked", "english", "told"),
    [
        (who(None, None, None), [("Had asked before", "fewer than 11 people: nothing is told of them")],
         "fewer than 11 people had asked"),
        (who(40, 12, None, 5400.0),
         [("Had asked before", "40 people"), ("… got a direct reply", "12, after 1.5 h on average"),
          ("… took the message up", "hidden: a part has fewer than 11 people")],
         "answered directly: 12, after 1.5 h on average; took the message up: hidden"),
        (who(40, 0, 0), [("Had asked before", "40 people"), ("… got a direct reply", "0"),
                         ("… took the message up", "0")], "answered directly: 0; took the message up: 0"),
    ],
)  # fmt: skip
def test_those_who_had_asked(asked, english, told):
    found = followed(hours=72, asked=asked)
    assert facts(found, "en") == english
    assert told in "\n".join(lines(found))


def test_reach_of_message_and_denial_without_small_counts_of_accounts():
    posts = pl.DataFrame({"uid": [f"p{n}" for n in range(30)], "author_uid": [f"u{n % 20}" for n in range(30)],
                          "created_at": [T0 + timedelta(minutes=6 * n) for n in range(30)],
                          "relation": ["STATES"] * 25 + ["DENIES"] * 5})  # fmt: skip
    found = followed(hours=72, message=MESSAGE, reach=denial_reach(posts))
    assert facts(found, "en") == [
        ("Reach of the message", "30 reposts"),
        ("Denials ÷ rumour", "0.20 (5 posts against 25)"),
        ("First denial", "2.5 h after the rumour"),
    ]
    assert list(lines(found)) == [
        "message: 1 message, 30 reposts, by fewer than 11 accounts at most in one kind",
        "denial ÷ rumour: 0.20 in posts (5 ÷ 25); first denial: 2.5 h after the rumour",
    ]
