"""Start, stop and watch the process of a private Neo4j."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from graph.engine_neo4j import Neo4jEngine
from graph.errors import QueryFailedError, StoreRefusedError, StoreUnreachableError
from graph.neo4j_server import home as homes
from graph.neo4j_server.home import USER, Running, Server, status
from graph.neo4j_server.release import ServerError, java_version, release, version_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_OPENS = (
    *(f"--add-opens=java.base/java.{package}=ALL-UNNAMED" for package in ("nio", "io", "util.concurrent")),
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-XX:+ExitOnOutOfMemoryError",
)
_CONSOLE = "console.log"
# The shell starts Java as an orphan of ours, so that it outlives us, and tells its number.
_DETACH = 'log=$1; shift; "$@" >>"$log" 2>&1 </dev/null & echo $!'


def start(
    server: Server,
    lib: Path,
    *,
    first_password: str | None = None,
    patience_s: float = 180,
    say: Callable[[str], None] | None = None,
) -> Running:
    """Start Neo4j with the jars of ``lib`` (see ``fetch``) and wait until it answers a query.

    The first start sets the password of the user neo4j, ``first_password`` or a random one, and keeps it in
    ``<home>/password``, readable by its owner only. A server that already runs on this home is left as it is.

    raises ServerError, with the end of the log, when Java does not do, the port is taken, Neo4j ends or does
    not answer within ``patience_s`` seconds.
    """
    if (already := status(server.home)) is not None:
        return already
    version = _version_of(lib, server.java)
    if homes.answers(server.bolt_port):
        raise ServerError(f"port {server.bolt_port} is taken by another program", "Choose another port.")
    server.home.mkdir(parents=True, exist_ok=True)
    homes.write_settings(server)
    if not homes.has_password(server.home):
        _set_first_password(server, lib, first_password)
    running = Running(_launch(server, lib, release(version).main), server.address, version)
    homes.record(server.home, running)
    if say is not None:
        say(f"Neo4j {version} is starting at {server.address} (log: {_log(server.home)})")
    _wait(server, running, patience_s)
    return running


def stop(home: Path, *, patience_s: float = 120) -> bool:
    """Ask the server to end and wait for it; False when none ran.

    raises ServerError when it still runs after ``patience_s`` seconds.
    """
    running = status(home)
    if running is not None:
        os.kill(running.pid, signal.SIGTERM)
        end = time.monotonic() + patience_s
        while status(home) is not None:
            if time.monotonic() > end:
                raise ServerError(f"Neo4j (process {running.pid}) does not end", _look(home))
            time.sleep(0.1)
    (home / "server.json").unlink(missing_ok=True)
    return running is not None


@contextmanager
def running(server: Server, lib: Path, *, patience_s: float = 180) -> Iterator[Running]:
    """A server for the time of a ``with`` block."""
    try:
        yield start(server, lib, patience_s=patience_s)
    finally:
        stop(server.home)


def _version_of(lib: Path, java: Path) -> str:
    """The version of the jars, once Java is known to run them."""
    version = lib.parent.name.removeprefix("neo4j-")
    needed, found = release(version).java, java_version(java)
    if found < needed:
        fitting = version_for(java)
        raise ServerError(
            f"{java} is Java {found}; Neo4j {version} needs Java {needed}",
            f"Install Java {needed}, or use Neo4j {fitting}.",
        )
    return version


def _set_first_password(server: Server, lib: Path, chosen: str | None) -> None:
    """Neo4j's own tool reads it from the file, so that no list of processes ever shows it."""
    file = homes.keep_password(server.home, chosen)
    home = server.home.resolve()
    tool = [
        "/usr/bin/env",
        f"NEO4J_HOME={home}",
        f"NEO4J_CONF={home / 'conf'}",
        str(server.java),
        "-cp",
        f"{lib}/*",
        "org.neo4j.cli.AdminTool",
    ]
    command = [*tool, "dbms", "set-initial-password", f"@{file.resolve()}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 # the caller's own Java
    if done.returncode:
        homes.forget_password(server.home)
        raise ServerError(f"Neo4j did not take its first password:\n{done.stderr.strip()}")


def _launch(server: Server, lib: Path, main: str) -> int:
    """Start the process, detached; returns its number."""
    log = _log(server.home)
    log.parent.mkdir(exist_ok=True)
    log.write_text("", encoding="utf-8")
    java = [str(server.java), f"-Xms{server.heap}", f"-Xmx{server.heap}", *_OPENS, "-cp", f"{lib}/*", main]
    folders = [homes.home_argument(server.home), f"--config-dir={server.home.resolve() / 'conf'}"]
    command = ["/bin/sh", "-c", _DETACH, "sh", str(log), *java, *folders]
    done = subprocess.run(  # noqa: S603 # arguments are passed as words, none is read by the shell
        command, capture_output=True, text=True, check=True, start_new_session=True
    )
    return int(done.stdout)


def _wait(server: Server, running: Running, patience_s: float) -> None:
    end = time.monotonic() + patience_s
    while not _answers_query(server):
        if status(server.home) is None:
            raise ServerError(f"Neo4j ended while starting:\n{_tail(server.home)}", _look(server.home))
        if time.monotonic() > end:
            os.kill(running.pid, signal.SIGTERM)
            raise ServerError(
                f"Neo4j did not answer within {patience_s:.0f} s:\n{_tail(server.home)}",
                f"Give it more time or memory. {_look(server.home)}",
            )
        time.sleep(0.2)


def _answers_query(server: Server) -> bool:
    if not homes.answers(server.bolt_port):
        return False
    try:
        engine = Neo4jEngine(server.address, USER, homes.password(server.home))
    except StoreUnreachableError:
        return False
    except StoreRefusedError as error:
        stop(server.home)
        raise ServerError(
            f"the data in {server.home} has another password than {server.home / 'password'}",
            "Put the right password into that file, or choose another home.",
        ) from error
    try:
        return engine.read("RETURN 1 AS one", {}, 10)[0] == ["one"]
    except QueryFailedError:  # it is up, and too busy to answer yet
        return False
    finally:
        engine.close()


def _log(home: Path) -> Path:
    return home / "logs" / _CONSOLE


def _look(home: Path) -> str:
    return f"The whole log is {_log(home)}."


def _tail(home: Path) -> str:
    """The last words of the log, without the frames of Java's stack traces."""
    lines = _log(home).read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join([line for line in lines if not line.startswith("\t")][-12:])
