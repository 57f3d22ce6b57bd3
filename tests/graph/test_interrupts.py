"""Ctrl-C is heard by one thread, whatever the libraries do with it."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading

import pytest

from graph.interrupts import stopped_by_signals

pytestmark = pytest.mark.skipif(
    not hasattr(signal, "pthread_sigmask"), reason="this system has no signal masks"
)

WORK = """
import threading, graph.held_interrupts
from graph import interrupts
stop = threading.Event()
with interrupts.stopped_by_signals(stop):
    print("ready", flush=True)
    stop.wait()
    print("told", flush=True)
    threading.Event().wait({more})
print("in order", flush=True)
"""


def started(more):
    process = subprocess.Popen(
        [sys.executable, "-c", WORK.format(more=more)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_ends_the_work_in_order(number):
    with started(0) as process:
        process.send_signal(number)
        assert process.communicate(timeout=20)[0] == "told\nin order\n"
    assert process.returncode == 0


def test_a_second_ctrl_c_does_not_wait():
    with started(60) as process:
        process.send_signal(signal.SIGINT)
        assert process.stdout.readline() == "told\n"
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=20)[0] == ""
    assert process.returncode == 130


def test_threads_of_the_work_hold_it_back_and_the_caller_has_its_handlers_again():
    before, held = signal.getsignal(signal.SIGINT), []
    with stopped_by_signals(threading.Event()):
        worker = threading.Thread(target=lambda: held.extend(signal.pthread_sigmask(signal.SIG_BLOCK, [])))
        worker.start()
        worker.join()
    assert signal.SIGINT in held
    assert signal.getsignal(signal.SIGINT) is before
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])
