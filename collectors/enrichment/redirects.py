"""Where shortened addresses lead: asked hop by hop, of known shorteners alone, and never inside a private net.

Optional: nothing is asked unless a Resolver is made. The page at the end is not fetched, only the shorteners
on the way. Each host is looked up once and the connection goes to the very address that was checked, so that a
name cannot change its address in between (DNS rebinding). No cookie, no proxy, no body, no reuse of connections.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

import httpx
import polars as pl

from collectors.enrichment import redirect_cache
from collectors.enrichment.public_addresses import (
    WEB_PORTS,
    Allowed,
    Lookup,
    RefusedError,
    addresses_of,
    checked,
    is_public,
    parts_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_LOG: Final = logging.getLogger(__name__)
SHORTENERS: Final = frozenset({
    "t.co", "bit.ly", "j.mp", "bitly.com", "tinyurl.com", "ow.ly", "buff.ly", "dlvr.it", "ift.tt", "is.gd",
    "v.gd", "cutt.ly", "rebrand.ly", "lnkd.in", "fb.me", "trib.al", "shorturl.at", "t.ly", "tiny.cc", "bl.ink",
    "rb.gy", "urlr.me", "l.gouv.fr", "s.42l.fr", "amzn.to", "apple.co", "g.co", "wp.me", "flip.it", "soo.gd",
    "spkl.io", "shar.es", "po.st", "mtr.cool", "msft.it", "huffp.st", "nyti.ms",
    "wapo.st", "reut.rs", "bbc.in", "lemde.fr", "ebx.sh", "l.leparisien.fr", "tmblr.co", "snip.ly",
})  # fmt: skip
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_HEADERS: Final = {
    "User-Agent": "CyberImpact",
    "Accept": "*/*",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
_FAILED: Final = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ssl.SSLError, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class Resolver:
    """How short addresses are followed.

    cache       SQLite file in the data folder, or None to ask anew each time
    shorteners  hosts that are asked; any other host ends the way
    allowed     which addresses of the net may be connected to
    lookup      host and port → all addresses of the host
    hops        shorteners on one way; a longer way leads nowhere
    seconds     for one whole way, however slowly a server answers
    """

    cache: Path | None = None
    shorteners: frozenset[str] = SHORTENERS
    allowed: Allowed = is_public
    lookup: Lookup = addresses_of
    ports: frozenset[int] = WEB_PORTS
    hops: int = 5
    seconds: float = 10.0
    parallel: int = 8
    clock: Callable[[], float] = time.time


def resolved(urls: pl.Series, resolver: Resolver) -> pl.Series:
    """A Series of List[str] with each short address replaced by where it leads; never raises.

    What leads nowhere, or to a private address, stays as it is. Canonical forms are canonical_urls' matter.
    """
    targets = targets_of(urls.explode().drop_nulls().unique().to_list(), resolver)
    if not targets:
        return urls
    new = pl.element().replace(list(targets), list(targets.values()))
    return urls.to_frame("url").select(pl.col("url").list.eval(new).alias(urls.name)).to_series()


def targets_of(urls: Iterable[str], resolver: Resolver) -> dict[str, str]:
    """Short address → where it leads, for those of the addresses that lead somewhere."""
    short = sorted({url for url in urls if _is_short(url, resolver)})
    now = resolver.clock()
    found = redirect_cache.known(resolver.cache, short, now) if resolver.cache and short else {}
    if unknown := [url for url in short if url not in found]:
        asked = _ask(unknown, resolver)
        if resolver.cache:
            redirect_cache.keep(resolver.cache, asked, now)
        found |= asked
    return {url: target for url, target in found.items() if target is not None}


def _is_short(url: str, resolver: Resolver) -> bool:
    try:
        parts, host, _ = parts_of(url, resolver.ports)
    except RefusedError:
        return False
    return host in resolver.shorteners and parts.path not in ("", "/")


def _ask(urls: list[str], resolver: Resolver) -> dict[str, str | None]:
    """All the ways at once, in a thread of its own: the caller may be inside an event loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, _ask_all(urls, resolver)).result()


async def _ask_all(urls: list[str], resolver: Resolver) -> dict[str, str | None]:
    # Two names may share an address, and a kept TLS connection belongs to the name it was opened for.
    limits = httpx.Limits(max_connections=resolver.parallel, max_keepalive_connections=0)
    # The bare transport: a client would keep cookies, and hand them to another name at the same address.
    async with httpx.AsyncHTTPTransport(trust_env=False, limits=limits) as net:
        turns = asyncio.Semaphore(resolver.parallel)
        found = await asyncio.gather(*(_target(url, net, turns, resolver) for url in urls))
    return dict(zip(urls, found, strict=True))


async def _target(
    url: str, net: httpx.AsyncHTTPTransport, turns: asyncio.Semaphore, resolver: Resolver
) -> str | None:
    """Where one address leads, or None."""
    async with turns:
        try:
            async with asyncio.timeout(resolver.seconds):
                return await _follow(url, net, resolver)
        except _FAILED as failure:  # TimeoutError is an OSError
            _LOG.debug("redirects: %s: %s", url, failure)
            return None


async def _follow(url: str, net: httpx.AsyncHTTPTransport, resolver: Resolver) -> str | None:
    here = url
    for _ in range(resolver.hops):
        following = await _next(here, net, resolver)
        if following is None:
            return None
        _, host, port = parts_of(following, resolver.ports)
        if host not in resolver.shorteners:
            await checked(host, port, resolver.lookup, resolver.allowed)
            return following
        here = following
    return None


async def _next(url: str, net: httpx.AsyncHTTPTransport, resolver: Resolver) -> str | None:
    """The address to which a server sends on; HEAD first, GET for those that do not answer HEAD so."""
    _, host, port = parts_of(url, resolver.ports)
    address = await checked(host, port, resolver.lookup, resolver.allowed)
    pinned = httpx.URL(url).copy_with(host=str(address), port=port, fragment=None)
    # The port goes with the name unless it is the scheme's own, as in any request.
    headers = {**_HEADERS, "Host": host if httpx.URL(url).port is None else f"{host}:{port}"}
    for method in ("HEAD", "GET"):
        request = httpx.Request(method, pinned, headers=headers, extensions=_extensions(host, resolver))
        try:
            location = await _location(request, net)
        except (httpx.RemoteProtocolError, httpx.ReadError):
            if method == "GET":
                raise
            continue  # a server that hangs up on HEAD
        if location:
            return urljoin(url, location)
    return None


def _extensions(host: str, resolver: Resolver) -> dict[str, object]:
    """TLS speaks to the host by its name though the connection goes to an address; the certificate is checked."""
    return {"sni_hostname": host, "timeout": httpx.Timeout(resolver.seconds).as_dict()}


async def _location(request: httpx.Request, net: httpx.AsyncHTTPTransport) -> str:
    """Where the answer sends on, or nothing; its body is never read."""
    answer = await net.handle_async_request(request)
    await answer.aclose()
    return str(answer.headers.get("Location", "")).strip() if answer.status_code in _MOVED else ""
