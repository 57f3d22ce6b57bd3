"""The watch as a stream: a minute after weeks of posts, after days of them, and beside reading all of it again."""

import time
from copy import deepcopy
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.signals.detect import watch
from analytics.signals.live import Live
from benchmarks.data import SEED
from benchmarks.measure import Result
from graph import territory

TITLE = "watch: a minute of posts after 70 days of them, as a stream, beside all of them again"
DAYS, MINUTES = 7, 60  # of the shorter history; that are timed: four quarters and an hour end in them
MORE = 10  # times as long the longer history is
A_DAY = 600  # posts
GOAL = 20.0
EVEN = 1.5  # times a minute may cost after MORE times as much history
START = datetime(2026, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
WORDS, TAGS, PEOPLE, LENGTH = 20_000, 2_000, 30_000, 12
NEEDS = ("water", "food", "health", "transport", "information")
PLACED = 200  # communes that are spoken of, the largest of AROUND
AROUND = ("24", "33", "40", "47", "64")
BURST, HOURS = 60, 3  # people an hour who ask for water in one of them at the end
AT = pl.col("created_at")


def run(repeats: int = 3, days: int = DAYS, a_day: int = A_DAY) -> Result:
    """Mean time of a minute of the stream after both histories, and of `watch` on the longer one at its end.

    Raises AssertionError where a minute costs more than EVEN times as much after the longer history, or where the
    stream's signals (but those of claims, which `watch` groups with what came later too) differ from those of `watch`.
    """
    end = START + timedelta(days=days * MORE)
    given = posts(days * MORE, a_day)
    minutes(given.tail(5 * a_day), end, 1)  # numba compiles, or loads what it compiled
    short, _ = minutes(given.filter(end - timedelta(days=days) < AT), end, repeats)
    long, streamed = minutes(given, end, repeats)
    begin = time.perf_counter()
    at_once = watch(given, as_of=end)
    again = time.perf_counter() - begin
    of_claims = pl.col("kind") == "diffusion"
    assert streamed.filter(~of_claims).equals(at_once.filter(~of_claims)), "the stream's signals differ"
    ratio = float(long.mean() / short.mean())
    assert ratio <= EVEN, f"a minute costs {ratio:.2f} times as much after {MORE} times as much history"
    return Result(
        ratio=again / float(long.mean()),
        goal=GOAL,
        reference="`watch` on all posts again",
        figures={
            "posts": given.height,
            "posts_a_day": a_day,
            "signals": at_once.height,
            "minute_ms": 1000 * float(long.mean()),
            "minute_after_a_tenth_ms": 1000 * float(short.mean()),
            "cost_after_10_times_as_much": ratio,
            "median_minute_ms": 1000 * float(np.median(long)),
            "slowest_minute_ms": 1000 * float(long.max()),
            "again_s": again,
        },
    )


def minutes(given: pl.DataFrame, end: datetime, repeats: int) -> tuple[NDArray[np.float64], pl.DataFrame]:
    """Seconds of each of the last MINUTES, the best of `repeats`, and all signals that were told."""
    live, begin = Live(), end - (MINUTES + 1) * MINUTE
    told = [live.add(given.filter(begin >= AT), begin)]
    first = begin + MINUTE  # what is too old is dropped once a day: not in the minutes that are timed
    told.append(live.add(given.filter(begin < AT, first >= AT), first))
    every = []
    for _ in range(repeats):
        state, seconds, new = deepcopy(live), [], []
        for step in range(MINUTES):
            now = first + step * MINUTE
            came = given.filter(now < AT, now + MINUTE >= AT)
            start = time.perf_counter()
            new.append(state.add(came, now + MINUTE))
            seconds.append(time.perf_counter() - start)
        every.append(seconds)
    return np.min(np.array(every), axis=0), pl.concat([*told, *new])


def posts(days: int, a_day: int) -> pl.DataFrame:
    """Posts of everyday talk, a third of them relays, a fifth answers; and a burst of one need in the last hours."""
    rng = np.random.default_rng(SEED)
    count = days * a_day
    at = np.sort(rng.uniform(0, days * 24, count))
    row = np.arange(count)
    earlier = np.maximum(0, row - rng.integers(1, a_day // 4, count))
    sort = rng.random(count)
    relay, answer = sort < 1 / 3, (sort >= 1 / 3) & (sort < 8 / 15)
    source = np.where(relay & (row > 0), earlier, row)
    share = 1 / np.arange(1, WORDS + 1)
    word = rng.choice(WORDS, (count, LENGTH), p=share / share.sum())[source]
    vocabulary = pl.Series([f"mot{number:x}" for number in range(WORDS)])
    near = territory.communes().filter(pl.col("departement").is_in(AROUND))
    place = near.sort("population", "code", descending=True)["code"][:PLACED]
    uid = pl.Series([f"p{number:08d}" for number in range(count)])
    talk = pl.DataFrame({str(j): vocabulary.gather(word[:, j]) for j in range(LENGTH)})
    everyday = pl.DataFrame(
        {
            "uid": uid,
            "author_uid": [f"a{number}" for number in rng.integers(0, PEOPLE, count)],
            "created_at": _instants(at),
            "text": talk.select(pl.concat_str(pl.all(), separator=" ")).to_series(),
            "place_insee": place.gather(rng.integers(0, PLACED, count)),
            "needs": [[NEEDS[n]] if n < len(NEEDS) else [] for n in rng.integers(0, 40, count)],
            "hashtags": [[f"t{n}"] for n in rng.zipf(1.3, count) % TAGS],
            "repost_of_uid": uid.gather(earlier).set(pl.Series(~relay), None),
            "reply_to_uid": uid.gather(earlier).set(pl.Series(~answer), None),
        }
    )
    return pl.concat([everyday, _burst(days, str(place[50]))], how="diagonal").sort("created_at")


def _burst(days: int, place: str) -> pl.DataFrame:
    at = days * 24 - np.linspace(HOURS, 0.01, BURST * HOURS)
    return pl.DataFrame(
        {
            "uid": [f"b{number}" for number in range(at.size)],
            "author_uid": [f"burst{number}" for number in range(at.size)],
            "created_at": _instants(at),
            "text": "Au secours, plus une goutte d'eau, qui peut nous en apporter ?",
            "place_insee": place,
            "needs": [["water"]] * at.size,
            "hashtags": [["crue"]] * at.size,
        }
    )


def _instants(hours: NDArray[np.float64]) -> pl.Series:
    micros = pl.Series((hours * 3_600_000_000).astype(np.int64)).cast(pl.Duration("us"))
    return pl.Series("created_at", micros) + START
