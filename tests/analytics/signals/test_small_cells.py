"""Alerts and need rates of the same posts, side by side: no hidden cell follows from both.

Two worlds differ in a small cell and publish the same figures, so that no arithmetic on these can tell which is true.
"""

import numpy as np
import polars as pl
import pytest

from analytics.needs import rates
from analytics.signals.detect import watch
from graph import territory
from tests.analytics.signals.watched_posts import posts, quiet

CRISIS_H = 5 * 24 + 9
AGEN, BORDEAUX = "47001", "33063"
OFFERS = pl.DataFrame(schema=dict.fromkeys(("uid", "commune", "departement", "topic"), pl.String))


def asked(at, who, place):
    named = [f"{who}{row}" for row in range(len(at))] if isinstance(who, str) else who
    prefix = f"{place}-{named[0]}"
    return posts(list(at), prefix, text="De l'eau !", place_insee=place, needs=["water"], author_uid=named)


def agen():
    """Thirty people in four hours: enough for alerts of their département, and to be shown in its rate."""
    return asked(np.linspace(CRISIS_H + 0.02, CRISIS_H + 3.9, 30), "agen", AGEN)


def elsewhere(placed):
    """Nine more people, so many of them in Bordeaux, the others somewhere."""
    at = np.linspace(CRISIS_H + 0.05, CRISIS_H + 3.8, 9)
    return asked(at, "other", BORDEAUX).with_columns(
        place_insee=pl.when(pl.int_range(pl.len()) < placed).then(pl.lit(BORDEAUX))
    )


def once_or_twice(again):
    """Twelve posts in the first hours of twelve people, or of eleven; then one person more, so that all are as many."""
    at = np.linspace(CRISIS_H + 0.02, CRISIS_H + 1.98, 24)
    who = [f"p{row}" for row in range(24)]
    if again:
        who[-1] = "p0"  # wrote in the hour before already
    return pl.concat(
        [asked(at, who, AGEN), asked([CRISIS_H + 20.0, CRISIS_H + 21.5][: 1 + again], "late", AGEN)]
    )


def published(world):
    """The signals' export and the need rates' export."""
    made = pl.concat([quiet(), *world])
    signals = watch(made).filter(kind="need").drop("evidence", "signal_id")
    people = made.explode("needs").drop_nulls("needs").select(
        person="author_uid", topic="needs", commune="place_insee", departement=pl.lit(None, pl.String)
    )  # fmt: skip
    return signals, rates(people, OFFERS, territory.levels()), people


@pytest.mark.parametrize(
    "worlds",
    [
        ([agen(), elsewhere(3)], [agen(), elsewhere(7)]),
        ([once_or_twice(again=False)], [once_or_twice(again=True)]),
    ],
    ids=["everywhere less a département", "a whole day less some hours"],
)
def test_two_worlds_that_differ_in_a_small_cell_publish_the_same(worlds):
    (signals, shown, people), (others, shown_there, people_there) = (published(world) for world in worlds)
    assert signals.height
    assert signals.equals(others)
    assert shown.equals(shown_there)
    assert small(people) != small(people_there)


def small(people):
    """The groups of fewer than eleven: who asked in Bordeaux, who asked late."""
    group = pl.col("person").str.extract(r"(\D+)")
    counted = people.group_by("commune", group).agg(of=pl.col("person").n_unique()).sort("commune", "person")
    return counted.filter(pl.col("of") < 11).rows()
