"""The three steps of Leiden as loops over arrays: move nodes, refine communities, aggregate them.

Quality is modularity with a resolution γ (Reichardt & Bornholdt 2006): node v of strength k gains
w(v, C) - γ k K_C / 2m in community C, with w(v, C) the weight between them, K_C the strength of C without v and
2m the sum of all strengths. `share` is γ / 2m. The weights of a graph are above 0, so that a sum of 0 marks a
community not met yet.
"""

from collections.abc import Callable
from typing import NamedTuple, ParamSpec, TypeVar, cast

import numpy as np
from numba import njit

from analytics.arrays import Flags, Floats, Int32s, Int64s
from analytics.communities.graph import Graph
from analytics.kernel import compiled

P = ParamSpec("P")
R = TypeVar("R")


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """Compiled into its caller: passing the arrays a million times would take a quarter of the time."""
    return cast("Callable[P, R]", njit(inline="always")(function))


class State(NamedTuple):
    """Communities while nodes move.

    community  (n,)  of each node
    total      (n,)  strength of each community
    links      (n,)  zeros between uses: weight from the node at hand to each community
    met        (n,)  communities whose link is not zero
    """

    community: Int32s
    total: Floats
    links: Floats
    met: Int32s


class Queue(NamedTuple):
    """A ring of n places for nodes, and whether each node is in it."""

    ring: Int64s
    waiting: Flags


@compiled
def move(graph: Graph, community: Int32s, order: Int64s, share: float, least: float) -> int:
    """Move nodes, in place, to their best neighbouring community until none wants to; returns how many moves.

    The queue starts with all nodes in `order`; a move puts the neighbours it leaves outside back into it. A
    move has to gain more than `least`: rounding cannot make it go on for ever. A node that no community
    attracts goes to an empty one. (Traag, Waltman & van Eck 2019, MoveNodesFast)
    """
    nodes = graph.strength.size
    state = State(community, np.zeros(nodes), np.zeros(nodes), np.empty(nodes, np.int32))
    members = np.zeros(nodes, np.int32)
    for node in range(nodes):
        state.total[community[node]] += graph.strength[node]
        members[community[node]] += 1
    empty = np.flatnonzero(members == 0)
    vacant = empty.size
    free = np.concatenate((empty, np.zeros(nodes - vacant + 1, np.int64)))
    queue = Queue(order.copy(), np.ones(nodes, np.bool_))
    head, end, moves = 0, nodes, 0
    while head < end:
        node = queue.ring[head % nodes]
        head += 1
        queue.waiting[node] = False
        own = community[node]
        state.total[own] -= graph.strength[node]
        best, gain = _best(graph, node, state, share * graph.strength[node], least)
        if gain < 0.0 and members[own] > 1 and vacant:
            best = free[vacant - 1]
        state.total[best] += graph.strength[node]
        if best == own:
            continue
        moves += 1
        community[node] = best
        vacant -= members[best] == 0
        members[best] += 1
        members[own] -= 1
        if members[own] == 0:
            free[vacant] = own
            vacant += 1
        end = _wake(graph, node, community, queue, end)
    return moves


@inlined
def _best(graph: Graph, node: int, state: State, pull: float, least: float) -> tuple[int, float]:
    """The community that gains most, its own unless another gains more by `least`; and what it gains."""
    community, total, links, met = state
    count = 0
    for at in range(graph.starts[node], graph.starts[node + 1]):
        there = community[graph.neighbours[at]]
        if links[there] == 0.0:
            met[count] = there
            count += 1
        links[there] += graph.weights[at]
    best = community[node]
    gain = links[best] - pull * total[best] + least
    for position in range(count):
        there = met[position]
        here = links[there] - pull * total[there]
        if here > gain:
            best, gain = there, here
        links[there] = 0.0
    return best, gain


@inlined
def _wake(graph: Graph, node: int, community: Int32s, queue: Queue, end: int) -> int:
    """Queue the neighbours that are in another community than the node and not waiting yet; the new end."""
    for at in range(graph.starts[node], graph.starts[node + 1]):
        other = graph.neighbours[at]
        if community[other] != community[node] and not queue.waiting[other]:
            queue.waiting[other] = True
            queue.ring[end % queue.ring.size] = other
            end += 1
    return end


@compiled
def refine(graph: Graph, community: Int32s, order: Int64s, share: float) -> Int32s:
    """Parts of the communities, each connected, (n,); a part has the number of the node that founded it.

    A node that still stands alone and is well connected to its community joins the well-connected part of it
    that gains most, if that is not a loss; only a part it has an edge to, so that parts stay connected. Well
    connected is a set S of a community C when w(S, C - S) ≥ γ K_S (K_C - K_S) / 2m. The node takes the
    best part rather than a random good one: Traag et al.'s MergeNodesSubset as θ tends to 0.
    """
    nodes = graph.strength.size
    whole, border = _insides(graph, community)
    inside, strength = border.copy(), graph.strength.copy()
    part, alone = np.arange(nodes).astype(np.int32), np.ones(nodes, np.bool_)
    links, met = np.zeros(nodes), np.empty(nodes, np.int32)
    for node in order:
        k, rest = graph.strength[node], whole[community[node]]
        if not alone[node] or inside[node] < share * k * (rest - k):
            continue
        best, gain, bond = node, 0.0, 0.0
        for position in range(_parts(graph, node, community, State(part, strength, links, met))):
            there = met[position]
            here = links[there] - share * k * strength[there]
            well = border[there] >= share * strength[there] * (rest - strength[there])
            if well and here >= gain:
                best, gain, bond = there, here, links[there]
            links[there] = 0.0
        if best != node:
            part[node] = best
            alone[node] = alone[best] = False
            strength[best] += k
            border[best] += inside[node] - 2 * bond
    return part


@compiled
def _insides(graph: Graph, community: Int32s) -> tuple[Floats, Floats]:
    """Strength of each community, and the weight of each node to the others of its own."""
    nodes = graph.strength.size
    total, inside = np.zeros(nodes), np.zeros(nodes)
    for node in range(nodes):
        total[community[node]] += graph.strength[node]
        for at in range(graph.starts[node], graph.starts[node + 1]):
            if community[graph.neighbours[at]] == community[node]:
                inside[node] += graph.weights[at]
    return total, inside


@inlined
def _parts(graph: Graph, node: int, community: Int32s, parts: State) -> int:
    """Weight of the node to each part of its community: in `links`, for the first so many parts of `met`."""
    count = 0
    for at in range(graph.starts[node], graph.starts[node + 1]):
        other = graph.neighbours[at]
        if community[other] == community[node]:
            there = parts.community[other]
            if parts.links[there] == 0.0:
                parts.met[count] = there
                count += 1
            parts.links[there] += graph.weights[at]
    return count


@compiled
def aggregate(graph: Graph, part: Int32s, parts: int) -> Graph:
    """The graph whose nodes are the parts 0 … parts - 1; weights between two parts add up."""
    size = np.bincount(part, minlength=parts)
    ends = np.cumsum(size)
    members, place = np.empty(part.size, np.int64), ends - size
    for node in range(part.size):
        members[place[part[node]]] = node
        place[part[node]] += 1
    starts, strength = np.zeros(parts + 1, np.int64), np.zeros(parts)
    neighbours, weights = np.empty(graph.neighbours.size, np.int32), np.empty(graph.neighbours.size)
    links, count = np.zeros(parts), 0
    for own in range(parts):
        for node in members[ends[own] - size[own] : ends[own]]:
            strength[own] += graph.strength[node]
            for at in range(graph.starts[node], graph.starts[node + 1]):
                other = part[graph.neighbours[at]]
                if other == own:
                    continue
                if links[other] == 0.0:
                    neighbours[count] = other
                    count += 1
                links[other] += graph.weights[at]
        for at in range(starts[own], count):
            weights[at] = links[neighbours[at]]
            links[neighbours[at]] = 0.0
        starts[own + 1] = count
    return Graph(starts, neighbours[:count].copy(), weights[:count].copy(), strength, graph.whole)


@compiled
def cut(graph: Graph, community: Int32s) -> Int32s:
    """The communities cut into connected components, (n,), numbered 0, 1, … by their first nodes."""
    component, stack = np.full(community.size, -1, np.int32), np.empty(community.size, np.int64)
    count = 0
    for first in range(community.size):
        if component[first] >= 0:
            continue
        component[first], stack[0], height = count, first, 1
        while height:
            height -= 1
            node = stack[height]
            for at in range(graph.starts[node], graph.starts[node + 1]):
                other = graph.neighbours[at]
                if component[other] < 0 and community[other] == community[node]:
                    component[other], stack[height] = count, other
                    height += 1
        count += 1
    return component


@compiled
def modularity(graph: Graph, community: Int32s, resolution: float) -> float:
    """Σ_C (w(C, C) / 2m - γ (K_C / 2m)²), for a graph as it is read; nan without edges."""
    if graph.whole == 0.0:
        return np.nan
    strength, inside = _insides(graph, community)
    strength /= graph.whole
    return float(inside.sum() / graph.whole - resolution * np.sum(strength * strength))
