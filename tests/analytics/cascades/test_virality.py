import numpy as np
import pytest

from analytics.cascades.virality import CycleError, pair_sum, structural_virality, subtree_sizes


def star(size):
    return [-1] + [0] * (size - 1)


def path(size):
    return list(range(-1, size - 1))


def binary(height):
    return [-1] + [(row - 1) // 2 for row in range(1, 2 ** (height + 1) - 1)]


@pytest.mark.parametrize(
    ("tree", "mean", "pairs"),
    [
        (star(10), 1.8, 81),
        (path(10), 3.6666667, 165),
        (binary(2), 2.2857143, 48),
        (binary(3), 3.5047619, 368),
        (path(200_000), 66667, 200_000 * (200_000**2 - 1) / 6),
    ],
)
@pytest.mark.parametrize("seed", [None, 0])
def test_known_trees(tree, mean, pairs, seed):
    parent = np.array(tree)
    if seed is not None:
        parent = renumbered(parent, seed)
    one = np.zeros(parent.size, np.int64)
    assert structural_virality(parent, one) == pytest.approx([mean], abs=1e-6)
    subtree, _ = subtree_sizes(parent.astype(np.int32))
    summed = pair_sum(parent.astype(np.int32), subtree, one.astype(np.int32), np.array([parent.size]))
    assert summed == pytest.approx([pairs])


def renumbered(parent, seed):
    place = np.random.default_rng(seed).permutation(parent.size)
    moved = np.empty_like(parent)
    moved[place] = np.where(parent >= 0, place[parent], -1)
    return moved


def test_cascades_do_not_mix():
    parent = np.array([-1, -1, 0, 1, 1, -1])
    assert structural_virality(parent, np.array([0, 1, 0, 1, 1, 2])) == pytest.approx(
        [1, 4 / 3, np.nan], nan_ok=True
    )


def test_no_post_no_cascade():
    assert structural_virality(np.zeros(0, np.int64), np.zeros(0, np.int64)).size == 0


@pytest.mark.parametrize(
    ("parent", "cascade", "error", "message"),
    [
        ([-1, 2, 3, 1, 1], [0, 0, 0, 0, 0], CycleError, "row 1 is its own ancestor"),
        ([-1, 0, 2], [0, 0, 0], CycleError, "row 2 is its own ancestor"),
        ([-1, 5], [0, 0], ValueError, "row 1: its parent 5 is not a row"),
        ([-1, -2], [0, 0], ValueError, "row 1: its parent -2 is not a row"),
        ([-1, 0], [0, 1], ValueError, "row 1 is in cascade 1, its parent is not"),
    ],
)
def test_what_is_no_forest(parent, cascade, error, message):
    with pytest.raises(error, match=message):
        structural_virality(np.array(parent), np.array(cascade))
