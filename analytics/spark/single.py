"""Components and label propagation on one machine: what the Spark versions must equal row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analytics.union import components as joined

if TYPE_CHECKING:
    from analytics.arrays import Flags, Int64s

MOST_ROUNDS = 30  # labels settle in 5 to 10; what still oscillates is stopped
PREFIX = "community:"


def components(edges: pl.DataFrame) -> pl.DataFrame:
    """The component of every node that an edge names.

    edges    source, target (text); their direction does not matter
    returns  node, component (its smallest member, by code points), by node
    """
    nodes, source, target = _numbered(edges.select("source", "target").drop_nulls())
    return pl.DataFrame({"node": nodes, "component": nodes.gather(joined(len(nodes), source, target))})


def communities(edges: pl.DataFrame, *, rounds: int = MOST_ROUNDS) -> pl.DataFrame:
    """Communities by synchronous label propagation with fixed ties (after Raghavan et al. 2007).

    Each node starts with itself as its label. In each round it looks at the label with the greatest summed weight
    among its neighbours, of equals its own, else the smallest; in even rounds (the first is round 0) it takes it
    if it is smaller than its own, in odd rounds if it is larger. It ends when two rounds move nobody, or after
    `rounds`. Members of a label that do not hang together are communities of their own.

    edges    source, target (text), weight (whole number); both directions and repeated rows are added up
    returns  node, community ("community:" and its smallest member), by node
    """
    named = edges.select("source", "target", pl.col("weight").cast(pl.Int64)).drop_nulls(["source", "target"])
    nodes, source, target = _numbered(named)
    table = _symmetric(source, target, named["weight"].to_numpy())
    label, still, turn = np.arange(len(nodes)), 0, 0
    while still < 2 and turn < rounds:
        seen = _heaviest(*table, label)
        moves = seen < label if turn % 2 == 0 else seen > label
        label = np.where(moves, seen, label)
        still = 0 if moves.any() else still + 1
        turn += 1
    kept = label[table[0]] == label[table[1]]
    member = nodes.gather(joined(len(nodes), table[0][kept], table[1][kept]))
    return pl.DataFrame({"node": nodes, "community": PREFIX + member})


def _numbered(edges: pl.DataFrame) -> tuple[pl.Series, Int64s, Int64s]:
    """Nodes in order (k,), and the numbers of both ends (n,): smaller numbers are smaller names."""
    nodes = pl.concat([edges["source"], edges["target"].alias("source")]).unique().sort().alias("node")
    source, target = (
        nodes.search_sorted(edges[end]).to_numpy().astype(np.int64) for end in ("source", "target")
    )
    return nodes, source, target


def _symmetric(source: Int64s, target: Int64s, weight: Int64s) -> tuple[Int64s, Int64s, Int64s]:
    """Each edge once from either end, without loops."""
    other: Flags = source != target
    ends = np.concatenate([source[other], target[other]]), np.concatenate([target[other], source[other]])
    both = pl.DataFrame({"one": ends[0], "other": ends[1], "weight": np.tile(weight[other], 2)})
    table = both.group_by("one", "other").agg(pl.col("weight").sum())
    return table["one"].to_numpy(), table["other"].to_numpy(), table["weight"].to_numpy()


def _heaviest(source: Int64s, target: Int64s, weight: Int64s, label: Int64s) -> Int64s:
    """The label that each node sees most, its own among equals, else the smallest; its own without neighbours."""
    votes = pl.DataFrame({"node": source, "seen": label[target], "weight": weight})
    votes = votes.group_by("node", "seen").agg(pl.col("weight").sum())
    votes = votes.with_columns(other=pl.col("seen") != pl.Series(label).gather(votes["node"]))
    best = votes.sort("node", -pl.col("weight"), "other", "seen").unique(
        "node", keep="first", maintain_order=True
    )
    seen = label.copy()
    seen[best["node"].to_numpy()] = best["seen"].to_numpy()
    return seen
