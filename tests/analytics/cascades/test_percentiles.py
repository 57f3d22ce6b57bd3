import polars as pl
import pytest

from analytics.cascades.percentiles import FEWEST, NO_SHAPE, TOO_FEW, at_equal_size

NAMES = ("virality_percentile", "depth_percentile", "breadth_percentile")


def cascades(sizes):
    count = len(sizes)
    return pl.DataFrame(
        {
            "size": sizes,
            "depth": list(range(count)),
            "max_breadth": list(range(count, 0, -1)),
            "structural_virality": [None if size == 1 else 1.5 for size in sizes],
        }
    )


def test_percentiles_among_the_others_of_the_bin():
    found = at_equal_size(cascades([*[4, 5, 6, 7] * 10, 8]))
    assert found["references"].to_list() == [39] * 40 + [0]
    assert found["depth_percentile"][:40].to_list() == pytest.approx([100 * k / 39 for k in range(40)])
    assert found["breadth_percentile"][:40].to_list() == pytest.approx(
        [100 * k / 39 for k in range(39, -1, -1)]
    )
    assert found["virality_percentile"][:40].to_list() == pytest.approx([50] * 40)  # all the same
    assert found.row(40)[-5:] == (None, None, None, 0, TOO_FEW)


@pytest.mark.parametrize(("others", "reason"), [(FEWEST - 1, TOO_FEW), (FEWEST, None)])
def test_the_fewest_references(others, reason):
    found = at_equal_size(cascades([20] * (others + 1)))
    assert set(found["references"]) == {others}
    assert set(found["reason"]) == {reason}
    assert found["depth_percentile"].null_count() == (others + 1 if reason else 0)


def test_the_edges_of_bins():
    sizes = [1023] * 40 + [1024] * 41
    assert at_equal_size(cascades(sizes))["references"].to_list() == [39] * 40 + [40] * 41


def test_one_post_has_no_shape():
    found = at_equal_size(cascades([1] * 50))
    assert set(found["reason"]) == {NO_SHAPE}
    assert all(found[name].null_count() == 50 for name in NAMES)


def test_no_cascade():
    assert at_equal_size(cascades([]).cast(pl.Float64)).columns[-5:] == [*NAMES, "references", "reason"]
