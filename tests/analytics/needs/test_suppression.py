import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.needs.suppression import ALL, suppress

K = 11


def cells(counts):
    """{département: {commune: {topic: people}}} → the cells of both levels; everyone has one topic and commune."""
    rows = [
        {"level": "commune", "code": commune, "parent": departement, "topic": topic, "people": people}
        for departement, communes in counts.items()
        for commune, topics in communes.items()
        for topic, people in [*topics.items(), (ALL, sum(topics.values()))]
    ]
    communes = pl.DataFrame(rows)
    departements = (
        communes.group_by("parent", "topic")
        .agg(pl.col("people").sum())
        .select(
            pl.lit("departement").alias("level"),
            pl.col("parent").alias("code"),
            pl.lit("FR").alias("parent"),
            "topic",
            "people",
        )
    )
    return pl.concat([communes, departements]).sort("level", "code", "topic")


def hidden(frame, k=K):
    found = suppress(frame, k)
    assert found["people"].is_null().equals(found["suppressed"])
    return set(found.filter("suppressed").select("code", "topic").rows())


def lines(frame):
    """(total or None, members) of each sum a reader can make, as (code, topic)."""
    for (code, topic), group in frame.filter(pl.col("level") == "commune").group_by("parent", "topic"):
        yield (code, topic), group.select("code", "topic").rows()
    for (_, code), group in frame.group_by("level", "code"):
        yield (code, ALL), group.filter(pl.col("topic") != ALL).select("code", "topic").rows()


def by_subtraction(frame, secrets):
    """Hidden cells that follow from the shown ones by subtracting, again and again."""
    unknown = set(secrets)
    sums = [[total, *members] for total, members in lines(frame)]
    while found := {next(iter(rest)) for line in sums if len(rest := unknown & set(line)) == 1}:
        unknown -= found
    return set(secrets) - unknown


def by_all_sums_together(frame, secrets):
    """Hidden cells that have only one value in all solutions of all sums."""
    place = {cell: column for column, cell in enumerate(sorted(secrets))}
    system = np.zeros((1 + sum(1 for _ in lines(frame)), len(place)))
    for row, (total, members) in enumerate(lines(frame)):
        for cell, sign in [(total, -1), *((member, 1) for member in members)]:
            if cell in place:
                system[row, place[cell]] = sign
    _, size, directions = np.linalg.svd(system)
    free = directions[(size > 1e-9).sum() :]
    return {cell for cell, column in place.items() if np.abs(free[:, column]).max(initial=0) < 1e-9}


def test_ten_are_hidden_eleven_are_shown():
    counts = {"01": {"01001": {"t": 10, "u": 11}, "01002": {"t": 15, "u": 11}, "01003": {"t": 30, "u": 0}}}
    assert hidden(cells(counts)) >= {("01001", "t")}
    eleven = {"01": {"01001": {"t": 11}, "01002": {"t": 0}}}
    assert hidden(cells(eleven)) == set()


def test_the_smallest_sibling_is_hidden_too():
    column = pl.DataFrame(
        {
            "level": ["commune"] * 4 + ["departement"],
            "code": ["1", "2", "3", "4", "01"],
            "parent": ["01"] * 4 + ["FR"],
            "topic": "t",
            "people": [5, 40, 20, 0, 65],
        }
    )
    assert hidden(column) == {("1", "t"), ("3", "t")}


def test_two_small_cells_of_few_people_need_a_third():
    column = pl.DataFrame(
        {
            "level": "commune",
            "code": ["1", "2", "3", "4"],
            "parent": "01",
            "topic": "t",
            "people": [1, 2, 20, 30],
        }
    )
    assert hidden(column) == {("1", "t"), ("2", "t"), ("3", "t")}


def test_without_a_sibling_the_parent_is_hidden_and_its_own_sibling():
    column = pl.DataFrame(
        {
            "level": ["commune", "commune", "departement", "departement", "departement"],
            "code": ["01001", "02001", "01", "02", "03"],
            "parent": ["01", "02", "FR", "FR", "FR"],
            "topic": "t",
            "people": [5, 90, 30, 90, 50],
        }
    )
    assert hidden(column) == {("01001", "t"), ("01", "t"), ("03", "t")}


def test_a_topic_does_not_follow_from_all_topics():
    counts = {"01": {"01001": {"t": 5, "u": 40}, "01002": {"t": 12, "u": 40}, "01003": {"t": 50, "u": 40}}}
    secrets = hidden(cells(counts))
    assert ("01001", "t") in secrets
    assert ("01001", "u") in secrets or ("01001", ALL) in secrets


def test_a_cell_may_follow_from_several_sums_though_from_none_alone():
    topics = {"01000": {"t": 25, "u": 1}, "01001": {"v": 25}, "01002": {"u": 4, "v": 12}}
    frame = cells({"01": {code: {"t": 0, "u": 0, "v": 0} | some for code, some in topics.items()}})
    assert by_all_sums_together(frame, hidden(frame)) == set()


def test_k_of_one_is_refused():
    with pytest.raises(ValueError, match="k is 1"):
        suppress(cells({"01": {"01001": {"t": 1}}}), 1)


def test_no_cells():
    assert suppress(cells({"01": {"01001": {"t": 1}}}).clear(), K).is_empty()


PEOPLE = st.sampled_from([0, 0, 1, 4, 10, 11, 12, 25, 60])


@st.composite
def counted(draw):
    topics = ["t", "u", "v"][: draw(st.integers(1, 3))]
    return {
        f"0{d}": {
            f"0{d}00{c}": {topic: draw(PEOPLE) for topic in topics} for c in range(draw(st.integers(1, 4)))
        }
        for d in range(1, 1 + draw(st.integers(1, 4)))
    }


@settings(deadline=None, max_examples=200)
@given(counted(), st.integers(0, 9))
def test_nothing_is_had_by_subtraction(counts, seed):
    frame = cells(counts)
    people = {(code, topic): n for code, topic, n in frame.select("code", "topic", "people").rows()}
    secrets = hidden(frame)
    assert secrets >= {cell for cell, n in people.items() if 1 <= n < K}
    assert all(people[cell] > 0 for cell in secrets)
    assert by_subtraction(frame, secrets) == set()
    assert by_all_sums_together(frame, secrets) == set()
    for total, members in lines(frame):
        inside = secrets & set(members)
        if total not in secrets and inside:
            assert len(inside) >= 2
            assert sum(people[cell] for cell in inside) >= K
    assert hidden(frame.sample(fraction=1, shuffle=True, seed=seed)) == secrets
