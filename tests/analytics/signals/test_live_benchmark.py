from datetime import timedelta

import polars as pl

from analytics.signals.detect import watch
from benchmarks.__main__ import BENCHMARKS
from benchmarks.live import MINUTES, START, minutes, posts

DAYS = 3


def test_the_posts_are_repeatable_and_the_stream_tells_what_everything_again_tells():
    assert "live" in BENCHMARKS
    given, end = posts(DAYS, 200), START + timedelta(days=DAYS)
    assert given.equals(posts(DAYS, 200))
    seconds, told = minutes(given, end, 1)
    assert (seconds > 0).sum() == MINUTES
    counted = pl.col("kind") != "diffusion"
    at_once = watch(given, as_of=end).filter(counted)
    assert at_once.height
    assert told.filter(counted).equals(at_once)
