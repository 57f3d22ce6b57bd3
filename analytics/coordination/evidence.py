"""The posts that prove an edge: what each of the two accounts shared within the window of the other."""

import numpy as np
import polars as pl

from analytics.arrays import Flags, Int32s, Int64s
from analytics.coordination.pairs import Pairs
from analytics.coordination.sweep import Laid, Reach, next_pair
from analytics.coordination.table import Table
from analytics.coordination.tally import EMPTY, LOW, find, key_of
from analytics.kernel import compiled


def evidence(table: Table, pairs: Pairs, wanted: Flags, most: int) -> pl.DataFrame:
    """Posts behind each wanted edge of a tally.

    wanted   (edges,)  the edges of `pairs` that are asked for
    most     posts to name an edge, the first in the order of their ids
    returns  edge, evidence (list of content ids, sorted), evidence_count (all of them), low_contents and
             high_contents (distinct posts of the account with the lower and with the higher number)
    """
    laid = pairs.laid
    edge, place = touches(
        laid, pairs.reach, pairs.figures, pairs.slots, wanted, once=table.one_account_a_content
    )
    low = laid.account[place] == pairs.low[edge]
    rows = pl.DataFrame({"edge": edge, "content": laid.content[place], "low": low}).unique()
    named = rows.with_columns(id=table.content_ids.gather(rows["content"]))
    loop = pl.Series(pairs.low == pairs.high).gather(rows["edge"])
    sides = named.with_columns(high=~pl.col("low") | loop).sort("edge", "id")
    return sides.group_by("edge", maintain_order=True).agg(
        evidence=pl.col("id").unique(maintain_order=True).head(most),
        evidence_count=pl.col("content").n_unique(),
        low_contents=pl.col("low").sum(),
        high_contents=pl.col("high").sum(),
    )


@compiled
def touches(
    laid: Laid, reach: Reach, figures: Int64s, slots: Int32s, wanted: Flags, *, once: bool
) -> tuple[Int64s, Int64s]:
    """Number of an edge and place of a share behind it, at least once each, (t,) and (t,).

    Shares of an object come in order of time, so of each side only shares later than the last one noted are new;
    where two accounts have one content (not `once`) that fails, and all are noted.
    """
    start, account, at = laid.start, laid.account, laid.at
    last = np.full((figures.shape[0], 3), EMPTY, np.int64)  # later share of each side, earlier share
    found, count = np.empty(1024, np.int64), 0  # edge << 32 | place
    for k in range(start.size - 1):
        end = start[k + 1]
        for i in range(start[k], end):
            j = i + 1 if laid.counts[i] or not reach.both else end
            while j < end and at[j] - at[i] <= reach.window:
                then = next_pair(laid, reach, i, j)
                if then != j:
                    j = then
                    continue
                edge = slots[find(figures, slots, key_of(account[i], account[j]))]
                if wanted[edge]:
                    found = with_room(found, count)
                    if last[edge, 2] != i:
                        last[edge, 2], found[count] = i, np.int64(edge) << 32 | i
                        count += 1
                    side = 0 if account[j] < account[i] else 1
                    if not once or last[edge, side] < j:
                        last[edge, side], found[count] = j, np.int64(edge) << 32 | j
                        count += 1
                j += 1
    return found[:count] >> 32, found[:count] & LOW


@compiled
def with_room(found: Int64s, count: int) -> Int64s:
    """`found` with two free places at least."""
    if count + 2 <= found.size:
        return found
    more = np.empty(2 * found.size, np.int64)
    more[:count] = found[:count]
    return more
