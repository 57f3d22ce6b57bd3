"""Connected groups of accounts."""

import numpy as np
import polars as pl

from analytics.arrays import Int32s, Int64s
from analytics.kernel import compiled


def groups(edges: pl.DataFrame) -> pl.Series:
    """For each edge (`source`, `target`) the smallest name of its connected group, as a column `group`."""
    if edges.is_empty():
        return pl.Series("group", [], pl.String)
    names = pl.concat([edges["source"], edges["target"]]).unique().sort()
    numbers = pl.int_range(len(names), dtype=pl.Int32, eager=True)
    ends = [
        edges[side].replace_strict(names, numbers, return_dtype=pl.Int32) for side in ("source", "target")
    ]
    smallest = joined(len(names), ends[0].to_numpy(), ends[1].to_numpy())
    return names.gather(smallest[ends[0].to_numpy()]).alias("group")


@compiled
def joined(count: int, source: Int32s, target: Int32s) -> Int64s:
    """Smallest number of each number's connected group, (count,)."""
    head = np.arange(count)
    for k in range(source.size):
        one, other = source[k], target[k]
        while head[one] != one:
            head[one] = head[head[one]]
            one = head[one]
        while head[other] != other:
            head[other] = head[head[other]]
            other = head[other]
        head[max(one, other)] = min(one, other)
    for k in range(count):
        head[k] = head[head[k]]
    return head
