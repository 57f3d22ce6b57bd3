"""Hidden cells that follow from all sums together, though from no single one.

Each cell lies in two sums: the topics of its territory, and the communes of its département for its topic. Take
sums as points and hidden cells as the lines between them: two sums share one cell at most, the points fall in
two kinds, and the signs of totals cancel around every loop. So the hidden cells have exactly one solution where,
and only where, a cell is a bridge: the only way between two parts. One on a loop can always be made larger and
its neighbours smaller.
"""

import networkx as nx
import numpy as np
import polars as pl

from analytics.arrays import Flags, Int64s

OPEN = -1  # stands for all sums that nobody can make: a département of which no commune is known


def crossing_sums(frame: pl.DataFrame) -> tuple[Int64s, Int64s]:
    """Number of the two sums of each cell (n,): its territory's topics, its topic's communes; OPEN for no sum.

    The numbers of the two kinds differ.
    """
    departement = pl.when(pl.col("level") == "commune").then("parent").otherwise("code")
    keyed = frame.select(
        "level",
        "topic",
        "people",
        topics=pl.format("{}|{}", "level", "code"),
        communes=pl.format("{}|{}", "topic", departement),
    )
    has_all = (pl.col("topic") == "all").any().over("topics")
    has_communes = pl.col("people").filter(pl.col("level") == "commune").sum().over("communes") > 0
    number = keyed.select(
        topics=pl.when(has_all).then(2 * pl.col("topics").rank("dense").cast(pl.Int64)).otherwise(OPEN),
        communes=pl.when(has_communes)
        .then(1 + 2 * pl.col("communes").rank("dense").cast(pl.Int64))
        .otherwise(OPEN),
    )
    return number["topics"].to_numpy(), number["communes"].to_numpy()


def hide_across_bridges(sums: tuple[Int64s, Int64s], people: Int64s, order: Int64s, hidden: Flags) -> bool:
    """For each bridge hide, in `hidden` (n,) itself, the smallest cell that is a second way; False if none is left.

    order  (n,)  cells from the smallest to the largest
    """
    _, second = sums
    graph = nx.Graph()
    for cell in np.flatnonzero(hidden).tolist():
        _add(graph, sums, cell)
    changed = False
    for cell in sorted({-end - 2 for bridge in nx.bridges(graph) for end in bridge if end < OPEN}):
        near, far = (_reached_without(graph, cell, int(end[cell])) for end in sums)
        ways = _ways(sums, order[~hidden[order] & (people[order] > 0)], near, far)
        if int(second[cell]) not in near and ways.size:
            hidden[ways[0]] = True
            _add(graph, sums, int(ways[0]))
            changed = True
    return changed


def _ways(sums: tuple[Int64s, Int64s], cells: Int64s, near: list[int], far: list[int]) -> Int64s:
    """The cells that lead from one side to the other; where none does at once, those that leave one side."""
    first, second = sums
    from_near, to_near = np.isin(first[cells], near), np.isin(second[cells], near)
    from_far, to_far = np.isin(first[cells], far), np.isin(second[cells], far)
    direct: Int64s = cells[(from_near & to_far) | (from_far & to_near)]
    return direct if direct.size else cells[from_near != to_near]


def _add(graph: "nx.Graph[int]", sums: tuple[Int64s, Int64s], cell: int) -> None:
    """A cell is a point too, numbered from -2 down, so that several may lead to OPEN from one sum."""
    graph.add_edges_from((int(end[cell]), -cell - 2) for end in sums)


def _reached_without(graph: "nx.Graph[int]", cell: int, start: int) -> list[int]:
    """Points that can be reached from one end of a cell without passing through it."""
    rest = nx.restricted_view(graph, [-cell - 2], [])
    return list(nx.node_connected_component(rest, start))
