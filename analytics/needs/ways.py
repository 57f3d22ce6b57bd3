"""Hidden cells that follow from all sums together, at every level of the territory at once.

As in `bridges`: sums are points and hidden cells the lines between them, and a cell has exactly one solution where
it is a bridge. A cell (place, group) lies in the sum of its place's surroundings for that group and, when its place
has parts, in the sum of these parts; when it has none, in the sum of its groups. (The sums of groups of a place
with parts follow from those of its parts, and so forbid nothing more.) What lies in one sum only ends in OPEN.
Tarjan's search (1974) finds the bridges in time that is linear in the cells.
"""

import numpy as np

from analytics.arrays import Flags, Int64s
from analytics.kernel import compiled

FAR = np.iinfo(np.int64).max


@compiled
def ends(place: int, group: int, groups: int, parent: Int64s, parts: Int64s) -> tuple[int, int]:
    """The two points of a cell: (place, group) → place · groups + group, then one a place, then OPEN."""
    size = parent.size * groups
    around = parent[place] * groups + group if parent[place] >= 0 else size + parent.size
    if parts[place]:
        return place * groups + group, around
    return (size + place if groups > 1 else size + parent.size), around


@compiled
def adjacency(left: Int64s, right: Int64s, points: int) -> tuple[Int64s, Int64s]:
    """Lines of each point: `edge[start[p]:start[p + 1]]`."""
    start = np.zeros(points + 1, np.int64)
    for line in range(left.size):
        start[left[line] + 1] += 1
        start[right[line] + 1] += 1
    start = np.cumsum(start)
    at, edge = start[:-1].copy(), np.empty(2 * left.size, np.int64)
    for line in range(left.size):
        for point in (left[line], right[line]):
            edge[at[point]] = line
            at[point] += 1
    return start, edge


@compiled
def bridges(left: Int64s, right: Int64s, points: int) -> tuple[Int64s, Int64s, Int64s, Int64s]:
    """Bridges as below (m,), the point behind each, -1 for other lines; then enter, leave, root (points,).

    A point is behind point b where enter[b] ≤ enter[point] < leave[b]; root numbers the connected parts.
    """
    start, edge = adjacency(left, right, points)
    at = start[:-1].copy()
    enter, leave, low = np.zeros(points, np.int64), np.zeros(points, np.int64), np.zeros(points, np.int64)
    root, via, stack = np.full(points, -1), np.full(points, -1), np.empty(points, np.int64)
    below = np.full(left.size, -1)
    order = 1
    for begin in range(points):
        if enter[begin] or start[begin] == start[begin + 1]:
            continue
        stack[0], depth = begin, 1
        enter[begin] = low[begin] = order
        root[begin] = begin
        order += 1
        while depth:
            point = stack[depth - 1]
            if at[point] < start[point + 1]:
                line = edge[at[point]]
                at[point] += 1
                if line == via[point]:
                    continue
                other = left[line] + right[line] - point
                if enter[other]:
                    low[point] = min(low[point], enter[other])
                    continue
                via[other], root[other] = line, begin
                enter[other] = low[other] = order
                order += 1
                stack[depth] = other
                depth += 1
            else:
                leave[point] = order
                depth -= 1
                if depth:
                    before = stack[depth - 1]
                    low[before] = min(low[before], low[point])
                    if low[point] > enter[before]:
                        below[via[point]] = point
    return below, enter, leave, root


@compiled
def lines(hidden: Flags, label: Int64s, parent: Int64s, parts: Int64s) -> tuple[Int64s, Int64s, Int64s]:
    """The hidden cells (m, 2) whose two points have different labels, and these labels, (m,) each."""
    groups, most = hidden.shape[1], hidden.sum()
    cells, count = np.empty((most, 2), np.int64), 0
    left, right = np.empty(most, np.int64), np.empty(most, np.int64)
    for place in range(hidden.shape[0]):
        for group in range(groups):
            if not hidden[place, group]:
                continue
            one, other = ends(place, group, groups, parent, parts)
            if label[one] != label[other]:
                cells[count, 0], cells[count, 1] = place, group
                left[count], right[count] = label[one], label[other]
                count += 1
    return cells[:count], left[:count], right[:count]


@compiled
def labels(hidden: Flags, parent: Int64s, parts: Int64s) -> Int64s:
    """Label of each point, the same for all that hidden cells join, where none of these is a bridge."""
    every = np.arange(parent.size * (hidden.shape[1] + 1) + 1)
    _, left, right = lines(hidden, every, parent, parts)
    root = bridges(left, right, every.size)[3]
    return np.where(root < 0, every, root)


@compiled
def hide_second_ways(  # noqa: PLR0917 - a compiled loop takes its arrays by place
    sizes: Int64s, hidden: Flags, label: Int64s, parent: Int64s, first: Int64s, last: Int64s
) -> bool:
    """For each bridge hide, in `hidden` (places, groups) itself, a cell beside it; False if nothing was hidden.

    sizes  (places, groups)  people, in all that the cell counts
    label  (points,)         points that are known to be joined by two ways share theirs (see `labels`)
    """
    groups, parts = hidden.shape[1], last - first
    cells, left, right = lines(hidden, label, parent, parts)
    below, enter, leave, root = bridges(left, right, label.size)
    changed = False
    for line in range(len(cells)):
        point = below[line]
        if point < 0:
            continue
        best, found_place, found_group = FAR, -1, -1
        for place, group in beside(cells[line, 0], cells[line, 1], groups, parent, first, last):
            if hidden[place, group]:
                continue
            one, other = ends(place, group, groups, parent, parts)
            one, other = label[one], label[other]
            inside = enter[point] <= enter[one] < leave[point]
            crossing = inside != (enter[point] <= enter[other] < leave[point])
            crossing &= root[one] == root[other]
            size = sizes[place, group]
            rank = (2 * (size == 0) + (not crossing)) * (1 << 40) + size
            if rank < best:
                best, found_place, found_group = rank, place, group
        if found_place >= 0:
            hidden[found_place, found_group] = True
            changed = True
    return changed


@compiled
def beside(  # noqa: PLR0917 - a compiled loop takes its arrays by place
    place: int, group: int, groups: int, parent: Int64s, first: Int64s, last: Int64s
) -> list[tuple[int, int]]:
    """The cells that share a sum with one."""
    around = parent[place]
    near = [(place, other) for other in range(groups) if last[place] == first[place] and groups > 1]
    near += [(part, group) for part in range(first[place], last[place])]
    if around >= 0:
        near += [(around, group)] + [(part, group) for part in range(first[around], last[around])]
    else:
        near += [(place, other) for other in range(groups)]
    return near
