"""Ctrl-C and SIGTERM for work that goes on until it is told to stop.

The embedded store takes SIGINT for itself while a query runs, in whichever thread the signal arrives. Therefore
the threads that libraries start must never receive it: they inherit what is held back in the thread that starts
them. `graph.held_interrupts` is imported before those libraries; one thread of ours then waits for the signal.
Where the system has no signal masks (Windows) the handler of the main thread is all there is.
"""

from __future__ import annotations

import os
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MASKS = hasattr(signal, "pthread_sigmask")
INTERRUPTED = 130  # what a shell expects of a process that Ctrl-C ended


def hold() -> None:
    """Keep SIGINT from this thread and from those it starts; what arrives meanwhile waits."""
    if MASKS:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def release() -> None:
    """Let SIGINT reach this thread again."""
    if MASKS:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


@contextmanager
def stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    """Set `stop` on Ctrl-C or SIGTERM. A second Ctrl-C ends the process at once; interrupted work resumes.

    To be entered in the main thread, before any thread that the work needs is started.
    """

    def ask(number: int, _: object = None) -> None:
        if stop.is_set() and number == signal.SIGINT:
            os._exit(INTERRUPTED)
        stop.set()

    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, ask) for number in numbers}
    try:
        with _listening(ask):
            yield
    finally:
        stop.set()
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _listening(ask: Callable[[int], None]) -> Iterator[None]:
    """A thread that alone receives SIGINT, while it is held back everywhere else."""
    if not MASKS:
        yield
        return
    over = threading.Event()

    def listen() -> None:
        while True:
            number = signal.sigwait({signal.SIGINT})
            if over.is_set():
                return
            ask(number)

    hold()
    listener = threading.Thread(target=listen, name="ctrl-c", daemon=True)
    listener.start()
    try:
        yield
    finally:
        over.set()
        if listener.ident is not None:
            signal.pthread_kill(listener.ident, signal.SIGINT)
        listener.join()
        release()
