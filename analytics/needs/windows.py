"""Distinct people by place, group and window, with one pattern of hidden cells for all sums over them.

Windows go in blocks of two (the last of three where they are odd), and a block hides the same cells in each of its
windows: what moves people in a circle in one and back in the other leaves every sum as it is, those over time
too. What is hidden for the whole time is hidden in every window, so that the same holds for it. A cell's hidden
windows are k people or more together.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from analytics.arrays import Flags, Int32s, Int64s
from analytics.kernel import compiled
from analytics.needs.closure import Counts, close
from analytics.needs.places import Places
from analytics.needs.ways import labels

WHOLE = -1  # the window that is the whole time
THREADS = 2


@dataclass(frozen=True, slots=True)
class Rows:
    """n rows: who (numbered), where, in which group (from 1; 0 is their total), when, and of which kind."""

    person: Int32s
    place: Int64s
    group: Int64s
    window: Int64s
    kind: Int64s


@dataclass(frozen=True, slots=True)
class Size:
    """How many groups (with the total), windows and kinds there are."""

    groups: int
    windows: int
    kinds: int


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of some windows that count anyone or are hidden.

    cell    (n,)              place · groups + group
    people  (n, windows, kinds)
    hidden  (n,)
    """

    windows: tuple[int, ...]
    cell: Int64s
    people: Counts
    hidden: Flags


@dataclass(frozen=True, slots=True)
class Base:
    """What is hidden for the whole time (places, groups), and the labels of its points (`ways.labels`)."""

    hidden: Flags
    label: Int64s


def hide(rows: Rows, size: Size, tree: Places, k: int, hidden: Flags) -> list[Cells]:
    """The whole time (windows (WHOLE,)), then its blocks, without the cells that are hidden for the whole time.

    hidden  (places, groups)  what must not be shown, whatever it counts
    raises  ValueError for k below 2
    """
    if k < 2:
        raise ValueError(f"k is {k}: a cell of one person cannot be hidden with k below 2")
    by_person = _sorted(np.arange(rows.person.size), rows.person, int(rows.person.max(initial=-1)) + 1)[0]
    of_kind = _sorted(by_person, rows.kind, size.kinds)
    whole = _closed(
        _counted(rows, of_kind, range(size.kinds), size, tree), hidden.copy(), tree, k, None, windows=(WHOLE,)
    )
    pattern = np.zeros(hidden.shape, np.bool_)
    pattern.ravel()[whole.cell] = whole.hidden
    base = Base(pattern, labels(pattern, tree.parent, tree.last - tree.first))
    slices = _sorted(by_person, rows.window * size.kinds + rows.kind, size.windows * size.kinds)

    def block(windows: tuple[int, ...]) -> Cells:
        part = range(windows[0] * size.kinds, (windows[-1] + 1) * size.kinds)
        counted = _counted(rows, slices, part, size, tree)
        return _closed(counted, pattern.copy(), tree, k, base, windows=windows)

    with ThreadPoolExecutor(THREADS) as threads:
        blocks = list(threads.map(block, _blocks(size.windows)))
    return [whole, *(_beyond(block, base) for block in _safe_over_time(blocks, base, tree, k))]


def _beyond(block: Cells, base: Base) -> Cells:
    """The cells that are not hidden for the whole time."""
    told = ~base.hidden.ravel()[block.cell]
    return Cells(block.windows, block.cell[told], block.people[told], block.hidden[told])


def _blocks(windows: int) -> list[tuple[int, ...]]:
    """Pairs of windows; the last three together where they are odd."""
    if not windows:
        return []
    starts = list(range(0, max(windows - 1, 1), 2))
    return [tuple(range(*ends)) for ends in pairwise([*starts, windows])]


def _safe_over_time(blocks: list[Cells], base: Base, tree: Places, k: int) -> list[Cells]:
    """Hide one more block of each cell whose hidden windows are a few people, until there is none."""
    pattern = base.hidden.ravel()
    while True:
        together = np.zeros((pattern.size, blocks[0].people.shape[2] if blocks else 1), np.int64)
        for block in blocks:
            together[block.cell[block.hidden]] += block.people[block.hidden].sum(axis=1)
        few = ((together > 0) & (together < k)).any(axis=1) & ~pattern
        if not few.any():
            return blocks
        best, chosen = np.full(pattern.size, np.iinfo(np.int64).max), np.full(pattern.size, -1)
        for number, block in enumerate(blocks):
            people = block.people.sum(axis=(1, 2), dtype=np.int64)
            better = ~block.hidden & (people > 0) & (people < best[block.cell]) & few[block.cell]
            best[block.cell[better]], chosen[block.cell[better]] = people[better], number
        blocks = [
            _again(block, np.flatnonzero(chosen == number), base, tree, k)
            for number, block in enumerate(blocks)
        ]


def _again(block: Cells, more: Int64s, base: Base, tree: Places, k: int) -> Cells:
    """The block with more cells hidden, and what follows from that."""
    if not more.size:
        return block
    counts = np.zeros((base.hidden.size, *block.people.shape[1:]), np.int32)
    counts[block.cell] = block.people
    hidden = base.hidden.copy()
    hidden.ravel()[block.cell[block.hidden]] = True
    hidden.ravel()[more] = True
    return _closed(counts.reshape(*hidden.shape, -1), hidden, tree, k, base, windows=block.windows)


def _closed(
    counts: Counts, hidden: Flags, tree: Places, k: int, base: Base | None, *, windows: tuple[int, ...]
) -> Cells:
    close(counts, hidden, tree, k, base.label if base else None)
    flat, flags = counts.reshape(hidden.size, -1), hidden.ravel()
    cell = np.flatnonzero(flat.any(axis=1) | (flags & ~base.hidden.ravel() if base else flags))
    return Cells(
        windows, cell, flat[cell].reshape(cell.size, len(windows), flat.shape[1] // len(windows)), flags[cell]
    )


def _counted(rows: Rows, slices: tuple[Int64s, Int64s], part: range, size: Size, tree: Places) -> Counts:
    """People of each cell in some slices (places, groups, slices)."""
    order, start = slices
    counts = np.zeros((tree.parent.size, size.groups, len(part)), np.int32)
    _count(order, start[part.start : part.stop + 1], rows.person, rows.place, rows.group, tree.parent, counts)
    return counts


@compiled
def _sorted(order: Int64s, key: Int64s | Int32s, keys: int) -> tuple[Int64s, Int64s]:
    """`order` by key, equal keys in the order they had; and where each key starts (keys + 1,)."""
    start = np.zeros(keys + 1, np.int64)
    for row in order:
        start[key[row] + 1] += 1
    start = np.cumsum(start)
    at, done = start[:-1].copy(), np.empty(order.size, np.int64)
    for row in order:
        done[at[key[row]]] = row
        at[key[row]] += 1
    return done, start


@compiled
def _count(  # noqa: PLR0917 - a compiled loop takes its arrays by place
    order: Int64s, start: Int64s, person: Int32s, place: Int64s, group: Int64s, parent: Int64s, counts: Counts
) -> None:
    """Each person once in a cell and slice; rows of one person stand together in a slice."""
    met = np.zeros(counts.shape[:2], np.int32)
    ticket = 0
    for one in range(counts.shape[2]):
        before = -1
        for at in range(start[one], start[one + 1]):
            row = order[at]
            if person[row] != before or at == start[one]:
                ticket += 1
                before = person[row]
            where = place[row]
            while where >= 0:
                for which in (group[row], 0):
                    if met[where, which] != ticket:
                        met[where, which] = ticket
                        counts[where, which, one] += 1
                where = parent[where]
