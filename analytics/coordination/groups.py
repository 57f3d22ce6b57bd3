"""Connected groups of accounts."""

import polars as pl

from analytics.union import components


def groups(edges: pl.DataFrame) -> pl.Series:
    """For each edge (`source`, `target`) the smallest name of its connected group, as a column `group`."""
    if edges.is_empty():
        return pl.Series("group", [], pl.String)
    names = pl.concat([edges["source"], edges["target"]]).unique().sort()
    numbers = pl.int_range(len(names), dtype=pl.Int32, eager=True)
    ends = [
        edges[side].replace_strict(names, numbers, return_dtype=pl.Int32) for side in ("source", "target")
    ]
    smallest = components(len(names), ends[0].to_numpy(), ends[1].to_numpy())
    return names.gather(smallest[ends[0].to_numpy()]).alias("group")
