"""Posts by hour: every hour there, small ones hidden with what would give them away."""

from datetime import UTC, datetime, timedelta

import polars as pl

from analytics.crossing import volume

NOON = datetime(2026, 1, 20, 12, tzinfo=UTC)
COMMUNES = pl.DataFrame({"code": ["44109", "35238", "29019"], "departement": ["44", "35", "29"]})


def posts(*blocks):
    """Blocks of (hours before noon, people, commune)."""
    rows = [
        {"uid": f"{n}-{i}", "author_uid": f"u{n}-{i}", "place_insee": place,
         "created_at": NOON - timedelta(hours=ago) + timedelta(minutes=i)}
        for n, (ago, people, place) in enumerate(blocks)
        for i in range(people)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema_overrides={"place_insee": pl.String})


def counted(table, departement=None, hours=3):
    found = volume(table, COMMUNES, start=NOON - timedelta(hours=hours), end=NOON, departement=departement)
    assert found["at"].to_list() == [NOON - timedelta(hours=n) for n in range(hours, 0, -1)]
    return list(zip(found["posts"], found["suppressed"], strict=True))


def test_every_hour_is_there_and_few_people_are_hidden():
    table = posts((3, 20, "44109"), (1, 5, "44109"), (1, 7, None), (0, 30, "44109"))
    assert counted(table) == [(20, False), (0, False), (12, False)]
    assert counted(posts((1, 10, "44109")))[-1] == (None, True)


def test_what_one_departement_hides_no_other_gives():
    table = posts((2, 20, "44109"), (2, 8, "35238"), (2, 30, "29019"))
    assert counted(table, "35")[1] == (None, True)
    assert counted(table, "44")[1] == (None, True)  # the sum of France would give the 8
    assert counted(table, "29")[1] == (30, False)


def test_one_who_writes_all_hour_is_one_person():
    table = posts((1, 40, "44109")).with_columns(author_uid=pl.lit("u"))
    assert counted(table)[-1] == (None, True)
