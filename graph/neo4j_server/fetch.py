"""The jars of Neo4j, fetched once with Maven into the user's cache."""

from __future__ import annotations

import subprocess
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from graph.neo4j_server.release import ServerError, release

if TYPE_CHECKING:
    from collections.abc import Callable

_INSTALL_MAVEN = (
    "Install it: sudo apt install maven (Debian, Ubuntu), brew install maven (macOS). "
    "Without Maven: docker compose up, or the embedded graph."
)
_PATIENCE_S = 1800  # a slow line needs its time for 125 MB


def fetch(
    cache: Path, version: str, *, mvn: Path = Path("mvn"), say: Callable[[str], None] | None = None
) -> Path:
    """The folder of the jars, ``<cache>/neo4j-<version>/lib``, fetched when it is not there yet.

    The folder appears whole or not at all: jars arrive in a temporary one, which is then renamed.

    raises ServerError when the version is unknown, or Maven is missing or fails.
    """
    pom = release(version).pom
    target = cache / f"neo4j-{version}"
    if target.is_dir():
        return target / "lib"
    cache.mkdir(parents=True, exist_ok=True)
    with one_fetch_at_a_time(cache):
        if not target.is_dir():  # while we waited
            if say is not None:
                say(f"fetching Neo4j {version} with Maven (about 125 MB, once) into {target}")
            with tempfile.TemporaryDirectory(prefix=".fetching-", dir=cache) as name:
                _copy_jars(Path(name), pom, mvn)
                (Path(name) / "neo4j").rename(target)
    return target / "lib"


def one_fetch_at_a_time(cache: Path) -> FileLock:
    """A lock of all processes that fetch into `cache`: Maven's own repository does not bear two at once."""
    return FileLock(cache / ".fetching.lock")


def _copy_jars(folder: Path, pom: str, mvn: Path) -> None:
    source = files("graph.neo4j_server").joinpath(pom)
    (folder / "pom.xml").write_bytes(source.read_bytes())
    lib = folder / "neo4j" / "lib"
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={lib}"]
    command = [str(mvn), "-q", "-B", "-f", str(folder / "pom.xml"), *goal]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_PATIENCE_S)  # noqa: S603 # the caller's own Maven
    except OSError as error:
        raise ServerError(f"no Maven at {mvn}: {error.strerror}", _INSTALL_MAVEN) from error
    except subprocess.TimeoutExpired as error:
        raise ServerError(
            "Maven did not fetch Neo4j within half an hour", "Look at the line, try again."
        ) from error
    if done.returncode or not any(lib.glob("neo4j-*.jar")):
        raise ServerError(f"Maven could not fetch Neo4j:\n{_end(done.stdout + done.stderr)}", _INSTALL_MAVEN)


def _end(output: str) -> str:
    return "\n".join(output.strip().splitlines()[-12:])
