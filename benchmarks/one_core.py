"""A function in a fresh process that has one core and one thread of Polars to itself."""

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import ParamSpec, TypeVar
from unittest.mock import patch

P = ParamSpec("P")
R = TypeVar("R")
THREADS = ("POLARS_MAX_THREADS", "NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")


def on_one_core(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What the function returns; libraries read their number of threads when the process imports them."""
    with patch.dict(os.environ, dict.fromkeys(THREADS, "1")):
        spawned = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=spawned, initializer=_pin) as pool:
            return pool.submit(function, *args, **kwargs).result()


def _pin() -> None:
    if hasattr(os, "sched_setaffinity"):  # Linux
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
