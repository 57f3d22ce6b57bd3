import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import adjusted_rand_score

from analytics.communities.agreement import mean_rand_index, rand_index, stability


def dense(labels):
    return np.array([np.unique(run, return_inverse=True)[1] for run in labels], np.int32)


runs = st.tuples(st.integers(2, 5), st.integers(1, 25)).flatmap(
    lambda shape: arrays(np.int32, shape, elements=st.integers(0, 5)).map(dense)
)


@settings(deadline=None)
@given(runs)
def test_the_rand_index_is_that_of_scikit_learn(labels):
    pairs = [(a, b) for b in range(len(labels)) for a in range(b)]
    expected = [adjusted_rand_score(labels[a], labels[b]) for a, b in pairs]
    assert [rand_index(labels[a], labels[b]) for a, b in pairs] == pytest.approx(expected, abs=1e-12)
    assert mean_rand_index(labels) == pytest.approx(np.mean(expected), abs=1e-12)


@settings(deadline=None)
@given(runs)
def test_stability_is_the_share_of_runs_with_the_core(labels):
    expected = []
    for node, own in enumerate(labels[0]):
        members = np.flatnonzero(labels[0] == own)
        cores = [np.bincount(run[members]).argmax() for run in labels]
        expected.append(np.mean([run[node] == core for run, core in zip(labels, cores, strict=True)]))
    assert stability(labels, 0).tolist() == pytest.approx(expected)


def test_a_member_that_wanders_is_less_stable():
    labels = np.array(
        [[0, 0, 0, 0, 1, 1], [0, 0, 0, 1, 1, 1], [0, 0, 0, 0, 1, 1], [0, 0, 0, 1, 2, 2]], np.int32
    )
    assert stability(labels, 0).tolist() == [1, 1, 1, 0.5, 1, 1]


def test_one_run_has_no_pairs():
    assert mean_rand_index(np.zeros((1, 4), np.int32)) is None
