"""Properties that several labels and relations have."""

from __future__ import annotations

from graph.declarations import Property

RUN = Property("run", "string", "the run that first wrote it")
AT = Property("at", "datetime", "when it happened, UTC")
METHOD = Property("method", "string", "how it is known: observed, declared, lexicon, …")
POINT = (Property("lat", "float", "degrees, WGS 84"), Property("lon", "float", "degrees, WGS 84"))
PROVENANCE = (Property("created_at", "datetime", "UTC"), Property("source", "string"), RUN)


def text(*names: str) -> tuple[Property, ...]:
    """Properties of text, without more words."""
    return tuple(Property(name, "string") for name in names)
