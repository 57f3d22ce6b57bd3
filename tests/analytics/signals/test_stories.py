from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from analytics.signals.stories import Stories

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
WORDS = [
    "pont",
    "ferme",
    "eau",
    "coupure",
    "centre",
    "ville",
    "train",
    "retard",
    "alerte",
    "crue",
    "de",
    "le",
]


def at(minutes) -> pl.Series:
    return pl.Series([NOON + timedelta(minutes=float(m)) for m in minutes], dtype=pl.Datetime("us", "UTC"))


def by_brute_force(texts: list[str], minutes: list[float], keep: float) -> list[tuple[int, float | None]]:
    """Every text against every earlier one of the window, with scikit-learn's weights of all texts together."""
    order = sorted(range(len(texts)), key=lambda i: (minutes[i], texts[i]))
    x = TfidfVectorizer(binary=True, token_pattern=r"\S+").fit_transform([texts[i] for i in order])
    told: list[tuple[int, float | None]] = [(-1, None)] * len(texts)
    stories = 0
    for k, i in enumerate(order):
        near = [j for j in range(k) if minutes[i] - minutes[order[j]] <= keep]
        similar = (x[near] @ x[k].T).toarray().ravel() if near else np.zeros(0)
        if similar.size and similar.max() >= 0.3:
            best = [told[order[near[j]]][0] for j in np.flatnonzero(np.isclose(similar, similar.max()))]
            told[i] = (min(best), 1 - similar.max())
        else:
            told[i] = (stories, None)
            stories += 1
    return told


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join), min_size=1, max_size=40),
    st.sampled_from([5, 15, 1000]),
    st.randoms(),
)
def test_as_by_brute_force(texts, keep, random):
    minutes = [random.randint(0, 60) for _ in texts]
    told = Stories(keep=timedelta(minutes=keep)).add(pl.Series(texts), at(minutes))
    expected = by_brute_force(texts, minutes, keep)
    distances = told["distance"].to_list()
    assert [d is None for d in distances] == [d is None for _, d in expected]
    for mine, (_, other) in zip(distances, expected, strict=True):
        assert mine is None or mine == pytest.approx(other, abs=1e-9)
    begun = told.filter(pl.col("distance").is_null())["story"].to_list()
    assert sorted(begun) == list(range(len(begun)))


def test_the_story_of_the_nearest():
    texts = [
        "Le pont de Sully est fermé",
        "Coupure d'eau au centre ville",
        "le pont de sully est FERMÉ !!! https://exemple.fr",
        "Pont de Sully fermé ce matin",
        "coupure eau quartier centre",
        "Bonne fête maman",
        None,
        "🙂 https://exemple.fr",
    ]
    told = Stories().add(pl.Series(texts), at(range(8)))
    assert told["row"].to_list() == list(range(8))
    assert told["story"].to_list() == [0, 1, 0, 0, 1, 2, None, None]
    assert told["distance"][2] == pytest.approx(0, abs=1e-12)
    assert told["distance"].is_null().to_list() == [True, True, False, False, False, True, True, True]


def stream(count: int, seed: int) -> tuple[pl.Series, pl.Series]:
    rng = np.random.default_rng(seed)
    vocabulary = np.array([f"mot{i}" for i in range(400)])
    themes = np.arange(240).reshape(30, 8)
    rows = [rng.choice(themes[rng.integers(30)], 6, replace=False) for _ in range(count)]
    noise = rng.integers(240, 400, count)
    texts = [" ".join(vocabulary[[*row, n]]) for row, n in zip(rows, noise, strict=True)]
    return pl.Series(texts), at(np.sort(rng.random(count) * 60 * 24 * 5).round(3))


def test_batches_go_on_where_the_last_one_stopped():
    texts, when = stream(4000, seed=1)
    whole = Stories().add(texts, when)
    state = Stories()
    parts = [state.add(texts[i : i + 250], when[i : i + 250]) for i in range(0, 4000, 250)]
    batched = pl.concat(parts)
    assert batched["story"].n_unique() == whole["story"].n_unique() == 30
    pairs = whole.select(a="story").with_columns(b=batched["story"]).unique()
    assert pairs.height == 30
    assert state._held.norm.size < 4000  # the texts of days ago are gone


def test_what_is_said_later_changes_nothing_and_order_does_not_matter():
    texts, when = stream(600, seed=2)
    first = Stories()
    before = first.add(texts[:500], when[:500])
    first.add(texts[500:], when[500:])
    shuffled = np.random.default_rng(3).permutation(500)
    again = Stories().add(texts[:500].gather(shuffled), when[:500].gather(shuffled))
    assert again["story"].to_list() == before["story"].gather(shuffled).to_list()
    assert again["distance"].to_list() == before["distance"].gather(shuffled).to_list()


def test_a_text_that_nobody_repeats_is_forgotten_and_one_that_is_repeated_lives_on():
    texts, hours = ["pont de sully fermé"] * 4, [0, 20, 40, 70]
    told = Stories().add(pl.Series(texts), at(h * 60 for h in hours))
    assert told["story"].to_list() == [0, 0, 0, 1]


def test_a_wider_threshold_makes_fewer_stories():
    texts, when = stream(800, seed=4)
    found = [Stories(distance=d).add(texts, when)["story"].n_unique() for d in (0.05, 0.4, 0.7)]
    assert found[0] > found[1] > found[2]
    assert 30 <= found[2] <= 40


def test_every_text_has_its_instant():
    with pytest.raises(ValueError, match="2 texts with 1 instants"):
        Stories().add(pl.Series(["a", "b"]), at([1]))
    with pytest.raises(ValueError, match="1 texts with 0 instants"):
        Stories().add(pl.Series(["a"]), pl.Series([None], dtype=pl.Datetime("us", "UTC")))
    assert Stories().add(pl.Series([], dtype=pl.String), at([])).columns == ["row", "story", "distance"]
