"""Which accounts matter in a network: rank, core, bridge."""

import polars as pl

from analytics.networks.array_graph import ArrayGraph, array_graph
from analytics.networks.core_numbers import core_vector
from analytics.networks.pagerank import pagerank_vector


def pagerank(edges: pl.DataFrame, *, alpha: float = 0.85, weight: str | None = "weight") -> pl.DataFrame:
    """node, pagerank (sum 1), highest first: walks go from source to target, in proportion to the weights.

    edges: source, target and the column of weights (1 without it). The sum of errors is below 1e-9.
    """
    graph = array_graph(edges, directed=True, weight=weight)
    table = _table(graph, "pagerank", pl.Series(pagerank_vector(graph.matrix, symmetric=False, alpha=alpha)))
    return table.sort("pagerank", "node", descending=[True, False])


def cores(edges: pl.DataFrame) -> pl.DataFrame:
    """node, core i64, highest first: the largest k for which the account is in the k-core.

    Directions, weights and loops do not count; an account with only a loop has core 0.
    """
    plain = array_graph(edges.filter(pl.col("source") != pl.col("target")), directed=False, weight=None)
    table = _table(plain, "core", pl.Series(core_vector(plain.matrix, symmetric=True)))
    ends = pl.concat([edges["source"], edges["target"]]).cast(pl.String).unique()
    alone = pl.DataFrame({"node": ends, "core": pl.repeat(0, len(ends), dtype=pl.Int64, eager=True)})
    table = pl.concat([table, alone.join(table, on="node", how="anti")])
    return table.sort("core", "node", descending=[True, False])


def bridges(edges: pl.DataFrame, community: pl.DataFrame, *, weight: str | None = None) -> pl.DataFrame:
    """node, participation, degree, communities, highest participation first.

    participation = 1 − Σ_c (k_c / k)², k_c the account's ties to community c (of `weight` when given, else
    counted): 0 when all are in one, near 1 when spread evenly over many. `community` has author, community;
    ties to accounts that it does not name, and loops, are left out, and so are accounts without other ties.
    Source: Guimerà and Amaral (Nature 2005).
    """
    graph = array_graph(edges.filter(pl.col("source") != pl.col("target")), directed=False, weight=weight)
    of = community.select("author", "community").drop_nulls().unique("author", keep="any")
    if of.height < community.select("author", "community").drop_nulls().unique().height:
        raise ValueError("an author has two communities")
    names = pl.DataFrame({"author": pl.Series(graph.names, dtype=pl.String)})
    label = names.join(of, on="author", how="left", maintain_order="left")["community"]
    row, column = graph.row, graph.matrix.indices
    ties = pl.DataFrame({"at": row, "to": label.gather(column), "k": graph.values(weight)}).drop_nulls()
    ties = ties.filter(pl.col("k") > 0)
    shares = ties.group_by("at", "to").agg(pl.col("k").sum()).sort("at", "to")
    k = pl.col("k")
    spread = shares.group_by("at").agg(
        participation=1 - ((k / k.sum()) ** 2).sum(), degree=k.sum(), communities=pl.len()
    )
    named = spread.with_columns(node=names["author"].gather(spread["at"]))
    table = named.select("node", "participation", "degree", "communities")
    return table.sort("participation", "degree", "node", descending=[True, True, False])


def _table(graph: ArrayGraph, name: str, values: pl.Series) -> pl.DataFrame:
    return pl.DataFrame({"node": pl.Series(graph.names, dtype=pl.String), name: values})
