"""snscrape as a program of its own: started per target, its lines taken as they come. It is never imported here.

Source: `snscrape --help` (0.7). It needs a Python before 3.12, so the program may stand in another environment.
"""

from __future__ import annotations

import logging
import os
import queue
import shlex
import signal
import subprocess
import tempfile
import threading
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

import msgspec

from collectors.dates import iso_or_epoch
from collectors.files import snscrape as exported
from collectors.json_values import obj, text
from collectors.net import Document, Page
from collectors.patience import SourceRefused, SourceUnavailable
from collectors.records import RecordError
from collectors.social import snscrape_items
from collectors.source import Row, declare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from collectors.config import Config
    from collectors.net import Cursor, Net
    from collectors.records import Post

MODULES = "snscrape.modules."
NO_POST = frozenset({"telegram.Channel", "mastodon.User", "vkontakte.User"})
READERS = {
    "telegram.TelegramPost": snscrape_items.telegram,
    "mastodon.Toot": snscrape_items.mastodon,
    "mastodon.Boost": snscrape_items.mastodon,
    "reddit.Submission": snscrape_items.reddit,
    "reddit.Comment": snscrape_items.reddit,
    "vkontakte.VKontaktePost": snscrape_items.vkontakte,
}
# Only these modules give every item a full time, newest first: the others break on --since.
DATED = ("telegram-channel", "reddit-user", "reddit-subreddit", "reddit-search")
PAGE_LINES, WAITING = 200, 1_000
ENDED = b""
_LOG = logging.getLogger(__name__)


def normalise(row: Row) -> Post | None:
    """One line → one post; None for the accounts and channels that `--with-entity` puts first."""
    kind = row.need("type").removeprefix(MODULES)
    if kind in NO_POST:
        return None
    if kind.startswith("twitter."):
        return exported.normalise(Row(row.values, exported.SOURCE.fields, row.repairs))
    if kind not in READERS:
        raise RecordError("_type", f"{kind:.60} is not read: {', '.join(READERS)} are")
    post = READERS[kind](row)
    if post is not None:
        post.source = "snscrape-live"
    return post


def collect(net: Net, config: Config, cursor: Cursor) -> Iterator[Page]:
    """The newest of each target. A target's place moves when its program ended well.

    Raises SourceRefused when there is no such program, SourceUnavailable naming the targets that failed: the
    others were taken.
    """
    newest, failed = dict(obj(cursor.get("newest"))), []
    for target in config.texts("targets"):
        run = Run(config, target, text(newest.get(target)))
        try:
            for lines in run.pages(net):
                yield Page([Document(line, net.clock(), target) for line in lines], {"newest": dict(newest)})
        except SourceUnavailable as failure:
            failed.append(str(failure))
            continue
        if net.stop.is_set():
            return
        if run.newest is not None:
            newest[target] = run.newest.isoformat()
            yield Page([], {"newest": dict(newest)})
    if failed:
        raise SourceUnavailable("; ".join(failed))


@dataclass(slots=True)
class Run:
    """One run of the program for one target; `newest` is the newest time that its lines bear."""

    config: Config
    target: str
    since: str | None
    newest: datetime | None = None
    count: int = 0

    def pages(self, net: Net) -> Iterator[list[bytes]]:
        """Its lines, 200 at most a page. Raises SourceUnavailable unless it ends with exit code 0."""
        with tempfile.TemporaryFile() as said, self._started(said) as process:
            lines: queue.Queue[bytes] = queue.Queue(WAITING)
            over = threading.Event()
            reader = threading.Thread(target=_read, args=(process.stdout, lines, over), daemon=True)
            reader.start()
            try:
                yield from self._pages(lines, net)
            finally:
                over.set()
                _end(process)
                reader.join()
            if not net.stop.is_set():
                self._judge(process.returncode, said)

    def _started(self, said: IO[bytes]) -> subprocess.Popen[bytes]:
        command = self.command()
        try:
            return subprocess.Popen(  # noqa: S603 - the program is the operator's, its arguments are a list
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=said,
                start_new_session=True,
            )
        except OSError as error:
            raise SourceRefused(
                f"{command[0]} cannot be started: {error.strerror}. Install it in an environment of its own with "
                "a Python before 3.12 (pip install 'cyberimpact[snscrape]'), and name it as `command`"
            ) from error

    def command(self) -> list[str]:
        """Program, its options, the module and what it is asked for."""
        asked = shlex.split(self.target)
        if not asked or asked[0].startswith("-"):
            raise SourceRefused(f"{self.target!r} is no target: one is written as  telegram-channel NAME")
        options = ["--jsonl", "--max-results", str(self.config.whole("max_results"))]
        if self.since and asked[0] in DATED:
            options += ["--since", f"{iso_or_epoch('since', self.since)[0]:%Y-%m-%d %H:%M:%S} +0000"]
        return [*shlex.split(self.config.text("command")), *options, *asked]

    def _pages(self, lines: queue.Queue[bytes], net: Net) -> Iterator[list[bytes]]:
        page: list[bytes] = []
        quiet, limit = 0.0, self.config.number("quiet_s")
        while not net.stop.is_set():
            try:
                line = lines.get(timeout=0.5)
            except queue.Empty:
                quiet += 0.5
                if quiet >= limit:
                    raise SourceUnavailable(f"{self.target}: silent for {limit:.0f} s, ended") from None
                continue
            quiet = 0.0
            if line:
                self._note(line)
                page.append(line)
            if page and (line == ENDED or len(page) == PAGE_LINES):
                yield page
                page = []
            if line == ENDED:
                return

    def _note(self, line: bytes) -> None:
        self.count += 1
        try:
            moment = iso_or_epoch("date", obj(msgspec.json.decode(line)).get("date"))[0]
        except (msgspec.DecodeError, UnicodeDecodeError, RecordError):
            return  # the line is kept as it is, and what is wrong with it is told when it is read
        self.newest = max(self.newest or moment, moment)

    def _judge(self, code: int, said: IO[bytes]) -> None:
        said.seek(0)
        words = " / ".join(said.read().decode(errors="replace").split("\n")[-6:]).strip(" /")
        if code:
            hint = ": it needs a Python before 3.12" if "find_module" in words else ""
            raise SourceUnavailable(f"{self.target}: the program ended with {code}{hint}: {words[-600:]}")
        if words:
            _LOG.warning("snscrape-live: %s: %s", self.target, words[-600:])
        if self.count >= self.config.whole("max_results"):
            _LOG.warning("snscrape-live: %s: as many as max_results: older ones may be missing", self.target)


def _read(stdout: IO[bytes] | None, lines: queue.Queue[bytes], over: threading.Event) -> None:
    """Put each line, then ENDED, into the queue, as long as somebody reads it."""
    assert stdout is not None, "it was asked for a pipe"
    for line in stdout:
        if stripped := line.strip():
            _put(lines, stripped, over)
    _put(lines, ENDED, over)


def _put(lines: queue.Queue[bytes], line: bytes, over: threading.Event) -> None:
    while not over.is_set():
        try:
            lines.put(line, timeout=0.5)
        except queue.Full:
            continue
        return


def _end(process: subprocess.Popen[bytes]) -> None:
    """Wait for a program that is at its end; end one that is not, with all that it started."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        try:
            process.wait(timeout=1.0)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, how)
        else:
            return


SOURCE = declare("collectors.social", "snscrape_live.yml", normalise, collect=collect)
