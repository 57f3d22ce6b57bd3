"""Where things are. Built from a mapping (the environment, handed in by the composition root)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_path, user_config_path, user_data_path

from graph.neo4j_server import password
from graph.store import open_store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.store import Store

NAME = "cyberimpact"


@dataclass(frozen=True, slots=True)
class Settings:
    """`graph` is path/to/graph.kgl, neo4j://… or bolt://…; `data` holds the archive and the embedded graph;
    `sources` is sources.yml, what the deployer says of each source.
    """

    graph: str
    user: str
    password: str
    database: str | None
    data: Path
    key: Path
    lang: str
    cache: Path
    sources: Path
    follow_links: bool
    environment: Mapping[str, str] = field(repr=False)

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Settings:
        """CYBERIMPACT_GRAPH (else NEO4J_URL), NEO4J_USER, NEO4J_PASSWORD, NEO4J_DATABASE, CYBERIMPACT_DATA,
        CYBERIMPACT_KEY (the key of the pseudonyms), CYBERIMPACT_SOURCES (sources.yml), CYBERIMPACT_LINKS
        (follow: ask shorteners where short addresses lead) and CYBERIMPACT_LANG (fr or en).

        `environment` is what sources.yml takes its $NAME from.
        """
        told = environment.get("CYBERIMPACT_SOURCES")
        data = Path(environment.get("CYBERIMPACT_DATA") or user_data_path(NAME))
        key = environment.get("CYBERIMPACT_KEY")
        return cls(
            graph=environment.get("CYBERIMPACT_GRAPH")
            or environment.get("NEO4J_URL")
            or str(data / "graph.kgl"),
            user=environment.get("NEO4J_USER", "neo4j"),
            password=environment.get("NEO4J_PASSWORD", ""),
            database=environment.get("NEO4J_DATABASE") or None,
            data=data,
            key=Path(key) if key else user_config_path(NAME) / "pseudonyms.key",
            lang="en" if environment.get("CYBERIMPACT_LANG", "fr").startswith("en") else "fr",
            cache=user_cache_path(NAME),
            sources=Path(told) if told else user_config_path(NAME) / "sources.yml",
            follow_links=environment.get("CYBERIMPACT_LINKS") == "follow",
            environment=environment,
        )

    @property
    def server_home(self) -> Path:
        """The private Neo4j's own folder."""
        return self.data / "neo4j"

    @property
    def models(self) -> Path:
        """Where analyses look for trained models."""
        return self.data / "models"

    def store(self) -> Store:
        """Open the graph; the private server's password is found where none is given."""
        secret = self.password
        if not secret and "://" in self.graph and (self.server_home / "password").exists():
            secret = password(self.server_home)
        return open_store(self.graph, user=self.user, password=secret, database=self.database)
