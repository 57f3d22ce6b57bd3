"""Pairs of shares within a window, found by one sweep over each object's shares in order of time.

No list of pairs is ever made: memory grows with the shares and with the pairs of *accounts* that are kept. An
object shared 100,000 times by accounts that do not take part often enough costs no more than reading it.
"""

from typing import NamedTuple

import numpy as np

from analytics.arrays import Flags, Int32s, Int64s
from analytics.kernel import compiled


class Reach(NamedTuple):
    """window in µs; both: both accounts of a pair take part often enough; loops: an account pairs with itself."""

    window: int
    both: bool
    loops: bool


class Laid(NamedTuple):
    """m shares that can pair, object by object in order of time.

    start     (k + 1,)  first place of each object
    account, content, at  (m,)  numbers and µs
    occasion  (m,)  see `occasions`
    other     (m,)  place of the next share by another account, the end of the object if none
    counts    (m,)  whether the share is of an account that takes part often enough
    active    (m,)  place of the next share that counts, itself included
    """

    start: Int64s
    account: Int32s
    content: Int32s
    at: Int64s
    occasion: Int64s
    other: Int64s
    counts: Flags
    active: Int64s


@compiled
def laid_out(order: Int64s, object_: Int32s, start: Int64s) -> tuple[Int64s, Int64s]:
    """Row and place in time of each share that can pair, object by object, in order of time, (m,) each."""
    following = start.copy()
    row, place = np.empty(start[-1], np.int64), np.empty(start[-1], np.int64)
    for k in range(order.size):
        its = object_[order[k]]
        if its >= 0:
            row[following[its]], place[following[its]] = order[k], k
            following[its] += 1
    return row, place


@compiled
def occasions(start: Int64s, at: Int64s, window: int) -> Int64s:
    """Number of the occasion of each share, (m,): shares of an object no more than a window after one another."""
    number = np.empty(at.size, np.int64)
    count = -1
    for k in range(start.size - 1):
        for i in range(start[k], start[k + 1]):
            count += i == start[k] or at[i] - at[i - 1] > window
            number[i] = count
    return number


@compiled
def attended(occasion: Int64s, account: Int32s, accounts: int) -> Int64s:
    """Distinct occasions of each account, (accounts,); the occasions come one after the other."""
    last, count = np.full(accounts, -1, np.int64), np.zeros(accounts, np.int64)
    for i in range(occasion.size):
        if last[account[i]] != occasion[i]:
            last[account[i]] = occasion[i]
            count[account[i]] += 1
    return count


@compiled
def next_other(start: Int64s, account: Int32s) -> tuple[Int64s, Int64s]:
    """Nearest share of the object by another account, earlier and later; the object's bounds if none."""
    before, after = np.empty(account.size, np.int64), np.empty(account.size, np.int64)
    for k in range(start.size - 1):
        first, end = start[k], start[k + 1]
        for i in range(first, end):
            same = i > first and account[i - 1] == account[i]
            before[i] = before[i - 1] if same else i - 1
        for i in range(end - 1, first - 1, -1):
            same = i < end - 1 and account[i + 1] == account[i]
            after[i] = after[i + 1] if same else i + 1
    return before, after


@compiled
def partnered(laid: Laid, reach: Reach, before: Int64s) -> Flags:
    """Shares with another one of the same object within the window, (m,); `before` as `next_other` gives it."""
    start, account, content, at = laid.start, laid.account, laid.content, laid.at
    found = np.zeros(at.size, np.bool_)
    for k in range(start.size - 1):
        first, end = start[k], start[k + 1]
        for i in range(first, end):
            j = i - 1 if reach.loops else before[i]
            while j >= first and at[i] - at[j] <= reach.window and not found[i]:
                found[i] = reach.loops or content[j] != content[i]
                j -= 1
                if not reach.loops and j >= first and account[j] == account[i]:
                    j = before[j]
            j = i + 1 if reach.loops else laid.other[i]
            while j < end and at[j] - at[i] <= reach.window and not found[i]:
                found[i] = reach.loops or content[j] != content[i]
                j += 1
                if not reach.loops and j < end and account[j] == account[i]:
                    j = laid.other[j]
    return found


@compiled
def weigh(laid: Laid, window: int) -> tuple[int, int]:
    """Pairs within the window of which one counts at least, loops included; and the object with most of them."""
    start, at, counts = laid.start, laid.at, laid.counts
    total, most, worst = 0, -1, 0
    for k in range(start.size - 1):
        end, idle, pairs = start[k], 0, 0
        for i in range(start[k], start[k + 1]):
            while end < start[k + 1] and at[end] - at[i] <= window:
                idle += not counts[end]
                end += 1
            idle -= not counts[i]
            pairs += end - i - 1 - (0 if counts[i] else idle)
        total += pairs
        if pairs > most:
            most, worst = pairs, k
    return total, worst


@compiled
def next_counting(counts: Flags) -> Int64s:
    """Place of the next share that counts, itself included, (m,)."""
    following = np.empty(counts.size, np.int64)
    coming = counts.size
    for i in range(counts.size - 1, -1, -1):
        if counts[i]:
            coming = i
        following[i] = coming
    return following


@compiled
def next_pair(laid: Laid, reach: Reach, i: int, j: int) -> int:
    """`j` if shares i and j make a pair, else the next place that may."""
    if not laid.counts[j] and (reach.both or not laid.counts[i]):
        return int(laid.active[j])
    if reach.loops:
        return j
    if laid.account[i] == laid.account[j]:
        return int(laid.other[j])
    return j if laid.content[i] != laid.content[j] else j + 1
