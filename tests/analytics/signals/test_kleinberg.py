import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.signals.kleinberg import bursts, rates, states

BURSTING = [2, 2, 2, 12, 14, 13, 2, 2, 2, 2]
HUNDREDS = [100] * 10


def test_three_batches_burst():
    assert rates(BURSTING, HUNDREDS) == pytest.approx([0.053, 0.106])
    assert states(BURSTING, HUNDREDS).tolist() == [0, 0, 0, 1, 1, 1, 0, 0, 0, 0]


def test_bursts_are_enumerated_with_what_they_save():
    told = bursts(BURSTING, HUNDREDS)
    saved = sum(r * math.log(2) + (100 - r) * math.log(0.894 / 0.947) for r in (12, 14, 13))
    assert told.select("level", "start", "end").rows() == [(1, 3, 5)]
    assert told["weight"][0] == pytest.approx(saved)


def test_a_burst_within_a_burst():
    relevant = [1] * 20 + [6] * 5 + [40] * 5 + [6] * 5 + [1] * 20
    told = bursts(relevant, [100] * 55, levels=2, ratio=3)
    assert {(1, 25, 29), (2, 25, 29)} >= set(told.select("level", "start", "end").rows())
    assert (states(relevant, [100] * 55, levels=2, ratio=3) <= 2).all()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=2, max_size=8), st.sampled_from([0.2, 1.0, 2.0]))
def test_no_other_sequence_is_cheaper(relevant, price):
    total = [20] * len(relevant)
    share = rates(relevant, total)

    def cost(sequence):
        told, before = 0.0, 0
        for state, r in zip(sequence, relevant, strict=True):
            told += price * math.log(len(relevant)) * max(0, state - before)
            told -= r * math.log(share[state]) + (20 - r) * math.log1p(-share[state])
            before = state
        return told

    chosen = states(relevant, total, price=price)
    if share.size == 1 or share[0] == 0:
        assert not chosen.any()
        return
    cheapest = min(cost(sequence) for sequence in itertools.product((0, 1), repeat=len(relevant)))
    assert cost(chosen) == pytest.approx(cheapest)


@pytest.mark.parametrize(
    ("relevant", "total"), [([], []), ([0, 0], [5, 5]), ([5, 5], [5, 5]), ([0, 0], [0, 0]), ([3], [9])]
)
def test_nothing_bursts_where_nothing_differs(relevant, total):
    assert states(relevant, total).tolist() == [0] * len(relevant)
    assert bursts(relevant, total).is_empty()


def test_empty_batches_do_not_end_a_burst():
    told = states([1, 1, 1, 15, 0, 15, 1, 1, 1, 1], [100, 100, 100, 100, 0, 100, 100, 100, 100, 100])
    assert told.tolist() == [0, 0, 0, 1, 1, 1, 0, 0, 0, 0]


def test_a_higher_price_finds_fewer():
    rng = np.random.default_rng(1)
    relevant = rng.binomial(50, 0.1, 200)
    found = [states(relevant, np.full(200, 50), price=price).sum() for price in (0.1, 1.0, 5.0)]
    assert found[0] > found[1] >= found[2]


@pytest.mark.parametrize(("relevant", "total"), [([6], [5]), ([-1], [5]), ([1, 2], [5])])
def test_counts_that_cannot_be(relevant, total):
    with pytest.raises(ValueError, match=r"cannot be|one length"):
        states(relevant, total)
