"""A private Neo4j Community without Docker: fetched with Maven, run by the user's Java (Linux and macOS).

``fetch`` the jars, ``start`` a ``Server``, ask its ``status``, ``stop`` it. Neo4j is under the GPL v3:
it is fetched by its user and runs as a program of its own.
"""

from graph.neo4j_server.fetch import fetch
from graph.neo4j_server.home import USER, Running, Server, free_port, password, status
from graph.neo4j_server.process import running, start, stop
from graph.neo4j_server.release import RELEASES, Release, ServerError, java_version, version_for

__all__ = [
    "RELEASES",
    "USER",
    "Release",
    "Running",
    "Server",
    "ServerError",
    "fetch",
    "free_port",
    "java_version",
    "password",
    "running",
    "start",
    "status",
    "stop",
    "version_for",
]
