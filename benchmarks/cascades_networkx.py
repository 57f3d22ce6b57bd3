"""The figures of `analytics.cascades.measure` as one would write them with networkx, for clean posts."""

from collections import Counter
from collections.abc import Iterable

import networkx as nx
import polars as pl

FIGURES = ("root_uid", "size", "users", "depth", "max_breadth", "structural_virality")


def by_component(frame: pl.DataFrame) -> pl.DataFrame:
    """One subgraph a component; depths by breadth-first search, subtree sizes in post-order."""
    graph, author = read(frame)
    rows = []
    for component in nx.weakly_connected_components(graph):
        tree = graph.subgraph(component)
        root = next(post for post, degree in tree.in_degree() if degree == 0)
        depth = nx.single_source_shortest_path_length(tree, root)
        order = nx.dfs_postorder_nodes(tree, root)
        breadth = Counter(depth.values())
        rows.append(figures(root, tree, order, author, (max(breadth), max(breadth.values()))))
    return sorted_table(rows)


def from_roots(frame: pl.DataFrame) -> pl.DataFrame:
    """The same without subgraphs: layers of the whole graph from each root, subtree sizes from the last up."""
    graph, author = read(frame)
    rows = []
    for root in [post for post, degree in graph.in_degree() if degree == 0]:
        layers = list(nx.bfs_layers(graph, root))
        order = (post for layer in reversed(layers) for post in layer)
        rows.append(figures(root, graph, order, author, (len(layers) - 1, max(map(len, layers)))))
    return sorted_table(rows)


def read(frame: pl.DataFrame) -> tuple["nx.DiGraph[str]", dict[str, str]]:
    """The graph parent → child, and the author of each post."""
    graph = nx.DiGraph()
    author = dict(zip(frame["uid"].to_list(), frame["author_uid"].to_list(), strict=True))
    graph.add_nodes_from(author)
    parent = pl.coalesce("repost_of_uid", "reply_to_uid", "quote_of_uid").alias("parent")
    graph.add_edges_from(frame.select(parent, "uid").drop_nulls().rows())
    return graph, author


def figures(
    root: str,
    tree: "nx.DiGraph[str]",
    children_first: Iterable[str],
    author: dict[str, str],
    levels: tuple[int, int],
) -> tuple[str | int | float | None, ...]:
    """One row of FIGURES; `levels` are depth and max breadth, `tree` may hold other trees too."""
    subtree: dict[str, int] = {}
    for post in children_first:
        subtree[post] = 1 + sum(subtree[child] for child in tree.successors(post))
    size = len(subtree)
    pairs = sum(below * (size - below) for below in subtree.values())
    virality = 2 * pairs / (size * (size - 1)) if size > 1 else None
    return root, size, len({author[post] for post in subtree}), *levels, virality


def sorted_table(rows: list[tuple[str | int | float | None, ...]]) -> pl.DataFrame:
    """The rows as `measure` sorts them."""
    table = pl.DataFrame(rows, schema=list(FIGURES), orient="row")
    return table.sort("size", "root_uid", descending=[True, False])
