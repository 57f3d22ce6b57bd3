"""Which addresses of the net may be asked: the public ones, whatever name, notation or wrapping leads to them."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import SplitResult, urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Allowed = Callable[[Address], bool]
Lookup = Callable[[str, int], Awaitable[list[str]]]

WEB_PORTS: Final = frozenset({80, 443})
LONGEST: Final = 2_048  # characters of an address
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
# 2130706433, 0x7f.1, 0177.0.0.1: what the resolver of the system reads as a number, though it is no address.
_NUMBER_LIKE: Final = re.compile(r"(?:^|\.)(?:0x[0-9a-f]*|\d+)$", re.IGNORECASE)
# Set aside by IANA for protocols, and called global by some versions of ipaddress.
_SPECIAL: Final = tuple(
    ipaddress.ip_network(n) for n in ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "5f00::/16")
)
# Prefixes whose addresses carry an IPv4 address in their last 32 bits, and 6to4 where it follows the prefix.
_TRANSLATED: Final = tuple(ipaddress.ip_network(n) for n in ("::/96", "64:ff9b::/96", "64:ff9b:1::/48"))


class RefusedError(ValueError):
    """An address that is not asked; the message says why."""


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public net, also where IPv6 only wraps an IPv4 address."""
    if any(address in network for network in _SPECIAL):
        return False
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = _wrapped(address)
        if wrapped is not None:
            return is_public(wrapped)
        if address.is_site_local:
            return False
    return (
        address.is_global
        and not address.is_private
        and not address.is_multicast
        and not address.is_reserved
        and not address.is_unspecified
        and not address.is_loopback
        and not address.is_link_local
    )


def _wrapped(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address in a mapped, compatible, translated (NAT64) or 6to4 address."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if any(address in network for network in _TRANSLATED):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def parts_of(url: str, ports: frozenset[int] = WEB_PORTS) -> tuple[SplitResult, str, int]:
    """Parts, host (IDNA, no trailing dot) and port of an address; raises RefusedError for what is never asked."""
    if len(url) > LONGEST:
        raise RefusedError("too long")
    try:
        parts = urlsplit(url)
        scheme, named = parts.scheme.lower(), (parts.hostname or "").rstrip(".")
        port = parts.port or _DEFAULT_PORTS.get(scheme, 0)
        host = named if ":" in named else named.encode("idna").decode("ascii").lower()
    except ValueError as broken:  # UnicodeError is one
        raise RefusedError(f"no address: {broken}") from broken
    if scheme not in _DEFAULT_PORTS:
        raise RefusedError(f"scheme {scheme!r}")
    if not host or parts.username is not None or parts.password is not None:
        raise RefusedError("no host, or a user before it")
    if port not in ports:
        raise RefusedError(f"port {port}")
    if _NUMBER_LIKE.search(host) and not _is_address(host):
        raise RefusedError(f"{host} is a number")
    return parts, host, port


async def checked(host: str, port: int, lookup: Lookup, allowed: Allowed) -> Address:
    """The address to connect to; raises RefusedError unless all the addresses of the host may be asked."""
    try:
        found = [host] if _is_address(host) else await lookup(host, port)
        addresses = [ipaddress.ip_address(text.partition("%")[0]) for text in found]
    except (OSError, ValueError) as unknown:
        raise RefusedError(f"{host} is unknown: {unknown}") from unknown
    if not addresses:
        raise RefusedError(f"{host} has no address")
    for address in addresses:
        if not allowed(address):
            raise RefusedError(f"{host} is at {address}")
    return addresses[0]


async def addresses_of(host: str, port: int) -> list[str]:
    """All addresses of a host, as the system's resolver gives them."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
