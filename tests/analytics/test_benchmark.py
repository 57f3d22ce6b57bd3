import pytest

from analytics.cascades import measure, repairs
from benchmarks.__main__ import BENCHMARKS
from benchmarks.cascades import assert_same, run
from benchmarks.cascades_networkx import by_component, from_roots
from benchmarks.data import posts


def test_the_generated_posts_are_clean_and_repeatable():
    frame = posts(5_000)
    assert frame.equals(posts(5_000))
    assert frame["created_at"].is_sorted()
    assert frame["uid"].is_sorted()
    assert repairs(frame).is_empty()
    assert measure(frame)["size"].max() > 100


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("reference", [by_component, from_roots])
def test_networkx_gives_the_same_figures(reference, seed):
    frame = posts(3_000, seed)
    assert_same(measure(frame), reference(frame))


def test_other_figures_are_noticed():
    with pytest.raises(AssertionError, match="differ"):
        assert_same(measure(posts(300)), from_roots(posts(300, seed=1)))


def test_a_small_run():
    assert "cascades" in BENCHMARKS
    result = run(repeats=1, count=20_000)
    assert result.ratio > 0  # how fast it is depends on what else runs here
    assert result.figures["posts"] == 20_000
