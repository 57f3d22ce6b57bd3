"""Small cells: no figure about fewer than k people, shown or to be had by subtraction.

The cells form two families of lines, each with a total: the communes of a département (or the départements of
France) for one topic, and the topics of one territory, whose total is the topic "all". People may have several
topics and no known commune, so a total need not be the sum of its line: it is taken for one all the same, which
hides a little more than needed and never less.

A line is safe when nothing in it is hidden, or
- its total is shown, and the hidden members are two or more and k people or more together, or
- its total is hidden, and so is a member (else the members add up to it).
In an unsafe line the smallest member that is shown and not zero is hidden too; with none left, the total is.
That can make a crossing line unsafe: the rule is repeated until no line is. France's own figures are no cells
here; where every département of a topic is hidden or zero, its national figure must not be published either.

Last, no cell may follow from all lines together (`bridges`). This defeats arithmetic on the figures shown, not
someone who knows people in a cell or who reasons on which cell the rule would have chosen.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.arrays import Flags, Int64s
from analytics.needs.bridges import crossing_sums, hide_across_bridges

ALL = "all"
NONE = -1


@dataclass(frozen=True, slots=True)
class Lines:
    """One family of lines over n cells.

    member  (n,)  line in which the cell is a member, NONE for none
    total   (m,)  cell that is the line's total, NONE where it is not among the cells
    given   (m,)  whether a total that is no cell may still be known
    """

    member: Int64s
    total: Int64s
    given: Flags


def suppress(frame: pl.DataFrame, k: int) -> pl.DataFrame:
    """Hide the cells of 1 to k-1 people, and whatever would give them away.

    frame    `level` (commune or departement), `code`, `parent` (code one level up), `topic` (with a cell "all"
             for each territory), `people` (count); any further columns; a missing cell counts as zero
    returns  the same rows and columns, `people` null where hidden, and `suppressed`
    raises   ValueError for k below 2
    """
    if k < 2:
        raise ValueError(f"k is {k}: a cell of one person cannot be hidden with k below 2")
    people = frame["people"].cast(pl.Int64).to_numpy()
    order = (
        frame.select(pl.arg_sort_by("people", "code", "topic", "level"))
        .to_series()
        .to_numpy()
        .astype(np.int64)
    )
    hidden = (people > 0) & (people < k)
    families = [_territories(frame), _topics(frame)]
    sums = crossing_sums(frame)
    while any(_complete(lines, people, order, hidden, k) for lines in families) or hide_across_bridges(
        sums, people, order, hidden
    ):
        pass
    suppressed = pl.Series("suppressed", hidden)
    return frame.with_columns(suppressed, people=pl.when(~suppressed).then("people"))


def _territories(frame: pl.DataFrame) -> Lines:
    """Communes of a département, départements of France, topic by topic."""
    return _lines(frame, frame["topic"] + "|" + frame["level"] + "|" + frame["parent"], _as_parent(frame))


def _as_parent(frame: pl.DataFrame) -> pl.Series:
    """The line of which a cell is the total: a département's is that of its communes."""
    line = pl.when(pl.col("level") == "departement").then(pl.format("{}|commune|{}", "topic", "code"))
    return frame.select(line.alias("line")).to_series()


def _topics(frame: pl.DataFrame) -> Lines:
    """Topics of one territory; its "all" is their total."""
    line = pl.format("{}|{}", "level", "code")
    is_all = pl.col("topic") == ALL
    named = frame.select(
        pl.when(~is_all).then(line).alias("member"), pl.when(is_all).then(line).alias("total")
    )
    return _lines(frame, named["member"], named["total"])


def _lines(frame: pl.DataFrame, member: pl.Series, total: pl.Series) -> Lines:
    """Number the lines that have members; `member` and `total` name the line of each cell, or null."""
    lines = pl.DataFrame({"line": member.drop_nulls().unique().sort()}).with_row_index("number")
    cells = pl.DataFrame({"member": member, "total": total}).with_row_index("cell")
    number = cells.join(lines, left_on="member", right_on="line", how="left", maintain_order="left")["number"]
    totals = lines.join(cells.drop_nulls("total"), left_on="line", right_on="total", how="left").sort(
        "number"
    )
    assert (number.len(), totals.height) == (frame.height, lines.height)
    given = np.ones(lines.height, np.bool_)
    return Lines(_or_none(number), _or_none(totals["cell"]), given)


def _or_none(places: pl.Series) -> Int64s:
    return places.cast(pl.Int64).fill_null(NONE).to_numpy()


def _complete(lines: Lines, people: Int64s, order: Int64s, hidden: Flags, k: int) -> bool:
    """Hide one more cell in each unsafe line, in `hidden` (n,) itself; False when all lines were safe.

    order  (n,)  cells from the smallest to the largest
    """
    cells = order[lines.member[order] != NONE]
    secret = cells[hidden[cells]]
    count = np.bincount(lines.member[secret], minlength=lines.total.size)
    together = np.bincount(lines.member[secret], people[secret], minlength=lines.total.size)
    is_cell = lines.total != NONE
    shown = np.where(is_cell, ~hidden[lines.total], lines.given)
    unsafe = np.where(shown, (count == 1) | ((count > 0) & (together < k)), (count == 0) & is_cell)
    open_cells = cells[~hidden[cells] & (people[cells] > 0)]
    smallest = open_cells[unsafe[lines.member[open_cells]]]
    line, first = np.unique(lines.member[smallest], return_index=True)
    hidden[smallest[first]] = True
    stuck = unsafe & shown
    stuck[line] = False
    hidden[lines.total[stuck & is_cell]] = True
    lines.given[stuck] = False
    return bool(line.size or stuck.any())
