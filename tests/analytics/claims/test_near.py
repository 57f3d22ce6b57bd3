import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.claims.near import Index, near_duplicates
from analytics.claims.text import normalised
from benchmarks.near_duplicates import quality
from benchmarks.near_duplicates_data import texts

ORIGINAL = "L'eau du robinet est contaminée à Saint-Malo depuis ce matin"


def pairs(written):
    return set(near_duplicates(pl.Series(written)).select("left", "right").iter_rows())


@pytest.mark.parametrize(
    "other",
    [
        "leau du robinet est contaminé a saint malo depuis ce matin",
        "L'eau du robinet est contamniée à Saint-Malo depuis ce matin !!!",
        "RT @x: L'eau du robinet est contaminée à Saint-Malo depuis ce matin",
        "URGENT L'eau du robinet est contaminée à Saint-Malo depuis ce matin, partagez vite",
        "L'eau du robinet est contaminée à Saint-Malo depuis ce matin #crue #danger",
        "L'eau du robinet est contaminée à Saint-Malo",
    ],
)
def test_the_same_said_with_other_letters_heads_and_tails(other):
    assert pairs(normalised(pl.Series([ORIGINAL, other]))) == {(0, 1)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Besoin d'eau à Saint-Malo", "Besoin de couches à Saint-Malo"),
        (
            "Urgent : besoin de lait pour la salle des fêtes",
            "Urgent : besoin de piles pour la salle des fêtes",
        ),
        ("Le pont Neuf est fermé", "Le port Neuf est fermé"),
        ("L'accident fait 3 morts", "L'accident fait 13 morts"),
        ("L'école Pasteur ferme demain", "Le marché de Noël ouvre demain"),
    ],
)
def test_a_template_with_another_thing_in_its_slot_says_something_else(one, other):
    assert pairs(normalised(pl.Series([one, other]))) == set()


def test_empty_and_null_texts_have_no_pair():
    assert pairs(["", "", None, "une phrase", None]) == set()
    assert pairs(pl.Series([], dtype=pl.String)) == set()


@pytest.mark.parametrize("threshold", [0, -1, 1.1])
def test_a_threshold_that_is_none(threshold):
    with pytest.raises(ValueError, match="threshold"):
        near_duplicates(pl.Series(["a", "b"]), threshold)


def test_quality_on_mutated_texts_whose_truth_is_known():
    written, claim = texts(10_000, 3)
    table = near_duplicates(written)
    _, _, f1 = quality(table["left"].to_numpy(), table["right"].to_numpy(), claim)
    assert f1 > 0.9


def test_the_order_of_the_rows_changes_nothing():
    written, _ = texts(2_000, 4)
    crowd = pl.Series(
        [f"leau du robinet est contaminee a saint malo depuis hier {'x' * i}" for i in range(100)]
    )
    every = pl.concat([written, crowd]).unique(maintain_order=True)
    order = np.random.default_rng(0).permutation(len(every))
    seen = {frozenset(order[list(pair)].tolist()) for pair in pairs(every.gather(order))}
    assert seen == {frozenset(pair) for pair in pairs(every)}


def test_a_crowd_of_look_alikes_stays_one_component():
    crowd = [
        f"attention leau du robinet est contaminee a saint malo depuis hier soir appel {i}"
        for i in range(1000, 1300)
    ]
    linked = near_duplicates(pl.Series(crowd), 0.5)
    assert linked.height < 300 * 299 / 4
    assert set(linked["left"]) | set(linked["right"]) == set(range(300))


def test_an_index_finds_what_a_full_comparison_finds():
    written, _ = texts(3_000, 5)
    known, new = written.head(2_000), written.tail(1_000)
    index = Index.build(known.head(500)).extended(known.slice(500, 100)).extended(known.slice(600))
    found = set(index.matches(new).select("known", pl.col("new") + 2_000).iter_rows())
    assert len(index) == 2_000
    assert found == {(left, right) for left, right in pairs(written) if left < 2_000 <= right}
    assert found == set(Index.build(known).matches(new).select("known", pl.col("new") + 2_000).iter_rows())


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text("abcdé ", max_size=40), max_size=12))
def test_scores_lie_between_the_threshold_and_one_and_equals_score_one(raw):
    written = normalised(pl.Series([*raw, *raw[:2]], dtype=pl.String))
    table = near_duplicates(written, 0.3)
    assert table["score"].is_between(0.3, 1).all()
    assert (table["left"] < table["right"]).all()
    same = {
        (i, j)
        for i in range(len(written))
        for j in range(i + 1, len(written))
        if written[i] and written[i] == written[j]
    }
    assert same <= set(table.filter(pl.col("score") == 1).select("left", "right").iter_rows())
