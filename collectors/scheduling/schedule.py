"""`cyberimpact schedule`: runs what schedules.yml says, records each run, catches up once after a stop.

Every question "should this job run?" has one answer: its last due time before now, if the graph holds no
finished run at or after it. It is asked at the start and each time the trigger fires, so a report is written
once whether it was missed once or a hundred times, and never twice.
"""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import polars as pl
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from collectors.scheduling.cron import last_due, next_due, trigger
from cypher import query
from graph.loads import RUNS

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Mapping, Sequence

    from apscheduler.triggers.base import BaseTrigger

    from collectors.scheduling.schedule_file import Job
    from graph.store import Store

    Verb = Callable[[Mapping[str, str]], str]
    Clock = Callable[[], datetime]

OK, RUNNING, FIRST_SEEN = "ok", "running", "first seen"
_TEXT, _TIME = pl.String(), pl.Datetime("ms", "UTC")
_RUN = pl.Schema({
    "uid": _TEXT, "stage": _TEXT, "version": _TEXT, "parameters": _TEXT, "outcome": _TEXT,
    "due_at": _TIME, "started_at": _TIME, "finished_at": _TIME,
})  # fmt: skip
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The runs of the schedule, kept in the graph: (:Run {stage: "schedule:<name>"})."""

    store: Store
    version: str

    def last_due(self, job: Job) -> datetime | None:
        """The newest due time that is done with (a run killed half-way is not), or when it was first seen."""
        rows = self.store.read(query("schedule/last_due"), {"stage": job.stage})
        return rows["due_at"].item() if rows.height else None

    def first_seen(self, job: Job, at: datetime) -> None:
        """Nothing is due before the schedule first saw the job."""
        self._write(job, f"{job.stage}:first-seen", FIRST_SEEN, due=at, finished=at)

    def record(
        self, job: Job, due: datetime, started: datetime, finished: datetime | None, outcome: str
    ) -> None:
        """One run; the same job and due time is the same node, whoever writes it."""
        key = hashlib.sha256(f"{job.name}\n{due.astimezone(UTC).isoformat()}".encode()).hexdigest()
        self._write(job, f"{job.stage}:{key[:16]}", outcome, due=due, started=started, finished=finished)

    def last_runs(self) -> pl.DataFrame:
        """stage, due_at, started_at, finished_at, outcome: one row per job that ever ran."""
        return self.store.read(query("schedule/last_runs"))

    def _write(
        self,
        job: Job,
        uid: str,
        outcome: str,
        *,
        due: datetime,
        started: datetime | None = None,
        finished: datetime | None = None,
    ) -> None:
        parameters = json.dumps({"verb": job.verb, **job.args_at(due)}, ensure_ascii=False)
        row = (uid, job.stage, self.version, parameters, outcome, due, started, finished)
        self.store.load(RUNS, pl.DataFrame([row], schema=_RUN, orient="row"))


def run(
    jobs: Sequence[Job], verbs: Mapping[str, Verb], ledger: Ledger, *, clock: Clock, stop: threading.Event
) -> None:
    """Follow the schedule until `stop` is set: first what was missed, then each job in its time.

    Jobs run one at a time, in the order of the file: the graph has one writer. A run that is going on when
    `stop` is set is waited for.
    """

    def turn(job: Job) -> None:
        if not stop.is_set():
            run_if_due(job, verbs[job.verb], ledger, clock)

    follow([(trigger(job.cron, job.zone), partial(turn, job)) for job in jobs], stop)


def follow(turns: Sequence[tuple[BaseTrigger, Callable[[], None]]], stop: threading.Event) -> None:
    """Take each turn at once, then each time its trigger fires, until `stop` is set.

    One worker, so that no two turns overlap; `max_instances` 2 lets one more turn of a job wait while it is
    running, so that what falls due meanwhile is not lost. More are dropped: a turn looks at the clock.
    """
    scheduler = BackgroundScheduler(
        timezone=UTC,
        executors={"default": ThreadPoolExecutor(1)},
        job_defaults={"coalesce": True, "max_instances": 2, "misfire_grace_time": None},
    )
    at_once = datetime.now(UTC)
    for position, (when, turn) in enumerate(turns):
        scheduler.add_job(turn, when, id=f"{position:06d}", next_run_time=at_once)
    scheduler.start()
    try:
        stop.wait()
    finally:
        scheduler.shutdown(wait=True)


def catch_up(jobs: Sequence[Job], verbs: Mapping[str, Verb], ledger: Ledger, *, clock: Clock) -> int:
    """Run once each job that was due since its last run, and return how many were.

    What `run` does first; on its own it serves `--once`, called by the system's own timer.
    """
    return sum(run_if_due(job, verbs[job.verb], ledger, clock) for job in jobs)


def run_if_due(job: Job, verb: Verb, ledger: Ledger, clock: Clock) -> bool:
    """Run the job for its last due time, unless that is done with or the job is new; True if it ran."""
    now, known = clock(), ledger.last_due(job)
    if known is None:
        ledger.first_seen(job, now)
        return False
    due = last_due(trigger(job.cron, job.zone), known, now)
    if due is None:
        return False
    ledger.record(job, due, now, None, RUNNING)
    outcome = _outcome(job, verb, due)
    ledger.record(job, due, now, clock(), outcome)
    return True


def _outcome(job: Job, verb: Verb, due: datetime) -> str:
    """The outcome: ok, or the error of a verb that failed, which must not stop the others."""
    try:
        said = verb(job.args_at(due))
    except (Exception, SystemExit) as error:  # noqa: BLE001 - the boundary of a run: it is recorded
        _LOG.exception("schedule: %s failed", job.name)
        return f"{type(error).__name__}: {error}"
    _LOG.info("schedule: %s: %s", job.name, said)
    return OK


def listing(jobs: Sequence[Job], ledger: Ledger, now: datetime) -> pl.DataFrame:
    """name, cron, next_due, last_run (start, null if it never ran), outcome; in the order of the file."""
    rows = [(job.name, job.stage, job.cron, next_due(trigger(job.cron, job.zone), now)) for job in jobs]
    schema = pl.Schema({"name": _TEXT, "stage": _TEXT, "cron": _TEXT, "next_due": _TIME})
    runs = ledger.last_runs().select("stage", "outcome", last_run="started_at")
    return (
        pl.DataFrame(rows, schema=schema, orient="row")
        .join(runs, on="stage", how="left", maintain_order="left")
        .select("name", "cron", "next_due", "last_run", "outcome")
    )
