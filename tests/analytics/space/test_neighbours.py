import numpy as np
import pytest

from analytics.space.neighbours import nearest, within

LINE = np.array([[45.0, 0.0], [45.0, 0.1], [45.0, 0.3], [45.0, 9.0]])


def lists(neighbours):
    return [part.tolist() for part in np.split(neighbours.place, neighbours.start[1:-1])]


def test_the_nearest():
    assert lists(nearest(LINE, 1)) == [[1], [0], [1], [2]]
    assert lists(nearest(LINE, 2))[0] == [1, 2]
    assert lists(nearest(LINE, 9))[3] == [0, 1, 2]


def test_those_as_near_as_the_last_are_neighbours_too():
    cross = np.array([[0.0, 0.0], [0, 1], [0, -1], [1, 0], [-1, 0]])
    around = nearest(cross, 1)
    assert lists(around)[0] == [1, 2, 3, 4]
    assert around.weight[:4].tolist() == [0.25] * 4
    assert lists(nearest(np.zeros((3, 2)), 1)) == [[1, 2], [0, 2], [0, 1]]


@pytest.mark.parametrize(
    ("kilometres", "expected"),
    [(7, [[], [], [], []]), (8, [[1], [0], [], []]), (16, [[1], [0, 2], [1], []]), (30_000, None)],
)
def test_within_a_distance(kilometres, expected):
    everyone = [[o for o in range(4) if o != place] for place in range(4)]
    around = within(LINE, kilometres)
    assert lists(around) == (expected or everyone)
    assert around.source().tolist() == [place for place, some in enumerate(lists(around)) for _ in some]


def test_the_order_of_the_rows_does_not_matter():
    rng = np.random.default_rng(2)
    coordinates = rng.integers(0, 6, (40, 2)) / 10 + 45
    rows = rng.permutation(40)
    one, other = lists(nearest(coordinates, 3)), lists(nearest(coordinates[rows], 3))
    assert [sorted(rows[some].tolist()) for some in other] == [one[row] for row in rows]


def test_few_or_no_places():
    assert nearest(np.zeros((0, 2))).start.tolist() == [0]
    assert nearest(np.zeros((1, 2))).start.tolist() == [0, 0]
    with pytest.raises(ValueError, match="at least one"):
        nearest(LINE, 0)
    with pytest.raises(ValueError, match="not a number"):
        within(np.full((2, 2), np.nan), 5)
