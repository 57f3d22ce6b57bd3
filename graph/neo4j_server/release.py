"""Which Neo4j runs on which Java."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

_INSTALL_JAVA = (
    "Install one: sudo apt install openjdk-17-jre-headless (Debian, Ubuntu), brew install openjdk@21 (macOS), or "
    "name another with its path. Without Java: docker compose up, or the embedded graph."
)


class ServerError(StoreError):
    """The private Neo4j cannot be fetched, started or stopped."""


@dataclass(frozen=True, slots=True)
class Release:
    """A Neo4j release: the file of its jars, its entry point and the oldest Java it runs on."""

    version: str
    pom: str
    main: str
    java: int


RELEASES = (
    Release("2026.08.1", "pom-2026.xml", "org.neo4j.server.Neo4jCommunity", 21),
    Release("5.26.30", "pom-5.26.xml", "org.neo4j.server.CommunityEntryPoint", 17),
)


def release(version: str) -> Release:
    """The release of that version; raises ServerError naming those that are known."""
    for one in RELEASES:
        if one.version == version:
            return one
    known = ", ".join(one.version for one in RELEASES)
    raise ServerError(f"no Neo4j {version} here", f"Known versions: {known}.")


def version_for(java: Path) -> str:
    """The newest Neo4j that this Java runs; raises ServerError when Java is missing or older than 17."""
    found = java_version(java)
    for one in RELEASES:
        if found >= one.java:
            return one.version
    raise ServerError(f"{java} is Java {found}; Neo4j needs Java {RELEASES[-1].java} or newer", _INSTALL_JAVA)


def java_version(java: Path) -> int:
    """The feature number of a Java (17, 21, 25); raises ServerError when it is missing or does not say."""
    command = [str(java), "-XshowSettings:properties", "-version"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603 # the caller's own Java
    except OSError as error:
        raise ServerError(f"no Java at {java}: {error.strerror}", _INSTALL_JAVA) from error
    except subprocess.TimeoutExpired as error:
        raise ServerError(f"{java} does not answer", _INSTALL_JAVA) from error
    match = re.search(r"java\.specification\.version = (?:1\.)?(\d+)", done.stderr + done.stdout)
    if match is None:
        raise ServerError(f"{java} does not say its version: {done.stderr.strip()[:200]}", _INSTALL_JAVA)
    return int(match[1])
