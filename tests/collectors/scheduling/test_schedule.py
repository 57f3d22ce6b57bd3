"""The schedule: what it reads, when it runs, what it catches up, what it writes down."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from apscheduler.triggers.interval import IntervalTrigger

from collectors.scheduling import schedule
from collectors.scheduling.cron import last_due, next_due, trigger
from collectors.scheduling.schedule import Ledger
from collectors.scheduling.schedule_file import ScheduleError, read_schedules
from graph.store import open_store

PARIS = ZoneInfo("Europe/Paris")
VERBS = ("import", "analyse", "report")
DAILY = """
- name: daily-report
  cron: "30 6 * * *"
  verb: report
  args: {from: "{due-1d}", out: "reports/{due:%Y-%m-%d}.html"}
"""


class Clock:
    def __init__(self, text):
        self.now = local(text)

    def __call__(self):
        return self.now

    def go(self, text):
        self.now = local(text)


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def jobs_of(tmp_path, text):
    path = tmp_path / "schedules.yml"
    path.write_text(text, encoding="utf-8")
    return read_schedules(path, VERBS)


@pytest.fixture
def clock():
    return Clock("2026-11-02T12:00")


def restart(tmp_path, jobs, verbs, clock):
    """A process that starts, catches up and ends."""
    with open_store(tmp_path / "g.kgl") as store:
        ledger = Ledger(store, "0.1.0")
        ran = schedule.catch_up(jobs, verbs, ledger, clock=clock)
        return ran, schedule.listing(jobs, ledger, clock())


def test_a_missed_report_is_written_once_on_restart(tmp_path, clock):
    jobs, written = jobs_of(tmp_path, DAILY), []
    verbs = {"report": lambda args: written.append(dict(args)) or "written"}
    assert restart(tmp_path, jobs, verbs, clock)[0] == 0, "nothing is due before the job was first seen"
    clock.go("2026-11-05T08:00")  # down for three due times
    ran, table = restart(tmp_path, jobs, verbs, clock)
    assert ran == 1
    assert written == [{"from": "2026-11-04T06:30:00+01:00", "out": "reports/2026-11-05.html"}]
    assert table.rows() == [
        (
            "daily-report",
            "30 6 * * *",
            local("2026-11-06T06:30").astimezone(UTC),
            local("2026-11-05T08:00").astimezone(UTC),
            "ok",
        )
    ]
    assert restart(tmp_path, jobs, verbs, clock)[0] == 0, "not again on the second restart"
    clock.go("2026-11-06T06:30")
    assert restart(tmp_path, jobs, verbs, clock)[0] == 1, "due this very minute"
    assert [args["out"] for args in written] == ["reports/2026-11-05.html", "reports/2026-11-06.html"]


def test_a_job_that_fails_is_recorded_and_the_next_one_runs(tmp_path, clock, caplog):
    text = "".join(
        f"- {{name: {n}, cron: '0 * * * *', verb: {v}}}\n"
        for n, v in [("a", "import"), ("b", "analyse"), ("c", "report")]
    )
    jobs, done = jobs_of(tmp_path, text), []

    def broken(_):
        raise OSError("no such feed")

    def leaves(_):
        raise SystemExit(2)

    verbs = {"import": broken, "analyse": leaves, "report": lambda _: done.append(1) or "fine"}
    restart(tmp_path, jobs, verbs, clock)
    clock.go("2026-11-02T13:05")
    ran, table = restart(tmp_path, jobs, verbs, clock)
    assert (ran, done) == (3, [1])
    assert table["outcome"].to_list() == ["OSError: no such feed", "SystemExit: 2", "ok"]
    assert "a failed" in caplog.text
    assert restart(tmp_path, jobs, verbs, clock)[0] == 0, "a failure is done with until the next due time"


def test_a_run_killed_half_way_is_run_again(tmp_path, clock):
    jobs, tries = jobs_of(tmp_path, DAILY), []

    def killed(_):
        tries.append(1)
        raise KeyboardInterrupt

    restart(tmp_path, jobs, {"report": killed}, clock)
    clock.go("2026-11-03T08:00")
    with pytest.raises(KeyboardInterrupt):
        restart(tmp_path, jobs, {"report": killed}, clock)
    with open_store(tmp_path / "g.kgl") as store:
        assert schedule.listing(jobs, Ledger(store, "0.1.0"), clock())["outcome"].item() == "running"
    assert restart(tmp_path, jobs, {"report": lambda _: "written"}, clock)[0] == 1
    assert tries == [1]


def test_run_catches_up_then_stops_when_told(tmp_path, clock):
    jobs, stop, done = jobs_of(tmp_path, DAILY), threading.Event(), []

    def report(args):
        done.append(args["out"])
        stop.set()
        return "written"

    restart(tmp_path, jobs, {"report": report}, clock)
    clock.go("2026-11-09T08:00")
    with open_store(tmp_path / "g.kgl") as store:
        worker = threading.Thread(
            target=schedule.run,
            args=(jobs, {"report": report}, Ledger(store, "0.1.0")),
            kwargs={"clock": clock, "stop": stop},
        )
        worker.start()
        worker.join(20)
        assert not worker.is_alive()
    assert done == ["reports/2026-11-09.html"]


def test_turns_never_overlap_and_none_is_lost():
    stop, running, most, taken = threading.Event(), [], [], []

    def slow(name):
        running.append(name)
        most.append(len(running))
        taken.append(name)
        time.sleep(0.12)  # longer than the period
        running.remove(name)
        if taken.count("a") >= 3 and taken.count("b") >= 3:
            stop.set()

    turns = [(IntervalTrigger(seconds=0.05), lambda name=name: slow(name)) for name in "ab"]
    guard = threading.Timer(20, stop.set)
    guard.start()
    schedule.follow(turns, stop)
    guard.cancel()
    assert max(most) == 1
    assert taken[:2] == ["a", "b"], "the order of the file"
    assert min(taken.count("a"), taken.count("b")) >= 3, "one waits while it is running"


@pytest.mark.parametrize(
    ("cron", "after", "expected"),
    [
        ("30 6 * * *", "2026-11-02T12:00", "2026-11-03T06:30"),
        ("0 8 * * 0", "2026-11-02T12:00", "2026-11-08T08:00"),  # Sunday
        ("0 8 * * 7", "2026-11-02T12:00", "2026-11-08T08:00"),  # Sunday too
        ("0 8 * * 1", "2026-11-02T12:00", "2026-11-09T08:00"),  # Monday
        ("0 8 * * 6-1", "2026-11-02T12:00", "2026-11-07T08:00"),
        ("0 8 * * fri-mon/2", "2026-11-07T12:00", "2026-11-08T08:00"),
        ("0 8 * * */2", "2026-11-02T12:00", "2026-11-03T08:00"),
        ("0 8 13 * 5", "2026-11-02T12:00", "2026-11-06T08:00"),  # Fridays and every 13th
        ("0 8 13 * 5", "2026-12-11T12:00", "2026-12-13T08:00"),
        ("*/15 9-17 * * mon-fri", "2026-11-06T17:45", "2026-11-09T09:00"),
        ("30 6 * * *", "2026-10-24T12:00", "2026-10-25T06:30"),  # summer time ends that night
    ],
)
def test_cron_means_what_cron_means(cron, after, expected):
    when = trigger(cron, PARIS)
    assert next_due(when, local(after)) == local(expected)
    assert last_due(when, local(after), local(expected)) == local(expected)
    assert last_due(when, local(after), local(expected) - timedelta(seconds=1)) is None


def test_a_year_of_missed_minutes_is_found_at_once():
    started = time.perf_counter()
    found = last_due(trigger("* * * * *", PARIS), local("2025-11-02T12:00"), local("2026-11-02T12:00:30"))
    assert found == local("2026-11-02T12:00")
    assert time.perf_counter() - started < 1


BAD = [
    ("name: a\n", "is not a list of jobs"),
    ("- a\n", "line 1: a job is a mapping"),
    ("- name: a\n  cron: '* * * * *'\n", "line 1: job 'a': 'verb' is missing"),
    (
        "- name: a\n  cron: '* * * * *'\n  verb: ripport\n",
        "line 3: job 'a': no verb 'ripport' — did you mean report",
    ),
    ("- name: a\n  cron: '61 * * * *'\n  verb: report\n", "line 2: job 'a': cron '61 * * * *': "),
    ("- name: a\n  cron: '* * * *'\n  verb: report\n", "five fields are expected"),
    ("- name: a\n  cron: '* * * * 8'\n  verb: report\n", "'8' is not a day of the week"),
    ("- name: a\n  cron: '0 0 30 2 *'\n  verb: report\n", "no such day ever comes"),
    (
        "- name: a\n  crom: '* * * * *'\n  verb: report\n",
        "line 2: job 'a': no field 'crom' — did you mean cron?",
    ),
    (
        "- name: a\n  cron: '* * * * *'\n  timezone: Paris\n  verb: report\n",
        "line 3: job 'a': no time zone 'Paris'",
    ),
    ("- name: A b\n  cron: '* * * * *'\n  verb: report\n", "name 'A b'"),
    (DAILY + DAILY, "line 7: job 'daily-report' is there twice"),
    ("- name: a\n  cron: '* * * * *'\n  verb: report\n  args: {out: {due}}\n", 'as "{due}"'),
    (
        "- name: a\n  cron: '* * * * *'\n  verb: report\n  args: {out: '{date}'}\n",
        "line 4: job 'a': args: '{date}'",
    ),
    (
        "- name: a\n  cron: '* * * * *'\n  verb: report\n  args: x\n",
        "args are a mapping of options, or a list",
    ),
    ("- name: 'a\n", "is not YAML"),
]


@pytest.mark.parametrize(("text", "said"), BAD)
def test_a_bad_file_says_what_is_wrong_and_where(tmp_path, text, said):
    with pytest.raises(ScheduleError) as refusal:
        jobs_of(tmp_path, text)
    assert "schedules.yml" in str(refusal.value)
    assert said in str(refusal.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(ScheduleError, match="cannot be read"):
        read_schedules(tmp_path / "none.yml", VERBS)


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (
            "[posts.csv, --as, twitter, --dry-run, --map=a=b, --map, c=d]",
            {"1": "posts.csv", "as": "twitter", "dry-run": "true", "map": "a=b|c=d"},
        ),
        (
            "{from: 2026-01-07, verbose:, needs: [water, shelter]}",
            {"from": "2026-01-07", "verbose": "true", "needs": "water|shelter"},
        ),
        ('{from: "{due-36h}"}', {"from": "2026-11-01T00:00:00+01:00"}),
        ("{week: 'w{due-1w:%V}'}", {"week": "w44"}),
    ],
)
def test_arguments_as_a_mapping_or_as_on_the_command_line(tmp_path, args, expected):
    (job,) = jobs_of(tmp_path, f"- name: a\n  cron: '0 12 * * *'\n  verb: import\n  args: {args}\n")
    assert job.args_at(local("2026-11-02T12:00")) == expected


def test_an_empty_file_has_no_jobs(tmp_path):
    assert jobs_of(tmp_path, "# nothing yet\n") == ()
