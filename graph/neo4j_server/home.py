"""The home of a private Neo4j: its settings, its password and the record of its process."""

from __future__ import annotations

import json
import re
import secrets
import socket
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.neo4j_server.release import ServerError

USER = "neo4j"
HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Server:
    """How a private Neo4j is run: Bolt on the loopback only, no HTTP, memory in the JVM's notation."""

    home: Path
    bolt_port: int = 7687
    heap: str = "2g"
    pagecache: str = "512m"
    java: Path = Path("java")

    @property
    def address(self) -> str:
        return f"bolt://{HOST}:{self.bolt_port}"


@dataclass(frozen=True, slots=True)
class Running:
    """A server that runs: its process, where it answers, which Neo4j it is."""

    pid: int
    address: str
    version: str


def free_port() -> int:
    """A port of the loopback that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int) -> bool:
    """Whether anything listens on that port of the loopback."""
    try:
        with socket.create_connection((HOST, port), timeout=1):
            return True
    except OSError:
        return False


def write_settings(server: Server) -> None:
    """Write ``conf/neo4j.conf``; the heap is no setting, it is given to Java."""
    settings = {
        "server.default_listen_address": HOST,
        "server.bolt.listen_address": f"{HOST}:{server.bolt_port}",
        "server.bolt.advertised_address": f"{HOST}:{server.bolt_port}",
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        "server.memory.pagecache.size": server.pagecache,
        "dbms.security.auth_enabled": "true",
        "dbms.security.allow_csv_import_from_file_urls": "false",
        "dbms.usage_report.enabled": "false",
        "db.tx_log.preallocate": "false",  # else 256 MB a database before the first node
        "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",  # else ten idle seconds at each stop
    }
    lines = ["# Written at each start.", *(f"{key}={value}" for key, value in settings.items())]
    folder = server.home / "conf"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "neo4j.conf").write_text("\n".join(lines) + "\n", encoding="utf-8")


def password(home: Path) -> str:
    """The password of the user neo4j; raises ServerError when the server was never started here."""
    try:
        return _password_file(home).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ServerError(f"no Neo4j in {home}", "Start it: cyberimpact neo4j start") from error


def has_password(home: Path) -> bool:
    return _password_file(home).exists()


def keep_password(home: Path, chosen: str | None) -> Path:
    """Write the chosen password, or a random one, where only its owner reads it.

    raises ServerError for one that Neo4j's own tool would not read from a file as it is.
    """
    if chosen is not None and re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{7,}", chosen) is None:
        raise ServerError(
            "not a password for Neo4j", "Eight or more letters, digits, and - _ . between them."
        )
    file = _password_file(home)
    file.touch(mode=0o600, exist_ok=False)
    file.write_text(chosen or secrets.token_hex(24), encoding="utf-8")
    return file


def forget_password(home: Path) -> None:
    _password_file(home).unlink(missing_ok=True)


def record(home: Path, running: Running) -> None:
    """Note which process serves this home."""
    (home / "server.json").write_text(json.dumps(asdict(running)), encoding="utf-8")


def status(home: Path) -> Running | None:
    """The server that runs on this home, or None.

    The note of a process that is gone, or whose number now belongs to another program, counts for nothing:
    the command line of the process must name this home.
    """
    try:
        noted = Running(**json.loads((home / "server.json").read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None
    return noted if home_argument(home) in _arguments(noted.pid) else None


def home_argument(home: Path) -> str:
    """The argument by which the process of this home is known."""
    return f"--home-dir={home.resolve()}"


def _arguments(pid: int) -> list[str]:
    """The command line of a process, empty when it is gone or has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        if Path("/proc/self").exists():
            return []
    command = ["/bin/ps", "-ww", "-p", str(pid), "-o", "args="]  # macOS has no /proc
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 # a fixed program and a number
    return re.split(r" (?=--)", done.stdout.strip())


def _password_file(home: Path) -> Path:
    return home / "password"
