"""A local HTTP server that answers as a source does, and spoils its first answers when asked to."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from tests.collectors.conformance.case import Faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]  # names in lower case
    body: bytes = b""


@dataclass(frozen=True)
class Answer:
    """`chunks` streams the body in pieces (chunked); else `body` goes whole."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    chunks: Iterable[bytes] | None = None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        self._reply()

    def do_POST(self) -> None:
        self._reply()

    def do_HEAD(self) -> None:
        self._reply()

    def log_message(self, *_: object) -> None:
        """The tests' output stays clean."""

    def _reply(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = self.server.next_fault()
        if fault == "reset":
            self.close_connection = True
            return
        if isinstance(fault, tuple):
            self._send(Answer(b'{"error": "spoilt on purpose"}', fault[0], fault[1]))
            return
        answer = self.server.answer(self._request(body))
        if fault == "bad UTF-8":
            answer = _spoilt(answer)
        if fault == "truncated":
            self._truncated(answer)
        else:
            self._send(answer)

    def _request(self, body: bytes) -> Request:
        parts = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Request(self.command, parts.path, query, headers, body)

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.chunks is None:
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)
            return
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self._chunks(answer.chunks)

    def _chunks(self, chunks: Iterable[bytes]) -> None:
        try:
            for chunk in chunks:
                self.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
                self.wfile.flush()
            self.wfile.write(b"0\r\n\r\n")
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the reader has had enough

    def _truncated(self, answer: Answer) -> None:
        body = b"".join(answer.chunks) if answer.chunks is not None else answer.body
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) + 10))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2])
        self.close_connection = True


def _spoilt(answer: Answer) -> Answer:
    """The first é of the body as Windows-1252 has it."""
    body = b"".join(answer.chunks) if answer.chunks is not None else answer.body
    assert "é".encode() in body, "the case's items need an é for this fault"
    return replace(answer, body=body.replace("é".encode(), b"\xe9", 1), chunks=None)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, answer: Callable[[Request], Answer], faults: Faults) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = answer
        self._faults = list(faults.first)
        self._lock = threading.Lock()

    def next_fault(self) -> tuple[int, dict[str, str]] | str | None:
        with self._lock:
            return self._faults.pop(0) if self._faults else None


@contextmanager
def serving(answer: Callable[[Request], Answer], faults: Faults | None = None) -> Iterator[str]:
    """Serve on a free port of the loopback for the time of the block; gives the base address."""
    server = _Server(answer, faults or Faults())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
