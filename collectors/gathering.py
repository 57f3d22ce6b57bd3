"""Several sources at once: one thread each, one writer, until they have no more, or the time is over."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from collectors.budget import Budget, BudgetSpent
from collectors.collect import Line, SourceClosed, Stopped, account, collect
from collectors.config import ConfigError
from collectors.net import Http, Net, client
from collectors.patience import Patience, SourceRefused, SourceUnavailable
from collectors.state import StateFile

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from collectors.config import Config
    from collectors.intake import Road
    from collectors.report import Report

# What is told of one source and leaves the others alone.
PROBLEMS = (SourceUnavailable, SourceRefused, SourceClosed, BudgetSpent, ConfigError)
_T = TypeVar("_T")
REST = timedelta(seconds=5)  # between two rounds of a source that says nothing of it


@dataclass(slots=True)
class Outcome:
    """What a source came to: the account of each round, and the problem that ended the last round."""

    name: str
    reports: list[Report] = field(default_factory=list)
    problem: str = ""

    @property
    def loaded(self) -> int:
        return sum(report.loaded for report in self.reports)


@dataclass(frozen=True, slots=True)
class Gathering:
    """What all the sources share: the road into the graph, where states are kept, and when to stop."""

    road: Road
    states: Path
    stop: threading.Event
    once: bool


def line_of(config: Config, states: Path, stop: threading.Event, *, once: bool) -> Line:
    """One source, ready to go; its waits end when `stop` is set."""

    def wait(seconds: float) -> None:
        if stop.wait(seconds):
            raise Stopped

    state = StateFile(states / f"{config.source.name}.json")
    patience = Patience(now, wait)
    budget = Budget(state, config.source.declared.price, config.monthly_budget() or 0.0, now)
    return Line(config, state, Net(Http(client(), patience), patience, budget, once=once, stop=stop))


def now() -> datetime:
    return datetime.now(UTC)


def gather(
    shared: Gathering, configs: Sequence[Config], tell: Callable[[str, Report], None]
) -> list[Outcome]:
    """Collect from all of them; one that fails does not stop the others. StoreError stops all."""
    return side_by_side(configs, shared.stop, lambda config: _follow(shared, config, tell))


def side_by_side(
    configs: Sequence[Config], stop: threading.Event, follow: Callable[[Config], _T]
) -> list[_T]:
    """What each source came to, each on a thread of its own; what is raised for one stops all."""
    with ThreadPoolExecutor(max_workers=max(1, len(configs)), thread_name_prefix="collect") as pool:
        futures = [pool.submit(follow, config) for config in configs]
        try:
            return [future.result() for future in futures]
        finally:
            stop.set()


def rounds(line: Line) -> Iterator[None]:
    """One round after another, with the rest between that the source asks for: longer while it fails."""
    while not line.net.stop.is_set():
        yield
        if line.net.once or line.net.stop.wait(_rest(line).total_seconds()):
            return


def _follow(shared: Gathering, config: Config, tell: Callable[[str, Report], None]) -> Outcome:
    """Round after round of one source."""
    line = line_of(config, shared.states, shared.stop, once=shared.once)
    outcome = Outcome(line.name)
    try:
        for _ in rounds(line):
            _round(shared, line, outcome, tell)
    finally:
        line.net.http.client.close()
    return outcome


def _round(shared: Gathering, line: Line, outcome: Outcome, tell: Callable[[str, Report], None]) -> None:
    report = account(line.name)
    outcome.reports, outcome.problem = [*outcome.reports, report], ""
    try:
        collect(line, shared.road, report, lambda told: tell(line.name, told))
    except PROBLEMS as error:
        outcome.problem = str(error)


def _rest(line: Line) -> timedelta:
    """Until the next round: what the source declares, longer while it fails."""
    every = line.config.every() or REST
    retry = line.state.state.retry_at
    return max(every, retry - now()) if retry else every
