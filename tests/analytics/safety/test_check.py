from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.safety import safety_check

NOON = datetime(2026, 1, 20, 12, tzinfo=UTC)
SAYS = {"safe": "On est tous en sécurité", "help": "On est bloqués à l'étage", "": "Quelle pluie"}
PLACES = {"01001": "01", "01002": "01", "01003": "01", "02001": "02", "02002": "02"}
TERRITORY = pl.DataFrame(
    [("commune", code, f"Commune {code}", parent) for code, parent in PLACES.items()]
    + [("departement", code, f"Département {code}", "FR") for code in ("01", "02")],
    schema=["level", "code", "name", "parent"],
    orient="row",
)


def posts(*groups):
    """(commune, what, people, hour before noon) → one post a person, each person new."""
    rows = [
        (place, SAYS[what], NOON - timedelta(hours=hours))
        for place, what, people, hours in groups
        for _ in range(people)
    ]
    schema = {"place_insee": pl.String, "text": pl.String, "created_at": pl.Datetime("us", "UTC")}
    table = pl.DataFrame(rows, schema=schema, orient="row").with_row_index("uid")
    return table.with_columns(
        pl.format("p{}", "uid").alias("uid"), pl.format("u{}", "uid").alias("author_uid")
    )


def counts(found):
    return {
        code: rest
        for _, code, *rest in found.select("level", "code", "safe", "help", "people", "suppressed").rows()
    }


def check(table, at=NOON, **options):
    return safety_check(table, TERRITORY, as_of=at, **options)


def test_people_are_counted_by_commune_and_departement():
    found = counts(check(posts(("01001", "safe", 12, 2), ("01001", "help", 11, 3), ("01001", "", 30, 1))))
    assert found == {"01001": [12, 11, 23, False], "01": [12, 11, 23, False]}


def test_ten_are_hidden_and_so_is_what_would_give_them_away():
    found = counts(check(posts(("01001", "safe", 20, 2), ("01002", "safe", 10, 2), ("01003", "safe", 30, 2))))
    assert found["01002"][0] is None
    assert found["01001"][0] is None
    assert found["01003"] == [30, 0, 30, False]
    assert found["01"] == [60, 0, 60, False]


def test_the_last_statement_counts_once_a_person():
    table = posts(("01001", "help", 15, 5), ("01001", "safe", 15, 2)).with_columns(
        author_uid=pl.format("u{}", pl.int_range(30) % 15)
    )
    assert counts(check(table))["01001"] == [15, 0, 15, False]
    assert counts(check(table, NOON - timedelta(hours=3)))["01001"] == [0, 15, 15, False]


def test_two_moments_of_one_hour_show_the_same():
    table = posts(("01001", "safe", 12, 2), ("01001", "safe", 1, -0.5))
    early, late = (check(table, NOON + timedelta(minutes=minutes)) for minutes in (1, 59))
    assert early.equals(late)
    assert counts(check(table, NOON + timedelta(hours=1)))["01001"][0] == 13


def test_what_is_old_or_later_or_nowhere_is_not_counted():
    table = posts(
        ("01001", "safe", 12, 50), ("01002", "safe", 12, -1), (None, "safe", 12, 2), ("99999", "help", 12, 2)
    )
    assert check(table).is_empty()
    assert counts(check(table, hours=60))["01001"][0] == 12


def test_no_list_of_people_and_no_order_of_rows():
    table = posts(("01001", "safe", 14, 2), ("02001", "help", 25, 3), ("02002", "help", 4, 3))
    found = check(table)
    assert not {"person", "uid", "author_uid"} & set(found.columns)
    assert all(kind != pl.List for kind in found.dtypes)
    assert found.equals(check(table.sample(fraction=1, shuffle=True, seed=1)))


def test_a_cell_of_one_cannot_be_asked_for():
    with pytest.raises(ValueError, match="k is 1"):
        check(posts(("01001", "safe", 3, 1)), k=1)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(PLACES)), st.sampled_from(["safe", "help"]), st.integers(1, 30)),
        min_size=1, max_size=10, unique_by=lambda group: group[:2],
    )
)  # fmt: skip
def test_no_hidden_count_follows_from_those_shown(groups):
    found = check(posts(*((*group, 2) for group in groups)))
    true = {(place, what): people for place, what, people in groups}
    names = [(code, what) for code in found.filter(level="commune")["code"] for what in ("safe", "help")]
    rows, shown = [], []
    for level, code, safe, help_, people in found.select("level", "code", "safe", "help", "people").rows():
        for what, value in (("safe", safe), ("help", help_), ("both", people)):
            inside = [
                (c == code if level == "commune" else PLACES[c] == code) and what in (w, "both")
                for c, w in names
            ]
            if value is not None:
                rows.append(inside)
                shown.append(value)
                assert value == sum(
                    true.get(cell, 0) for cell, is_in in zip(names, inside, strict=True) if is_in
                )
    known = np.array(rows, dtype=float).reshape(len(rows), len(names))
    free = np.linalg.svd(known)[2][np.linalg.matrix_rank(known) if rows else 0 :]
    for cell, column in zip(names, np.abs(free).max(axis=0, initial=0), strict=True):
        assert column > 1e-9 or not 0 < true.get(cell, 0) < 11
