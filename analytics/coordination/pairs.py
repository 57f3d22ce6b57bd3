"""The pairs of accounts of a table for one assignment of times: the real one, or one drawn by chance.

The rules are those of CooRTweet (Righetti & Balluff, 2025; R/detect_groups.R): accounts with too few shares
are left out; shares of one object within the window are paired; of these only pairs remain in which an account
has at least `min_participation` shares that are in some pair.
"""

from dataclasses import dataclass

import numpy as np

from analytics.arrays import Flags, Int32s, Int64s
from analytics.coordination.sweep import (
    Laid,
    Reach,
    attended,
    laid_out,
    next_counting,
    next_other,
    occasions,
    partnered,
    weigh,
)
from analytics.coordination.table import Table
from analytics.coordination.tally import KEY, LOW, tally
from analytics.posts import SECOND

MOST_PAIRS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Rule:
    """window in µs; strict: both accounts of a pair take part often enough; remove_loops as CooRTweet has it."""

    window: int
    min_participation: int
    strict: bool
    remove_loops: bool


@dataclass(frozen=True, slots=True)
class Pairs:
    """The shares that can pair, and a tally of e pairs of accounts: figures (e, 8) and slots as `tally` has them."""

    laid: Laid
    reach: Reach
    figures: Int64s
    slots: Int32s

    def attended(self, accounts: int) -> Int64s:
        """Occasions of each account among the shares that can pair, (accounts,)."""
        return attended(self.laid.occasion, self.laid.account, accounts)

    @property
    def low(self) -> Int64s:
        """Lower account number of each edge, (e,)."""
        return self.figures[:, KEY] >> 32

    @property
    def high(self) -> Int64s:
        """Higher account number of each edge, (e,)."""
        return self.figures[:, KEY] & LOW


def rule_of(time_window: float, min_participation: int, *, strict: bool, remove_loops: bool) -> Rule:
    """The rule, checked: ValueError for a window below 0 or a participation below 1."""
    if not 0 <= time_window < np.inf:
        raise ValueError(f"time_window is a number of seconds, not {time_window}")
    if min_participation < 1:
        raise ValueError(f"min_participation is at least 1, not {min_participation}")
    return Rule(round(time_window * SECOND), min_participation, strict, remove_loops)


def pairs_of(table: Table, order: Int64s, times: Int64s, rule: Rule) -> Pairs:
    """Tally the pairs when the share `order[k]` happens at `times[k]`, which rise.

    Raises ValueError where more than MOST_PAIRS would have to be looked at, naming the object behind most.
    """
    reach = Reach(rule.window, rule.strict, not rule.remove_loops)
    row, place = laid_out(order, table.object, table.start)
    at, account, content = times[place], table.account[row], table.content[row]
    before, other = next_other(table.start, account)
    laid = Laid(
        table.start, account, content, at, occasions(table.start, at, rule.window), other, *_all(at.size)
    )
    counts = _taking_part(table, content, partnered(laid, reach, before), rule.min_participation)
    laid = laid._replace(counts=counts, active=next_counting(counts))
    total, worst = weigh(laid, rule.window)
    if total > MOST_PAIRS:
        raise ValueError(
            f"{total:,} pairs of shares fall within {rule.window / SECOND:g} s, most of them of the object "
            f"{table.object_ids[worst]!r}: narrow the window, raise min_participation or leave that object out"
        )
    return Pairs(laid, reach, *tally(laid, reach))


def _all(size: int) -> tuple[Flags, Int64s]:
    """Every share counts."""
    return np.ones(size, np.bool_), np.arange(size)


def _taking_part(table: Table, content: Int32s, paired: Flags, minimum: int) -> Flags:
    """Shares whose account has at least `minimum` shares that are in a pair, (m,)."""
    shown = np.zeros(len(table.content_ids), np.bool_)
    shown[content[paired]] = True
    inside = shown[table.content]
    often = np.bincount(table.account[inside], minlength=len(table.account_ids)) >= minimum
    enough = np.zeros_like(shown)
    enough[table.content[inside & often[table.account]]] = True
    return enough[content]
