"""Cascade metrics: size, users, depth, max breadth and structural virality of every cascade."""

from collections.abc import Callable, Iterator

import networkx as nx
import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.cascades import measure
from analytics.codes import encode
from analytics.forest import plant
from analytics.shape import Shape, shape
from analytics.virality import subtree_sizes
from benchmarks.data import SEED, posts
from benchmarks.measure import Result, best_of, peak_megabytes

TITLE = "cascade metrics of 1,000,000 posts against networkx"
POSTS = 1_000_000
GOAL = 90.0
FIGURES = ("root_uid", "size", "users", "depth", "max_breadth", "structural_virality")


def run(repeats: int = 3, count: int = POSTS) -> Result:
    """Time both on the same rows; raises AssertionError when their figures differ.

    Included for both: reading the frame's string ids, the graph, the figures, the sorted result. The gather
    pass is `values[order]`: `count` random reads from an int64 array of `count`. The dense arrays are parent,
    instant and author as numbers, from which the same figures are computed without strings.
    """
    frame = posts(count)
    shuffled = frame.sample(fraction=1, shuffle=True, seed=SEED)
    measure(frame.head(1_000))  # numba compiles, or loads what it compiled
    ours, table = best_of(repeats, lambda: measure(frame))
    any_order, _ = best_of(repeats, lambda: measure(shuffled))
    dense, _ = best_of(max(repeats, 9), dense_stage(frame))
    gather, _ = best_of(max(repeats, 9), gather_pass(count))
    memory = peak_megabytes(lambda: measure(frame))
    reference, expected = best_of(repeats, lambda: networkx_figures(frame))
    assert_same(table, expected)
    return Result(
        ratio=reference / ours,
        goal=GOAL,
        reference="networkx DiGraph, breadth-first layers, iterative subtree sizes",
        figures={
            "posts": count,
            "cascades": table.height,
            "largest": int(table["size"][0]),
            "ours_s": ours,
            "ours_rows_shuffled_s": any_order,
            "networkx_s": reference,
            "dense_arrays_s": dense,
            "gather_pass_s": gather,
            "frame_in_gather_passes": ours / gather,
            "dense_in_gather_passes": dense / gather,
            "ours_peak_mb": memory,
            "networkx_peak_mb": peak_megabytes(lambda: networkx_figures(frame)),
            "frame_mb": frame.estimated_size("mb"),
        },
    )


def networkx_figures(frame: pl.DataFrame) -> pl.DataFrame:
    """The figures of `measure` as one would write them with networkx."""
    graph = nx.DiGraph()
    authors = dict(zip(frame["uid"].to_list(), frame["author_uid"].to_list(), strict=True))
    graph.add_nodes_from(authors)
    parent = pl.coalesce("repost_of_uid", "reply_to_uid", "quote_of_uid").alias("parent")
    edges = frame.select(parent, "uid").drop_nulls()
    graph.add_edges_from(zip(edges["parent"].to_list(), edges["uid"].to_list(), strict=True))
    rows = [_figures(graph, root, authors) for root, degree in graph.in_degree() if degree == 0]
    return pl.DataFrame(rows, schema=list(FIGURES), orient="row").sort(
        "size", "root_uid", descending=[True, False]
    )


def _figures(
    graph: "nx.DiGraph[str]", root: str, authors: dict[str, str]
) -> tuple[str, int, int, int, int, float | None]:
    layers = list(nx.bfs_layers(graph, root))
    subtree: dict[str, int] = {}
    for post in _deepest_first(layers):
        subtree[post] = 1 + sum(subtree[child] for child in graph.successors(post))
    size = len(subtree)
    pairs = sum(below * (size - below) for below in subtree.values())
    virality = 2 * pairs / (size * (size - 1)) if size > 1 else None
    users = len({authors[post] for post in subtree})
    return root, size, users, len(layers) - 1, max(map(len, layers)), virality


def _deepest_first(layers: list[list[str]]) -> Iterator[str]:
    for layer in reversed(layers):
        yield from layer


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
