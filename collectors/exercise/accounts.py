"""The invented accounts: followers, activity, who writes what."""

import numpy as np

from collectors.exercise.cascades import Rows
from collectors.exercise.settings import AccountSettings

_HEARD = 25  # a cascade at least this large starts from one of the most followed accounts
_AGAIN = 0.15  # share of needs that somebody repeats


def draw_followers(rng: np.random.Generator, size: int, own: AccountSettings) -> Rows:
    """Followers of each account, log-normal; the number of accounts follows the number of posts."""
    count = max(60, int(own.per_post * size))
    return rng.lognormal(np.log(own.followers_median), own.followers_sigma, count).astype(np.int64)


def draw_authors(rng: np.random.Generator, count: int, accounts: int, activity: float) -> Rows:
    """One account a post; the first accounts write more (`activity` 1: all the same)."""
    return (accounts * rng.random(count) ** activity).astype(np.int64)


def heard(rng: np.random.Generator, author: Rows, sizes: Rows, starts: Rows, followers: Rows) -> Rows:
    """Authors, those of large cascades' roots drawn among the 2 % most followed accounts."""
    top = np.argsort(-followers, kind="stable")[: max(5, len(followers) // 50)]
    large = starts[sizes >= _HEARD]
    changed = author.copy()
    changed[large] = rng.choice(top, len(large))
    return changed


def people_in_need(rng: np.random.Generator, author: Rows, cell: Rows, rows: Rows, accounts: int) -> Rows:
    """Authors, those of needs (`rows`) spread over all accounts; some ask twice for the same.

    cell  (n,)  number of the need and commune: the same person asks again in the same cell
    """
    changed = author.copy()
    order = rows[np.argsort(cell[rows], kind="stable")]
    fresh = rng.integers(0, accounts, len(order))
    same = np.concatenate([[False], cell[order][1:] == cell[order][:-1]])
    again = same & (rng.random(len(order)) < _AGAIN)
    first = np.maximum.accumulate(np.where(again, 0, np.arange(len(order))))
    changed[order] = fresh[first]
    return changed
