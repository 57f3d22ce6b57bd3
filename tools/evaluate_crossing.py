"""What is unusual here now, and what keeps company with what: exercises with operational events drawn here.

    python -m tools.evaluate_crossing [--seeds 1 2 3 4 5] [--size 20000]

An exercise has no operational events: fire calls are drawn over the days, and an hour before every second call for
rescue; complaints of noise are drawn over the days alone, so that nothing should be found of them.
"""

from __future__ import annotations

import argparse
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analytics.crossing import lift, unusual
from analytics.posts import instants
from graph.territory import communes, departements
from tools.exercises import exercise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.scoring import Truth

EVERY_H = 6  # hours between two looks at what is unusual
HISTORY_H = 168  # quiet hours at the start


def main() -> None:
    """Print the figures of every seed."""
    parser = argparse.ArgumentParser(description="Crossed sources against the truth of exercises.")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    parser.add_argument("--size", type=int, default=20_000)
    asked = parser.parse_args()
    for seed in asked.seeds:
        posts, truth = exercise(seed, asked.size)
        print(f"exercise of {asked.size} posts, seed {seed}")
        for line in crossed(posts.filter(pl.col("repost_of_uid").is_null()), truth, seed):
            print(f"  {line}", flush=True)


def crossed(own: pl.DataFrame, truth: Truth, seed: int) -> Iterator[str]:
    """What is unusual in quiet and in crisis, and which of two feeds keeps company with the posts."""
    named = departements().select(departement="code", departement_name="name")
    places = communes().join(named, on="departement", how="left")
    needs_of = pl.col("uid").replace_strict(
        truth["expressions"], default=None, return_dtype=pl.List(pl.String)
    )
    posts = own.with_columns(needs=needs_of)
    posts = posts.with_columns(
        place_insee=pl.col("uid").replace_strict(truth["places"], default=None, return_dtype=pl.String)
    ).drop("lat", "lon")
    start = datetime.fromisoformat(truth["starts_at"])
    events = _events(posts, start, np.random.default_rng(seed))
    looks = [start + timedelta(hours=hour) for hour in range(48, 264, EVERY_H)]
    quiet: list[pl.DataFrame] = []
    crisis: list[pl.DataFrame] = []
    for at in looks:
        sure = unusual(events, posts, places, as_of=at).filter(pl.col("q") <= 0.05)
        (quiet if at <= start + timedelta(hours=HISTORY_H) else crisis).append(sure)
    hits = [truth["departement"] in sure["code"].to_list() for sure in crisis]
    first = f"first within {EVERY_H * (hits.index(True) + 1)} h" if any(hits) else "never"
    yield (
        f"unusual: {sum(sure.height > 0 for sure in quiet)} of {len(quiet)} quiet looks say anything; the struck "
        f"département stands out in {sum(hits)} of {len(crisis)} looks of the crisis, {first}"
    )
    found = lift(events, posts, places, seed=seed).filter(pl.col("other_kind") == "rescue")
    for row in found.iter_rows(named=True):
        yield f"lift of rescue posts at {row['kind']}: {row['lift']:.1f} at {row['lag_h']} h, p {row['p']:.3f}"


def _events(posts: pl.DataFrame, start: datetime, rng: np.random.Generator) -> pl.DataFrame:
    """Fire calls (background, and one an hour before every second need of rescue); noise complaints (background)."""
    sites = posts["place_insee"].drop_nulls().unique().sort().to_list()
    rescue = posts.filter(pl.col("needs").list.contains("rescue")).drop_nulls("place_insee")
    called = rescue.filter(pl.Series(rng.random(rescue.height) < 0.5))
    calls = called.select(
        "place_insee", at=instants(called["created_at"]) - pl.duration(hours=1), kind=pl.lit("fire")
    )
    count = 8 * len(sites)
    background = [
        pl.DataFrame(
            {
                "place_insee": rng.choice(sites, count),
                "at": [start + timedelta(hours=float(h)) for h in rng.uniform(0, 264, count)],
                "kind": [kind] * count,
            }
        )
        for kind in ("fire", "noise")
    ]
    table = pl.concat([calls, *(part.cast({"at": calls["at"].dtype}) for part in background)])
    return table.with_row_index("uid").with_columns(pl.format("event:{}", "uid").alias("uid"))


if __name__ == "__main__":
    main()
