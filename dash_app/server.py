"""Serving the application: one process, threads, no debug mode."""

from __future__ import annotations

import logging
import socket
from typing import TYPE_CHECKING

from werkzeug.serving import make_server

if TYPE_CHECKING:
    from collections.abc import Callable

    from dash import Dash
    from werkzeug.serving import BaseWSGIServer


def free_port(host: str = "127.0.0.1", wanted: int = 0) -> int:
    """The wanted port, or one chosen by the system when somebody listens on it or none is wanted."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server binds
        try:
            probe.bind((host, wanted))
        except OSError:
            return free_port(host)
        port: int = probe.getsockname()[1]
        return port


def server(app: Dash, host: str = "127.0.0.1", port: int = 0) -> BaseWSGIServer:
    """A threaded server, bound and not yet answering; port 0 takes a free one (`.server_port`).

    Raises OSError when the port is taken. Call `.serve_forever()`, and `.shutdown()` from another thread.
    """
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # what people search is not written to a log
    return make_server(host, port, app.server, threaded=True)


def serve(app: Dash, host: str, port: int, ready: Callable[[str], None] | None = None) -> None:
    """Answer until interrupted; `ready` is given the address once the port is bound."""
    bound = server(app, host, port)
    if ready:
        ready(f"http://{host}:{bound.server_port}/")
    try:
        bound.serve_forever()
    finally:
        bound.server_close()
