"""Topics that rise: no longer noise, not yet known to all; nothing told that is of few."""

import numpy as np
import polars as pl
import pytest

from analytics.signals.watched import watched
from analytics.signals.weak import WEAK, weak_signals
from tests.analytics.signals.watched_posts import hour, posts, quiet

NOW_H = 6 * 24
NOW = hour(NOW_H)
NONE = pl.DataFrame(schema={"uid": pl.String, "claim_id": pl.String})
AGEN, QUIMPER = "47001", "29232"


def tagged(tag, hours, prefix, place=AGEN, **more):
    return posts(list(hours), prefix, text=f"on parle de {prefix}", place_insee=place, hashtags=[tag], **more)


@pytest.fixture(scope="module")
def spoken():
    """Hashtags: one known to all, one that rises, one that rises among few, two of the days before."""
    rows = [
        tagged("all", np.linspace(0.0, NOW_H - 0.1, 200), "a"),
        tagged("rises", np.linspace(NOW_H - 6.0, NOW_H - 0.1, 14), "r"),
        tagged("few", np.linspace(NOW_H - 6.0, NOW_H - 0.1, 8), "f", QUIMPER),
        tagged("old", np.linspace(10.0, 50.0, 40), "o"),
        tagged("tiny", [20.0, 21.0], "t"),
        tagged("later", np.linspace(NOW_H + 1.0, NOW_H + 3.0, 60), "l"),
    ]
    return pl.concat([quiet(), *rows])


def weak(seen, stated=NONE, as_of=NOW):
    return weak_signals(watched(seen, hour(7 * 24)), stated, as_of)


def test_what_rises_is_told_and_what_all_know_is_not(spoken):
    found = weak(spoken)
    assert found.schema == WEAK
    assert found["topic"].to_list() == ["#rises", "#few"]
    row = found.row(0, named=True)
    assert (row["kind"], row["popularity"], row["before"], row["people"]) == ("hashtag", 14.0, 0.0, 14)
    assert row["location_code"] == "47"
    assert row["burst_level"] >= 1
    assert hour(NOW_H - 7) <= row["burst_since"] < NOW


def test_what_is_of_few_people_carries_no_figure(spoken):
    row = weak(spoken).filter(topic="#few").row(0, named=True)
    hidden = ("popularity", "before", "first_stories", "first_share", "people")
    assert [row[name] for name in hidden] == [None] * 5
    assert row["location_code"] == ""


def test_a_figure_of_few_is_not_the_difference_of_two(spoken):
    """14 posts now, 3 of them a day earlier: before is hidden, and so is what a subtraction would tell."""
    before = tagged("rises", [NOW_H - 30.0, NOW_H - 29.0, NOW_H - 28.0], "b")
    row = weak(pl.concat([spoken, before])).filter(topic="#rises").row(0, named=True)
    assert (row["popularity"], row["before"]) == (17.0, None)


def test_fewer_than_five_people_are_no_topic(spoken):
    alone = tagged("alone", np.linspace(NOW_H - 3.0, NOW_H - 0.1, 14), "n", author_uid="one")
    assert "#alone" not in weak(pl.concat([spoken, alone]))["topic"]


def test_nothing_later_is_read(spoken):
    cut = spoken.filter(pl.col("created_at") <= NOW)
    assert weak(cut).equals(weak(spoken))


def test_the_order_of_the_rows_says_nothing(spoken):
    assert weak(spoken.sample(fraction=1, shuffle=True, seed=2)).equals(weak(spoken))


def test_claims_are_the_posts_that_state_them_and_needs_those_who_ask(spoken):
    kinds = ("water", "food", "shelter", "energy")
    asked = [
        posts(list(np.linspace(NOW_H - hours, NOW_H - 0.1, 12)), need, text=f"besoin : {need}", place_insee=AGEN,
              needs=[need])
        for need, hours in zip(kinds, (3.0, 50.0, 60.0, 70.0), strict=True)
    ]  # fmt: skip
    stated = pl.concat(
        [
            spoken.filter(pl.col("uid").str.starts_with(prefix)).select(
                "uid", claim_id=pl.lit(f"claim:{prefix}")
            )
            for prefix in ("a0", "r", "f", "o")
        ]
    )
    found = weak(pl.concat([spoken, *asked]), stated)
    assert set(found["kind"]) == {"need", "hashtag", "claim"}
    assert "claim:r" in found["topic"]
    assert found.filter(kind="need")["location_code"].unique().to_list() == ["47"]


def test_three_topics_are_too_few_to_compare(spoken):
    assert weak(spoken.filter(~pl.col("uid").str.contains("^[ot]"))).is_empty()


def test_no_posts_no_topics(spoken):
    assert weak(spoken.clear()).schema == WEAK
