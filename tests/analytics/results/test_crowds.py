"""Who relays whom, where accounts stand, and which communities keep to themselves."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import polars as pl
import pytest

from analytics.results.crowds import NETWORK, polarisation, positions, relay_network, relays

START = datetime(2026, 1, 1, tzinfo=UTC)


def camp(name, count, times=1):
    """Everybody of a camp reposts everybody else's post so many times: uid, author, reposted."""
    people = [f"{name}{number:02}" for number in range(count)]
    own = [(f"p:{who}", who, None) for who in people]
    return own + [
        (f"r:{who}:{whom}:{nth}", who, f"p:{whom}")
        for who, whom in permutations(people, 2)
        for nth in range(times)
    ]


def frame(rows):
    table = pl.DataFrame(rows, schema=["uid", "author_uid", "repost_of_uid"], orient="row")
    return table.with_columns(
        created_at=pl.Series([START + timedelta(seconds=n) for n in range(len(rows))]),
        quote_of_uid=pl.lit(None, pl.String),
    )


TWO_CAMPS = frame([*camp("a", 12), *camp("b", 12), ("bridge", "a00", "p:b00")])


def test_reposts_and_quotes_of_a_pair_are_one_tie():
    rows = frame([("p", "x", None), ("r", "y", "p")])
    quote = rows.tail(1).with_columns(
        uid=pl.lit("q"),
        quote_of_uid=pl.lit("p"),
        repost_of_uid=pl.lit(None, pl.String),
        created_at=START + timedelta(days=1),
    )
    tie = relays(pl.concat([rows, quote])).row(0, named=True)
    assert (tie["source"], tie["target"], tie["weight"]) == ("y", "x", 2)
    assert (tie["first_at"], tie["last_at"]) == (START + timedelta(seconds=1), START + timedelta(days=1))


def test_the_backbone_is_what_chance_does_not_explain():
    heavy = [(f"h:{n}", "a01", "p:a00") for n in range(60)]
    told = relay_network(frame([*camp("a", 8), *heavy]))
    assert tuple(told.columns) == NETWORK
    assert told.filter("backbone").select("source", "target").rows() == [("a00", "a01"), ("a01", "a00")]


def test_an_account_of_two_communities_takes_part_in_both():
    found = {row["author"]: row for row in positions(TWO_CAMPS).iter_rows(named=True)}
    assert len(found) == 24
    assert {row["core"] for row in found.values()} == {11}
    assert found["a01"]["participation"] == pytest.approx(0)
    assert found["a00"]["participation"] == pytest.approx(1 - (11 / 12) ** 2 - (1 / 12) ** 2)
    assert found["a00"]["fib"] == 1  # one post, reposted by eleven
    assert sum(row["pagerank"] for row in found.values()) == pytest.approx(1)
    assert max(found, key=lambda who: found[who]["pagerank"]) == "b00"


def test_camps_that_do_not_meet_are_a_controversy_and_small_ones_have_no_figure():
    told = polarisation(TWO_CAMPS).row(0, named=True)
    assert (told["accounts"], told["other_accounts"]) == (12, 12)
    assert told["controversy"] > 0.9
    small = polarisation(frame([*camp("a", 4), *camp("b", 12)]))
    assert small["controversy"].to_list() == [None]


def test_without_posts_there_are_tables_without_rows():
    empty = TWO_CAMPS.clear()
    for table in (relay_network(empty), positions(empty), polarisation(empty)):
        assert table.is_empty()
