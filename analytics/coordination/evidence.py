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
    """Posts behind each edge of a tally, one row an edge in its order; empty for those not `wanted`, (edges,).

    most     posts to name an edge, the first in the order of their ids
    returns  evidence (list of content ids, sorted), evidence_count (all of them), low_contents and high_contents
             (distinct posts of the account with the lower and with the higher number)
    """
    laid, edges = pairs.laid, wanted.size
    edge, place = touches(
        laid, pairs.reach, pairs.figures, pairs.slots, wanted, once=table.one_account_a_content
    )
    rank, named = _ranked(table, laid.content[place])
    high = laid.account[place] == pairs.high[edge]
    sides = _distinct(edge << 33 | rank << 1 | high)
    loop = (pairs.low == pairs.high)[sides >> 33]
    posts = _distinct(sides >> 1)
    first = np.concatenate([[0], np.bincount(posts >> 32, minlength=edges).cumsum()])
    shown = np.arange(posts.size) - first[posts >> 32] < most
    lists = pl.DataFrame({"edge": posts[shown] >> 32, "evidence": named.gather(posts[shown] & LOW)})
    every = pl.DataFrame(
        {
            "edge": np.arange(edges),
            "evidence_count": np.diff(first),
            "low_contents": np.bincount(sides >> 33, weights=((sides & 1) == 0) | loop, minlength=edges),
            "high_contents": np.bincount(sides >> 33, weights=sides & 1, minlength=edges),
        }
    )
    grouped = lists.group_by("edge", maintain_order=True).agg("evidence")
    joined = every.join(grouped, on="edge", how="left", maintain_order="left").drop("edge")
    return joined.with_columns(
        pl.col("low_contents", "high_contents").cast(pl.Int64), pl.col("evidence").fill_null([])
    )


def _distinct(values: Int64s) -> Int64s:
    """Sorted, each once; `np.unique` takes ten times as long."""
    ordered = np.sort(values)
    kept: Int64s = ordered[np.diff(ordered, prepend=-1) != 0]
    return kept


def _ranked(table: Table, content: Int32s) -> tuple[Int64s, pl.Series]:
    """Place of each content among those there are, in the order of their ids, and the ids in that order."""
    there = np.zeros(len(table.content_ids), np.bool_)
    there[content] = True
    number = np.flatnonzero(there)
    order = number[table.content_ids.gather(number).arg_sort().to_numpy()]
    rank = np.empty(there.size, np.int64)
    rank[order] = np.arange(order.size)
    return rank[content], table.content_ids.gather(order)


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
