"""The ways by which a message leaves: mail, webhook, feed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from dash_app.alerts.entries import Entry

_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+")
SECURITY = ("starttls", "tls", "none")
_PORTS = {"starttls": 587, "tls": 465, "none": 25}


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail a recipient: a server that refuses one of them does not make the others hear twice."""

    host: str
    port: int
    security: str
    sender: str
    to: tuple[str, ...]
    user: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Webhook:
    url: str
    secret: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Feed:
    """An Atom file of the last `kept` messages, for whoever serves or syncs it."""

    file: Path
    title: str
    kept: int


Channel: TypeAlias = Mail | Webhook | Feed


def read_channel(entry: Entry) -> Channel:
    """The channel that rules.yml describes; RulesError for what is wrong."""
    kinds: dict[str, Callable[[Entry], Channel]] = {"mail": _mail, "webhook": _webhook, "feed": _feed}
    kind = entry.mapping().get("kind")
    if kind is None:
        raise entry.error(f"kind is missing: {', '.join(kinds)}")
    return kinds[kind.one_of(tuple(kinds))](entry)


def targets(channel: Channel) -> tuple[str, ...]:
    """Who is delivered to on its own: each recipient of a mail, else the channel itself."""
    return channel.to if isinstance(channel, Mail) else ("",)


def _mail(entry: Entry) -> Mail:
    fields = entry.fields(
        ("kind", "host", "port", "security", "user", "password", "from", "to"),
        required=("host", "from", "to"),
    )
    security = fields["security"].one_of(SECURITY) if "security" in fields else "starttls"
    port = int(fields["port"].number()) if "port" in fields else _PORTS[security]
    secrets = [fields[name].text() if name in fields else None for name in ("user", "password")]
    if (secrets[0] is None) != (secrets[1] is None):
        raise entry.error("user and password go together")
    if security == "none" and secrets[0] is not None:
        raise entry.error("security is none: the password would travel in the open; use starttls or tls")
    for name in ("from", "to"):
        if wrong := [address for address in fields[name].texts() if not _ADDRESS.fullmatch(address)]:
            raise fields[name].error(f"{wrong[0]!r} is no mail address")
    return Mail(fields["host"].text(), port, security, fields["from"].text(), fields["to"].texts(), *secrets)


def _webhook(entry: Entry) -> Webhook:
    fields = entry.fields(("kind", "url", "secret"), required=("url",))
    url = fields["url"].text()
    if not url.startswith(("https://", "http://")):
        raise fields["url"].error(f"{url!r} is no address: it starts with https://")
    return Webhook(url, fields["secret"].text() if "secret" in fields else None)


def _feed(entry: Entry) -> Feed:
    fields = entry.fields(("kind", "file", "title", "kept"), required=("file",))
    file = Path(fields["file"].text())
    return Feed(
        file if file.is_absolute() else entry.path.parent / file,
        fields["title"].text() if "title" in fields else "CyberImpact",
        int(fields["kept"].number()) if "kept" in fields else 100,
    )
