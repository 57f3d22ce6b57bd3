from itertools import combinations

import numpy as np
import polars as pl
import pytest

from analytics.space.hot_spots import hot_spots
from analytics.space.lisa import lisa
from analytics.space.neighbours import nearest, within

SIDE = 20


def board(seed=0):
    """A square of places with chance figures and a corner of high ones."""
    rng = np.random.default_rng(seed)
    coordinates = np.stack([45 + np.arange(SIDE**2) // SIDE / 10, np.arange(SIDE**2) % SIDE / 7], axis=1)
    values = rng.normal(0, 1, SIDE**2)
    corner = (coordinates[:, 0] < 45.45) & (coordinates[:, 1] < 0.6)
    return coordinates, values + 4 * corner, corner


def test_a_path_by_hand():
    around = within(np.array([[45.0, 0.0], [45, 0.1], [45, 0.2], [45, 0.3]]), 10)
    found = lisa(np.array([1.0, 2, 3, 4]), around, permutations=9)
    assert found["local_i"].to_list() == pytest.approx(
        [3 / 5 * 0.75, 3 / 5 * 0.25, 3 / 5 * 0.25, 3 / 5 * 0.75]
    )
    assert found["kind"].to_list() == ["low-low", "low-low", "high-high", "high-high"]


def test_p_is_that_of_all_possible_draws():
    rng = np.random.default_rng(4)
    coordinates, values = rng.uniform(43, 50, (16, 2)), rng.normal(0, 1, 16)
    around = nearest(coordinates, 4)
    found = lisa(values, around, permutations=9_999)["p"].to_numpy() / 2
    z = values - values.mean()
    drawn = np.array(list(combinations(range(15), 4)))
    for place, own in enumerate(np.split(around.place, around.start[1:-1])):
        alike = z[place] * np.delete(z, place)[drawn].mean(axis=1) >= z[place] * z[own].mean() - 1e-12
        exact = min(alike.mean(), 1 - alike.mean())
        assert abs(found[place] - exact) < 5 * np.sqrt(exact * (1 - exact) / 9_999) + 1e-4


def test_the_corner_is_found_and_little_else():
    coordinates, values, corner = board()
    found = lisa(values, nearest(coordinates), permutations=9_999)
    hot = (found["kept"] & (found["kind"] == "high-high")).to_numpy()
    assert hot[corner].mean() > 0.8
    assert (hot & ~corner).sum() <= 3
    assert (found["q"] >= found["p"] - 1e-12).all()
    assert found["p"].min() == 2 / 10_000


def test_without_order_almost_nothing_is_kept():
    coordinates, values, _ = board()
    shuffled = np.random.default_rng(5).permutation(values)
    found = lisa(shuffled, nearest(coordinates), permutations=1_999)
    assert found["kept"].sum() <= 2
    assert 0.02 < (found["p"] <= 0.1).mean() < 0.2


def test_the_order_of_the_rows_does_not_matter():
    coordinates, values, _ = board()
    rows = np.random.default_rng(1).permutation(values.size)
    one = lisa(values, nearest(coordinates), permutations=199)
    other = lisa(values[rows], nearest(coordinates[rows]), permutations=199)
    assert other["p"].to_list() == one["p"].gather(rows).to_list()
    assert other["kind"].to_list() == one["kind"].gather(rows).to_list()
    assert one.equals(lisa(values, nearest(coordinates), permutations=199))
    assert not one.equals(lisa(values, nearest(coordinates), permutations=199, seed=1))


@pytest.mark.parametrize("values", [np.ones(3), np.full(3, 0.1)])
def test_nothing_to_compare(values):
    found = lisa(values, nearest(np.array([[45.0, 1], [46, 1], [47, 1]])))
    assert found.null_count().row(0) == (3,) * found.width


def test_a_place_without_neighbours_is_not_judged():
    found = lisa(np.array([1.0, 2, 5]), within(np.array([[45.0, 0], [45, 0.1], [48, 0]]), 20))
    assert found["p"].is_null().to_list() == [False, False, True]


def test_a_figure_must_be_a_number():
    with pytest.raises(ValueError, match="leave hidden"):
        lisa(np.array([1.0, np.nan]), nearest(np.zeros((2, 2))))


def test_hot_spots_are_told_from_what_may_be_shown():
    coordinates, values, corner = board()
    names = [f"{number:05}" for number in range(values.size)]
    cells = pl.DataFrame({"code": names, "rate": values, "lat": coordinates[:, 0], "lon": coordinates[:, 1]})
    hidden = cells.with_columns(rate=pl.when(pl.col("code") != "00000").then("rate"))
    found = hot_spots(hidden, permutations=9_999)
    assert found.overall.i > 0.2
    assert found.overall.p == 1 / 10_000
    assert found.places.height == values.size - 1
    assert set(found.places.filter("hot")["code"]) <= {*np.array(names)[corner], *names[:120]}
    assert found.places["hot"].sum() > 12
    assert found.places.equals(hot_spots(hidden.reverse(), permutations=9_999).places)
    with pytest.raises(ValueError, match="share their code"):
        hot_spots(pl.concat([cells, cells]))


def test_no_place_at_all():
    schema = {"code": pl.String, "rate": pl.Float64, "lat": pl.Float64, "lon": pl.Float64}
    found = hot_spots(pl.DataFrame(schema=schema))
    assert found.places.is_empty()
    assert found.overall.p == 1
