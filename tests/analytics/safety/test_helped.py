"""Who asks and who offers, counted by commune; few people hidden."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from analytics.safety import help_check

NOON = datetime(2026, 1, 20, 12, 20, tzinfo=UTC)
TERRITORY = pl.DataFrame(
    {
        "level": ["commune", "commune", "commune", "departement", "departement"],
        "code": ["44109", "44143", "35238", "44", "35"],
        "name": ["Nantes", "Rezé", "Rennes", "Loire-Atlantique", "Ille-et-Vilaine"],
        "parent": ["44", "44", "35", "FR", "FR"],
    }
)


def said(people, place, hours=2.0, prefix="u"):
    return [
        {
            "author_uid": f"{prefix}{place}{n}",
            "created_at": NOON - timedelta(hours=hours),
            "place_insee": place,
        }
        for n in range(people)
    ]


def checked(needs, offers, **more):
    empty = pl.DataFrame(schema={"author_uid": pl.String, "created_at": pl.Datetime("us", "UTC"),
                                 "place_insee": pl.String})  # fmt: skip
    sides = [pl.DataFrame(side) if side else empty for side in (needs, offers)]
    found = help_check(*sides, TERRITORY, as_of=NOON, **more)
    return {row["code"]: row for row in found.iter_rows(named=True)}


def test_people_are_counted_once_in_what_they_said():
    needs = [*said(20, "44109"), *said(20, "44109", 5), *said(30, "35238")]
    found = checked(needs, [*said(15, "44109", prefix="o"), *said(2, "44109")])
    assert (found["44109"]["needs"], found["44109"]["offers"], found["44109"]["people"]) == (20, 17, 35)
    assert found["44"]["as_of"] == NOON.replace(minute=0)
    assert (found["35"]["needs"], found["35"]["offers"]) == (30, 0)


def test_fewer_than_eleven_are_hidden_with_what_gives_them_away():
    found = checked([*said(20, "44109"), *said(4, "44143"), *said(40, "35238")], [])
    assert found["44143"]["suppressed"]
    assert {found[code]["needs"] for code in ("44143", "44109")} == {None}


def test_what_is_older_newer_or_nowhere_is_left_out():
    old, late = said(20, "44109", 49), said(20, "44109", 0.1)
    assert checked([*old, *late, *said(20, "99999")], []) == {}
    with pytest.raises(ValueError, match="cannot be hidden"):
        checked(said(20, "44109"), [], k=1)
