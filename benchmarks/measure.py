"""Time and memory of one call, and the form of a result."""

import gc
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import psutil

R = TypeVar("R")
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Result:
    """How many times faster than the reference, the goal, and whatever explains it."""

    ratio: float
    goal: float
    reference: str
    figures: dict[str, float | int | str] = field(default_factory=dict)


def best_of(times: int, function: Callable[[], R]) -> tuple[float, R]:
    """Shortest duration in seconds of `times` calls, and what the last one returned."""
    durations = []
    for _ in range(times):
        gc.collect()
        start = time.perf_counter()
        returned = function()
        durations.append(time.perf_counter() - start)
    return min(durations), returned


def peak_megabytes(function: Callable[[], object]) -> float:
    """Resident memory that one call adds at its peak, sampled every 2 ms."""
    process, done, seen = psutil.Process(), threading.Event(), [0]
    gc.collect()
    before = process.memory_info().rss

    def watch() -> None:
        while not done.wait(0.002):
            seen.append(process.memory_info().rss)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        function()
    finally:
        done.set()
        watcher.join()
    return max(0, max(seen) - before) / MEGABYTE
