from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from analytics.crossing import unusual
from analytics.crossing.counts import event_rows

NOW = datetime(2026, 2, 16, 18, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)
COMMUNES = pl.DataFrame(
    {
        "code": ["01001", "01002", "02001"], "name": ["A", "B", "C"], "departement": ["01", "01", "02"],
        "lat": [46.0, 46.3, 49.5], "lon": [5.0, 5.0, 3.4], "departement_name": ["Ain", "Ain", "Aisne"],
    }
)  # fmt: skip


def history(seed=0, days=35, rate=0.15):
    """Events of three communes and two sources all along, without anything special."""
    rng = np.random.default_rng(seed)
    rows = [
        (source, code, NOW - timedelta(days=days) + timedelta(hours=int(hour)))
        for source in ("police", "fire")
        for code in COMMUNES["code"]
        for hour in np.repeat(np.arange(days * 24), rng.poisson(rate, days * 24))
    ]
    return events(rows)


def events(rows):
    table = pl.DataFrame(
        rows,
        schema={"source": pl.String, "place_insee": pl.String, "at": pl.Datetime("us", "UTC")},
        orient="row",
    ).with_row_index("uid")
    return table.with_columns(uid=pl.format("e{}-{}-{}", "uid", "source", "at"), kind="source")


def posts(groups):
    """(commune, people, hours before now) → a post a person."""
    rows = [(code, NOW - hours * HOUR) for code, people, hours in groups for _ in range(people)]
    table = pl.DataFrame(
        rows, schema={"place_insee": pl.String, "created_at": pl.Datetime("us", "UTC")}, orient="row"
    ).with_row_index("uid")
    return table.with_columns(
        uid=pl.format("p{}", "uid"), author_uid=pl.format("u{}", "uid"), text=pl.lit("x")
    )


def daily(people=1, days=30):
    return [("01001", people, 24 * day + 1) for day in range(1, days)]


def now(source, code, count):
    return events([(source, code, NOW - HOUR)] * count)


def test_the_place_where_two_sources_are_high_comes_first():
    told = pl.concat([history(), now("fire", "01002", 5), now("police", "01002", 4)])
    said = posts([*daily(), ("01002", 30, 1)])
    found = unusual(told, said, COMMUNES, as_of=NOW)
    first = found.row(0, named=True)
    assert (first["level"], first["code"], first["name"], first["sources"]) == ("commune", "01002", "B", 3)
    assert first["start_at"] == datetime(2026, 2, 16, 15, tzinfo=UTC)
    assert first["end_at"] == datetime(2026, 2, 16, 18, tzinfo=UTC)
    parts = first["contributions"]
    assert {part["source"]: part["observed"] for part in parts}.items() >= {"posts": 30, "fire": 5}.items()
    assert sum(part["share"] for part in parts) == pytest.approx(1)
    assert sum(part["bits"] for part in parts) == pytest.approx(first["score_bits"])
    assert parts == sorted(parts, key=lambda part: -part["bits"])
    assert first["why"].startswith(f"{parts[0]['source']} ")
    assert first["p"] < first["q"] < 0.01
    assert "Ain" in found.filter(level="departement")["name"].to_list()


def test_one_loud_source_among_silent_ones_is_seen():
    found = unusual(pl.concat([history(), now("fire", "02001", 9)]), posts(daily()), COMMUNES, as_of=NOW)
    assert found["code"][0] in {"02", "02001"}
    assert found["q"][0] < 0.01


def test_quiet_hours_are_seldom_unusual():
    """A false discovery in few of the hours of a quiet week."""
    told, said = history(7), posts(daily())
    alarms = [
        unusual(told, said, COMMUNES, as_of=NOW - hours * HOUR).filter(pl.col("q") <= 0.05).height
        for hours in range(0, 168, 6)
    ]
    assert sum(count > 0 for count in alarms) <= 4


@pytest.mark.parametrize(("people", "shown"), [(10, False), (11, True)])
def test_posts_of_few_people_do_not_count(people, shown):
    found = unusual(history(), posts([("01001", people, 1), *daily()]), COMMUNES, as_of=NOW)
    sources = found.explode("contributions", empty_as_null=True, keep_nulls=True).unnest("contributions")[
        "source"
    ]
    assert ("posts" in sources.to_list()) is shown


def test_few_people_cannot_be_had_by_subtraction():
    """25 people in the département and 21 in one commune would leave 4 in the other."""
    said = posts([("01001", 21, 1), ("01002", 4, 1), *daily()])
    found = unusual(history(), said, COMMUNES, as_of=NOW).filter(pl.col("code").str.starts_with("01"))
    shown = [
        (row["level"], part["observed"])
        for row in found.to_dicts() for part in row["contributions"] if part["source"] == "posts"
    ]  # fmt: skip
    assert len(shown) <= 1


def test_one_who_writes_all_day_is_one_voice():
    said = posts([("01001", 40, 1), *daily()]).with_columns(author_uid=pl.lit("u"))
    assert (
        unusual(history(), said, COMMUNES, as_of=NOW).filter(pl.col("why").str.contains("posts")).is_empty()
    )


def test_what_is_later_changes_nothing_nor_does_the_order():
    told, said = pl.concat([history(), now("fire", "01002", 5)]), posts([("01001", 20, 1), *daily()])
    found = unusual(told, said, COMMUNES, as_of=NOW)
    later = pl.concat([told, events([("fire", "01001", NOW)] * 50)])
    assert found.equals(unusual(later, said, COMMUNES, as_of=NOW))
    mixed = told.sample(fraction=1, shuffle=True, seed=3), said.reverse()
    assert found.equals(unusual(*mixed, COMMUNES, as_of=NOW))


def test_an_event_is_where_its_point_is_and_counts_once():
    table = pl.DataFrame(
        {
            "uid": ["a", "a", "b", "c", "d"], "kind": ["fire"] * 5, "at": ["2026-02-16T10:00:00Z"] * 5,
            "lat": [46.01, 46.01, 47.0, None, None], "lon": [5.01, 5.01, 5.0, None, None],
            "place_insee": [None, None, None, "02001", None], "departement": [None, None, None, None, "01"],
            "count": [1, 1, 1, 40, 1],
        }
    )  # fmt: skip
    rows = event_rows(table, COMMUNES)
    assert rows.select("commune", "departement", "many", "source").rows() == [
        ("01001", "01", 1, "fire"), (None, None, 1, "fire"), ("02001", "02", 40, "fire"), (None, "01", 1, "fire"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.drop("kind"), "no column kind"),
        (lambda t: t.with_columns(kind=pl.lit(None, pl.String)), "row 0 of events has no kind"),
        (lambda t: t.with_columns(count=-1), "count -1 is below 0"),
        (lambda t: t.with_columns(at=pl.lit("noon")), "at 'noon' is not an instant"),
    ],
)
def test_what_is_wrong_with_events_is_said(change, message):
    with pytest.raises(ValueError, match=message):
        unusual(change(now("fire", "01001", 2)), posts([]), COMMUNES, as_of=NOW)


def test_nothing_is_not_unusual():
    assert unusual(history()[:0], posts([]), COMMUNES, as_of=NOW).is_empty()
    with pytest.raises(ValueError, match="no time zone"):
        unusual(history(), posts([]), COMMUNES, as_of=NOW.replace(tzinfo=None))
