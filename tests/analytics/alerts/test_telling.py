import polars as pl
import pytest

from analytics.alerts import Subscription, alerts, changes, digest, matched, zones
from tests.analytics.alerts.signal_rows import PLACES, at, signal, signals


def made(*rows):
    return alerts(signals(*rows), at(10_000))


@pytest.mark.parametrize(
    ("minutes", "observed", "bits", "change"),
    [
        (60, 12, 10.0, "steady"),
        (60, 24, 10.0, "grown"),
        (60, 12, 20.0, "grown"),
        (60, 6, 3.0, "fallen"),
        (24 * 60 + 1, 12, 10.0, "new"),  # forgotten
        (-60, 12, 10.0, "new"),  # what came later is no past
    ],
)
def test_what_changed_since(minutes, observed, bits, change):
    told = made(signal(0))
    now = made(signal(minutes, observed=observed, score_bits=bits, evidence=["p0", "new"]))
    row = changes(now, told).row(0, named=True)
    assert row["change"] == change
    assert row["observed_before"] == (None if change == "new" else 12)
    assert row["new_posts"] == (2 if change == "new" else 1)


def test_the_last_one_told_counts_and_an_alert_is_not_compared_with_itself():
    both = made(signal(0), signal(30, observed=20))
    assert changes(both, both)["change"].to_list() == ["new", "steady"]
    third = made(signal(60, observed=30))
    assert changes(third, both)["observed_before"].to_list() == [20]
    assert changes(made(signal(60, topic="gaz")), both)["change"].to_list() == ["new"]


@pytest.mark.parametrize(
    ("subscription", "wanted"),
    [
        (Subscription("s"), ["a", "b", "c", "d", "e"]),
        (Subscription("s", zones=("departement:29",)), ["a", "b"]),
        (Subscription("s", zones=("commune:29019",)), ["a"]),
        (Subscription("s", zones=("epci:242900314",)), ["a"]),
        (Subscription("s", zones=("region:53",)), ["a", "b"]),
        (Subscription("s", zones=("departement:75",)), ["c"]),
        (Subscription("s", zones=("region:75",)), ["d"]),  # Nouvelle-Aquitaine, not Paris
        (Subscription("s", zones=("departement:29", "departement:75"), topics=("eau",)), ["a"]),
        (Subscription("s", kinds=("need",)), ["e"]),
        (Subscription("s", services=("CAF",)), ["e"]),
    ],
)
def test_subscriptions(subscription, wanted):
    rows = pl.DataFrame(
        [
            ("a", "volume", "eau", "29019", ""),
            ("b", "volume", "gaz", "29", ""),
            ("c", "volume", "gaz", "75056", ""),
            ("d", "volume", "eau", "33063", ""),
            ("e", "need", "eau", "", "CAF"),
        ],
        schema=["alert_id", "kind", "topic", "location_code", "service"],
        orient="row",
    )
    assert matched(rows, [subscription], zones(PLACES))["alert_id"].to_list() == wanted


def test_each_reader_has_his_own_row():
    rows = made(signal(0), signal(30))
    found = matched(
        rows, [Subscription("x"), Subscription("y", kinds=("need",)), Subscription("z")], zones(PLACES)
    )
    assert found["subscription"].to_list() == ["x", "z", "x", "z"]
    assert matched(rows, [], zones(PLACES)).height == 0


def test_a_digest_has_a_line_for_each_kind_and_territory():
    decision = pl.when(topic="gaz").then(pl.lit("hold")).otherwise(pl.lit("send")).alias("decision")
    rows = made(
        signal(0), signal(60, topic="gaz", score_bits=30.0), signal(0, "n", kind="need", score_bits=5.0)
    ).with_columns(decision)
    lines = digest(rows)
    assert lines.select("kind", "alerts", "held_back", "topics", "score_bits").rows() == [
        ("volume", 2, 1, ["gaz", "eau"], 30.0),
        ("need", 1, 0, ["eau"], 5.0),
    ]
    assert sum(lines["alert_ids"].list.len()) == 3
    assert digest(rows.clear()).height == 0
