"""Cascade metrics: size, users, depth, max breadth and structural virality of every cascade.

Two references with networkx: the one its documentation leads to, a subgraph for each component, gives the
ratio; the other, without subgraphs and two to three times faster, is reported beside it.
"""

from collections.abc import Callable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.cascades import measure
from analytics.cascades.forest import plant
from analytics.cascades.shape import Shape, shape
from analytics.cascades.virality import subtree_sizes
from analytics.codes import encode
from benchmarks.cascades_networkx import FIGURES, by_component, from_roots
from benchmarks.data import SEED, posts
from benchmarks.measure import MEGABYTE, Result, best_of, peak_megabytes

TITLE = "cascade metrics of 1,000,000 posts against networkx"
POSTS = 1_000_000
GOAL = 100.0
MORE = 5  # so many times the posts


def run(repeats: int = 3, count: int = POSTS) -> Result:
    """Time both on the same rows; raises AssertionError when their figures differ.

    Included for both: reading the frame's string ids, the graph, the figures, the sorted result. The gather
    pass is `values[order]`: `count` random reads from an int64 array of `count`. The dense arrays are parent,
    instant and author as numbers, from which the same figures are computed without strings. bytes_a_post is what
    the first call adds to resident memory at its peak, beyond the frame (goal 200); five_million_ratio is the
    time of five times the posts to that of `count` (goal 6).
    """
    frame = posts(count)
    shuffled = frame.sample(fraction=1, shuffle=True, seed=SEED)
    measure(frame.head(1_000))  # numba compiles, or loads what it compiled
    memory = peak_megabytes(lambda: measure(frame))  # first: later calls find memory that earlier ones freed
    ours, table = best_of(repeats, lambda: measure(frame))
    any_order, _ = best_of(repeats, lambda: measure(shuffled))
    dense, _ = best_of(max(repeats, 9), dense_stage(frame))
    gather, _ = best_of(max(repeats, 9), gather_pass(count))
    reference, expected = best_of(repeats, lambda: by_component(frame))
    tightened, also_expected = best_of(repeats, lambda: from_roots(frame))
    assert_same(table, expected)
    assert_same(table, also_expected)
    more = posts(MORE * count)
    larger, _ = best_of(repeats, lambda: measure(more))
    return Result(
        ratio=reference / ours,
        goal=GOAL,
        reference="networkx, one subgraph a component",
        figures={
            "posts": count,
            "cascades": table.height,
            "largest": int(table["size"][0]),
            "ours_s": ours,
            "ours_rows_shuffled_s": any_order,
            "networkx_s": reference,
            "networkx_from_roots_s": tightened,
            "ratio_to_networkx_from_roots": tightened / ours,
            "dense_arrays_s": dense,
            "gather_pass_s": gather,
            "frame_in_gather_passes": ours / gather,
            "dense_in_gather_passes": dense / gather,
            "five_million_ratio": larger / ours,
            "bytes_a_post": memory * MEGABYTE / count,
            "ours_peak_mb": memory,
            "networkx_peak_mb": peak_megabytes(lambda: by_component(frame)),
            "frame_mb": frame.estimated_size("mb"),
        },
    )


def assert_same(ours: pl.DataFrame, expected: pl.DataFrame) -> None:
    """Both tables hold the same figures, to 1e-9."""
    exact = list(FIGURES[:-1])
    assert ours.select(exact).equals(expected.select(exact)), "the figures differ from networkx's"
    virality = [table["structural_virality"].fill_null(-1).to_numpy() for table in (ours, expected)]
    np.testing.assert_allclose(virality[0], virality[1], atol=1e-9)


def dense_stage(frame: pl.DataFrame) -> Callable[[], Shape]:
    forest = plant(frame)
    author = encode(frame["author_uid"]).code

    def stage() -> Shape:
        subtree, _ = subtree_sizes(forest.parent)
        return shape(forest.parent, subtree, forest.at, author)

    return stage


def gather_pass(count: int) -> Callable[[], NDArray[np.int64]]:
    rng = np.random.default_rng(SEED)
    order, values = rng.permutation(count), np.arange(count)

    def gather() -> NDArray[np.int64]:
        return values[order]

    return gather
