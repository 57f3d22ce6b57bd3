"""The schedule as a process: a report missed while it was down is written once when it is back."""

import signal
import subprocess
import time

from tests.integration.cli import Cli

SCHEDULES = """
- name: every-minute
  cron: "* * * * *"
  verb: report
  args: [rumours, --out, "reports/{due:%H%M}.html"]
"""


def start(home):
    return Cli(home).start("schedule", "schedules.yml", stderr=subprocess.STDOUT)


def written(home):
    return sorted(path.name for path in (home / "reports").glob("*.html"))


def run_for(process, seconds, done=lambda: True):
    """Let the process work so long after it said that it runs, and until `done()`; then stop it."""
    assert "1 jobs of schedules.yml" in process.stdout.readline()
    deadline = time.monotonic() + 30
    time.sleep(seconds)
    while not done() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    return process.communicate(timeout=60)[0]


def next_minute():
    time.sleep(61 - time.time() % 60)


def test_a_report_missed_while_the_process_was_down_is_written_once_on_restart(tmp_path):
    (tmp_path / "schedules.yml").write_text(SCHEDULES)
    if time.time() % 60 > 40:  # the first start must not reach a minute of its own
        next_minute()
    with start(tmp_path) as process:
        assert "1 jobs of schedules.yml" in process.stdout.readline()
        time.sleep(3)
        process.kill()
    assert written(tmp_path) == []
    next_minute()
    with start(tmp_path) as process:
        said = run_for(process, 1, lambda: written(tmp_path))
    assert len(written(tmp_path)) == 1, said
    with start(tmp_path) as process:
        said = run_for(process, 4)
    assert len(written(tmp_path)) == 1, said
