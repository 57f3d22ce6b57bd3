"""How well the effect of an action is recovered: 100 simulated actions, with an effect and without.

    python -m tools.evaluate_effects [--actions 100] [--exercises 5] [--first 1] [--size 20000]

First on series that are made up (a season of a day, a weather shared with a control, gamma–Poisson counts), then on
the quiet days of exercises: the hourly posts of an exercise in which an action, at an hour drawn by chance, takes a
share of the posts away. Twenty actions within the week of one exercise share most of their days, and succeed or fail
together; so there is one action in each of as many exercises too. `--first` is the first seed of all that is drawn.
Nothing is fitted on these figures at run time.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from analytics.effects.fits import ERRORS
from analytics.effects.simulated import Simulated, Tally, denial, tally, thinned
from analytics.posts import instants
from tools.exercises import exercise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.arrays import Floats

CHANGES = (0.0, 0.2, 0.4)  # share of the posts that the action takes away; 0 is a placebo
BEFORE, AFTER = 96, 36
QUIET_BEFORE, QUIET_AFTER = 96, 24


def main() -> None:
    """Print how many intervals hold the effect, and how many effects are found."""
    parser = argparse.ArgumentParser(description="Effects recovered, against the effects made.")
    parser.add_argument("--actions", type=int, default=100)
    parser.add_argument("--exercises", type=int, default=5)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--size", type=int, default=20_000)
    asked = parser.parse_args()
    for line in made_up(asked.actions, asked.first):
        print(line, flush=True)
    counts = [quiet_hours(asked.first + number, asked.size) for number in range(asked.actions)]
    for some in (counts[: asked.exercises], counts):
        for line in on_exercises(some, asked.actions):
            print(line, flush=True)


def made_up(actions: int, first: int) -> Iterator[str]:
    """One line a kind of interval, change, and with or without a control."""
    for change in CHANGES:
        seeds = range(first, first + actions)
        made = [denial(seed, change=change, before=BEFORE, after=AFTER) for seed in seeds]
        alone = [replace(one, series=one.series.drop("control")) for one in made]
        for errors in ERRORS:
            yield _line(f"made up, change {change:.0%}, control, {errors}", tally(made, errors=errors))
        yield _line(f"made up, change {change:.0%}, no control, ar1", tally(alone))


def on_exercises(counts: list[Floats], actions: int) -> Iterator[str]:
    """The same on the quiet days of exercises, in turn."""
    for change in CHANGES:
        found = tally(list(_thinned(counts, actions, change)))
        yield _line(f"{len(counts)} exercises, change {change:.0%}, ar1", found)


def _thinned(counts: list[Floats], actions: int, change: float) -> Iterator[Simulated]:
    for number in range(actions):
        hours = counts[number % len(counts)]
        last = len(hours) - QUIET_AFTER
        t0 = int(np.random.default_rng(number).integers(QUIET_BEFORE, last + 1))
        yield thinned(hours, t0, change=change, seed=number, before=QUIET_BEFORE, after=QUIET_AFTER)


def quiet_hours(seed: int, size: int) -> Floats:
    """Posts of each whole hour of an exercise before its crisis."""
    posts, truth = exercise(seed, size)
    crisis, start = (datetime.fromisoformat(truth[name]) for name in ("crisis_at", "starts_at"))
    at = instants(posts["created_at"])
    hour = ((at - start).dt.total_seconds() // 3600).filter((at >= start) & (at < crisis))
    return np.bincount(hour.to_numpy(), minlength=int((crisis - start).total_seconds() // 3600)).astype(
        np.float64
    )


def _line(name: str, found: Tally) -> str:
    return (
        f"{name:<40} {found.held:>4} of {found.actions} intervals hold the effect, "
        f"{found.width:5.1f} wide; {found.found} effects found, {found.descriptive} descriptive only"
    )


if __name__ == "__main__":
    main()
