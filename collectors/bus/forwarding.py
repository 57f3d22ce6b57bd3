"""What is collected here and loaded elsewhere: ask → archive → hand to the bus → commit the cursor, last of all.

A kill at any moment costs nothing: what was not committed is asked for again and may come twice onto the bus;
loading it twice changes nothing.
"""

from __future__ import annotations

import secrets
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from collectors.bus.address import BusError
from collectors.bus.sender import Sender
from collectors.bus.wire import Carried
from collectors.collect import arrivals, asking, must_be_open
from collectors.gathering import PROBLEMS, line_of, rounds, side_by_side
from collectors.state import Counted
from graph.durable import write_whole

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from collectors.archive import Archive
    from collectors.bus.address import Bus
    from collectors.collect import Arrival, Line
    from collectors.config import Config

AGAIN_S = 5.0  # until a bus that did not take a page is tried again


@dataclass(slots=True)
class Sent:
    """What one source has handed to the bus, and the problem that ended its last round."""

    name: str
    pages: int = 0
    documents: int = 0
    problem: str = ""

    def __str__(self) -> str:
        return f"{self.documents:,} documents in {self.pages:,} pages handed to the bus"


@dataclass(frozen=True, slots=True)
class Forwarding:
    """What all the sources share: the bus, where pages and states are kept, and when to stop."""

    bus: Bus
    archive: Archive
    states: Path
    stop: threading.Event
    once: bool


def forward_all(shared: Forwarding, configs: Sequence[Config], tell: Callable[[Sent], None]) -> list[Sent]:
    """Collect from all of them onto the bus; one that fails does not stop the others."""
    collector = collector_id(shared.states)
    return side_by_side(configs, shared.stop, lambda config: _follow(shared, config, collector, tell))


def forward(line: Line, sender: Sender, archive: Archive, sent: Sent, tell: Callable[[Sent], None]) -> None:
    """One round of one source: each page is archived, then handed to the bus, then committed.

    raises  SourceClosed; SourceUnavailable (BusError is one), SourceRefused (noted in the state); BudgetSpent
    """
    must_be_open(line)
    with asking(line):
        for arrival in arrivals(line):
            if arrival.page.documents:
                archive.keep_page(line.name, arrival.sequence, arrival.page)
            _hand(line, sender, arrival)
            line.state.state.days.clear()  # what the pages hold is counted where they are loaded
            line.state.commit(arrival.cursor, arrival.at, Counted())
            sent.pages, sent.documents = sent.pages + 1, sent.documents + len(arrival.page.documents)
            tell(sent)


def collector_id(states: Path) -> str:
    """What tells this collector from the others on the bus; made once."""
    path = states / "bus-collector"
    if not path.exists():
        write_whole(path, secrets.token_hex(8).encode())
    return path.read_text(encoding="ascii")


def _hand(line: Line, sender: Sender, arrival: Arrival) -> None:
    """A bus that is away is waited for, the page in hand; a single round does not wait."""
    carried = Carried(arrival.page, arrival.sequence, arrival.at)
    while True:
        try:
            return sender.send(carried, line.net.stop)
        except BusError as error:
            if line.net.once:
                raise
            line.state.fail(str(error), line.net.clock())
            line.net.sleep(AGAIN_S)


def _follow(shared: Forwarding, config: Config, collector: str, tell: Callable[[Sent], None]) -> Sent:
    """Round after round of one source."""
    line = line_of(config, shared.states, shared.stop, once=shared.once)
    sent = Sent(line.name)
    with closing(line.net.http.client), closing(Sender(shared.bus, line.name, collector)) as sender:
        for _ in rounds(line):
            sent.problem = ""
            try:
                forward(line, sender, shared.archive, sent, tell)
            except PROBLEMS as error:
                sent.problem = str(error)
    return sent
