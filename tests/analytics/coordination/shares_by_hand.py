"""The smallest table that shows every rule, and the same figures by a double loop."""

from collections import Counter, defaultdict
from itertools import combinations

import polars as pl

COLUMNS = ["object_id", "account_id", "content_id", "timestamp_share"]


def table(rows):
    schema = dict.fromkeys(COLUMNS[:3], pl.String) | {COLUMNS[3]: pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def of_the_check():
    shares = {
        "o1": {"A": 0, "B": 5, "C": 30},
        "o2": {"A": 100, "B": 108, "C": 400},
        "o3": {"A": 200, "C": 205},
    }
    return table([(o, a, f"{o}{a}", t) for o, accounts in shares.items() for a, t in accounts.items()])


def by_double_loop(rows, *, window, minimum, strict, remove_loops):
    """Pair → weight, lag, first share, objects, contents of either side; every step as CooRTweet's R code."""
    often = Counter(a for _, a, _, _ in rows)
    rows = [row for row in rows if often[row[1]] >= minimum]
    pairs = [
        (x, y)
        for x, y in combinations(sorted(rows, key=lambda row: row[3]), 2)
        if x[0] == y[0] and y[3] - x[3] <= window
    ]
    if remove_loops:
        pairs = [(x, y) for x, y in pairs if x[0] != x[2] and y[0] != y[2] and x[2] != y[2] and x[1] != y[1]]
    inside = {share[2] for pair in pairs for share in pair}
    parts = Counter(a for _, a, c, _ in rows if c in inside)
    enough = {c for _, a, c, _ in rows if c in inside and parts[a] >= minimum}
    needed = all if strict else any
    found = defaultdict(list)
    for x, y in pairs:
        if needed(share[2] in enough for share in (x, y)):
            found[tuple(sorted((x[1], y[1])))].append((x, y))
    return {pair: figures(pair, shares) for pair, shares in found.items()}


def figures(pair, shares):
    one, other = ({s[2] for p in shares for s in p if s[1] == account} for account in pair)
    first = sum(0.5 if x[3] == y[3] else x[1] == pair[0] for x, y in shares) / len(shares)
    return {
        "weight": len(shares),
        "objects": len({x[0] for x, _ in shares}),
        "mean_lag_s": sum(y[3] - x[3] for x, y in shares) / len(shares),
        "first_share": None if pair[0] == pair[1] else first,
        "symmetry": min(len(one), len(other)) / max(len(one), len(other)),
        "source_contents": len(one),
        "target_contents": len(other),
        "evidence": sorted(one | other),
        "evidence_count": len(one | other),
    }
