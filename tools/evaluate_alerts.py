"""What analysts' answers change on exercises: false alarms, true ones, alerts a day, how well the rate is known.

    python -m tools.evaluate_alerts [--learn 6 7 8 9 10] [--test 1 2 3 4 5] [--size 20000] [--discovery 0.05]

Each exercise is one crisis, watched with the defaults; its alerts are debounced, decided and sent as they come. The
analysts answer what was sent, an hour later, as the truth has it (tools/evaluate_signals' truth: an alert of a true
signal in the exercise's département after its start, or of the crisis itself; a need that was truly expressed in a
neighbouring département is true as well). The exercises of --learn come first, then those of --test, in one history:
what is held back is never seen by the analysts, but for one check in ten. --discovery makes the watch less careful,
so that there is more to be learnt.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from analytics.alerts import alerts, changes, with_company
from analytics.alerts.changes import GROWN, NEW
from analytics.alerts.signals import read_signals
from analytics.learning.answers import ANSWERS, FALSE, TRUE
from analytics.learning.decide import SEND, TOLD, decide
from analytics.learning.learn import learn
from analytics.learning.measures import measured, reliability
from analytics.scoring.signals import signals as scored
from analytics.signals.detect import watch
from analytics.signals.options import WATCH
from collectors.files.signal_frames import read_watched_posts
from tools.evaluate_signals import days
from tools.exercises import exercise

if TYPE_CHECKING:
    from collections.abc import Sequence

APART = timedelta(days=60)  # exercises share a calendar: each is moved, so that none knows the other
HOUR = timedelta(hours=1)


class Crisis(NamedTuple):
    """One exercise: its alerts in the order of the history, which of them are true, how long it was watched."""

    seed: int
    alerts: pl.DataFrame
    true: dict[str, bool]
    days: float


def main() -> None:
    """Print the figures of the exercises kept aside, without answers and with them."""
    parser = argparse.ArgumentParser(description="What answers change.")
    parser.add_argument("--learn", type=int, nargs="*", default=[6, 7, 8, 9, 10])
    parser.add_argument("--test", type=int, nargs="*", default=[1, 2, 3, 4, 5])
    parser.add_argument("--size", type=int, default=20_000)
    parser.add_argument("--discovery", type=float, default=WATCH.discovery)
    asked = parser.parse_args()
    crises = [
        crisis(seed, place, asked.size, asked.discovery)
        for place, seed in enumerate([*asked.learn, *asked.test])
    ]
    true = {name: real for one in crises for name, real in one.true.items()}
    decided, answers = history(crises, true)
    print(f"answers: {answers.height} to {decided.height} alerts of seeds {asked.learn} and {asked.test}")
    for what, seeds in (("learnt from", asked.learn), ("kept aside", asked.test)):
        chosen = [one for one in crises if one.seed in seeds]
        if chosen:
            report(what, chosen, decided, true)
    every = learn(pl.concat([one.alerts for one in crises]), answers).steps
    _, error, brier = reliability(every)
    share = float(every["real"].mean() or 0)  # type: ignore[arg-type] # a mean of booleans
    print(f"false-alarm rate as told: calibration error {error:.3f}, Brier {brier:.3f} (base rate alone "
          f"{share * (1 - share):.3f})")  # fmt: skip


def crisis(seed: int, place: int, size: int, discovery: float) -> Crisis:
    """Watch one exercise, and tell its true alerts from the others."""
    posts, truth = exercise(seed, size, read=read_watched_posts)
    lasts = days(posts)
    found = watch(posts, options=replace(WATCH, discovery=discovery))
    true = {}
    for row in found.iter_slices(1):
        one = scored(row, truth, lasts)
        true[f"{seed}:{row['signal_id'][0]}"] = bool(one.right or one.neighbours)
    moved = found.with_columns(
        pl.format(f"{seed}:{{}}", "signal_id").alias("signal_id"),
        pl.col("start_at", "detected_at") + place * APART,
    )
    made = with_company(_alerts(moved), _alerts(moved))
    real = {
        name: any(true[one] for one in own) for name, own in made.select("alert_id", "signals").iter_rows()
    }
    return Crisis(seed, made, real, lasts)


def _alerts(found: pl.DataFrame) -> pl.DataFrame:
    last = found["detected_at"].max()
    assert isinstance(last, datetime)
    return alerts(read_signals(found), last + timedelta(days=1))


def history(crises: Sequence[Crisis], true: dict[str, bool]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Every alert as it was decided when it was due, hour by hour, and the answers that were given."""
    rows = pl.concat([one.alerts for one in crises]).sort("due_at", "alert_id")
    answers, decided = ANSWERS.to_frame(), list[pl.DataFrame]()
    for _, due in rows.group_by(pl.col("due_at").dt.truncate("1h"), maintain_order=True):
        begins = due["due_at"].min()
        assert isinstance(begins, datetime)
        known = answers.filter(pl.col("at") <= begins)
        past = pl.concat(decided) if decided else due.clear()
        told = past.filter(pl.col("decision").is_in(TOLD)) if decided else past
        found = decide(
            changes(due, told.select(due.columns)), learn(rows, known), past.select(due.columns), known
        )
        sent = found.filter(pl.col("decision").is_in(TOLD), pl.col("change").is_in([NEW, GROWN]))
        new = pl.DataFrame({
            "seq": range(answers.height, answers.height + sent.height), "at": sent["due_at"] + HOUR,
            "alert_id": sent["alert_id"], "answer": [TRUE if true[name] else FALSE for name in sent["alert_id"]],
        }, schema=ANSWERS)  # fmt: skip
        decided.append(found)
        answers = pl.concat([answers, new])
    return pl.concat(decided), answers


def report(what: str, crises: Sequence[Crisis], decided: pl.DataFrame, true: dict[str, bool]) -> None:
    """Without answers everything is sent; with them, what was decided."""
    names = [name for one in crises for name in one.true]
    own = decided.filter(pl.col("alert_id").is_in(names))
    log = pl.DataFrame({
        "seq": range(len(names)), "at": [datetime(2000, 1, 1)] * len(names),  # noqa: DTZ001 - any time
        "alert_id": names, "answer": [TRUE if true[name] else FALSE for name in names],
    }).cast(ANSWERS)  # fmt: skip
    lasts = sum(one.days for one in crises)
    start, end = own["due_at"].min(), own["due_at"].max()
    assert isinstance(start, datetime)
    assert isinstance(end, datetime)
    for named, rows in (("everything sent", own.with_columns(decision=pl.lit(SEND))), ("with answers", own)):
        told = measured(rows, log, start, end + HOUR, by=()).row(0, named=True)
        print(f"{what}, {named}: {told['false']} false, {told['real']} of {told['real'] + told['held_real']} true, "
              f"precision {told['precision']:.3f}, {told['sent'] / lasts:.2f} alerts a day")  # fmt: skip


if __name__ == "__main__":
    main()
