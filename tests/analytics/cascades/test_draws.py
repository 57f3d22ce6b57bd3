import numpy as np
import polars as pl
import pytest

from analytics.cascades.draws import draw, keys
from analytics.cascades.pdi import ALPHAS, GAMMAS, probabilities
from analytics.cascades.shares import Shares
from benchmarks.pdi import assert_follows, assert_same_distribution, cascade, run

KEY = keys(pl.Series(["x:1"]), 0)


@pytest.mark.parametrize("alpha", ALPHAS)
@pytest.mark.parametrize("gamma", [0, *GAMMAS, 1])
def test_draws_follow_the_exact_probabilities(alpha, gamma):
    events = cascade(60, seed=4)
    drawn = draw(events, KEY, draws=5_000, alpha=alpha, gamma=gamma)
    child, _, probability = probabilities(events, 0, alpha=alpha, gamma=gamma)
    for event in (1, 2, 17, 59):
        assert_follows(drawn[event], probability[child == event])
    assert (drawn[0] == -1).all()


def test_other_probabilities_are_noticed():
    events = cascade(60, seed=4)
    child, _, probability = probabilities(events, 0, alpha=1.1)
    with pytest.raises(AssertionError, match="do not follow"):
        assert_follows(draw(events, KEY, draws=20_000)[59], probability[child == 59])


def test_unfollowed_authors_are_drawn_by_time_alone():
    events = cascade(60, seed=4)
    quiet = Shares(events.start, events.post, events.at, events.inferred, np.zeros(60))
    drawn = draw(quiet, KEY, draws=5_000, gamma=0.75)
    child, _, probability = probabilities(quiet, 0, gamma=0)
    assert_follows(drawn[59], probability[child == 59])


def test_a_group_is_drawn_as_if_it_were_alone():
    one, other = cascade(40, seed=1), cascade(50, seed=2)
    both = Shares(
        np.array([0, 40, 90]),
        np.arange(90, dtype=np.int32),
        np.concatenate([one.at, other.at]),
        np.concatenate([one.inferred, other.inferred]),
        np.concatenate([one.followers, other.followers]),
    )
    key = keys(pl.Series(["x:1", "x:2"]), 7)
    together = draw(both, key, draws=20)
    alone = draw(both.only(np.array([1])), key[1:], draws=20)
    assert (together[40:] - np.where(together[40:] < 0, 0, 40) == alone).all()


def test_more_draws_begin_with_the_same_and_another_seed_with_others():
    events = cascade(40)
    many = draw(events, KEY, draws=50)
    assert (many[:, :10] == draw(events, KEY, draws=10)).all()
    assert (many != draw(events, keys(pl.Series(["x:1"]), 1), draws=50)).any()


def test_keys_are_the_same_everywhere():
    assert keys(pl.Series(["x:1", "é"]), -3).tolist() == [18043693764938097750, 5672016451275345057]
    assert keys(pl.Series([], dtype=pl.String), 0).size == 0


def test_ages_of_a_tenth_of_a_second_to_centuries():
    at = np.array([0, 3e9, 3e9, 3e9 + 1e-6, 6e9])
    events = Shares(
        np.array([0, 5]), np.arange(5, dtype=np.int32), at, np.arange(5) > 0, np.array([0.0, 0, 0, 0, 9])
    )
    drawn = draw(events, KEY, draws=2_000)
    child, _, probability = probabilities(events, 0)
    for event in range(1, 5):
        assert_follows(drawn[event], probability[child == event])


def test_no_draw():
    with pytest.raises(ValueError, match="at least one draw"):
        draw(cascade(3), KEY, draws=0)


def test_the_benchmark():
    assert_same_distribution()
    result = run(repeats=1, count=1_000, draws=50, every=5)
    assert result.ratio > 0  # how fast it is depends on what else runs here
    assert result.figures["python_events_timed"] == 200
