"""One page under several addresses on sites that are linked all the time: X, YouTube, Facebook, AMP copies."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl

Query = list[tuple[str, str]]

_HOSTS: Final = {
    "twitter.com": "x.com",
    "www.twitter.com": "x.com",
    "www.x.com": "x.com",
    "fxtwitter.com": "x.com",
    "vxtwitter.com": "x.com",
    "www.youtube.com": "youtube.com",
    "music.youtube.com": "youtube.com",
    "www.youtube-nocookie.com": "youtube.com",
    "youtube-nocookie.com": "youtube.com",
    "www.facebook.com": "facebook.com",
    "web.facebook.com": "facebook.com",
    "fr-fr.facebook.com": "facebook.com",
    "old.reddit.com": "www.reddit.com",
    "telegram.me": "t.me",
}
_VIDEO: Final = re.compile(r"^/(?:shorts|embed|live|v)/([\w-]{6,})(?:/|$)")
_POST: Final = re.compile(r"^(/(?:\w+|i/web)/status/\d+)(?:/(?:photo|video)/\d+)?/?$")
_AMP_PATH: Final = re.compile(r"(?<=[^/])(?:/amp|\.amp)(\.html?)?/*$")
# https://www-example-org.cdn.ampproject.org/c/s/www.example.org/page, https://www.google.com/amp/s/example.org/page
_AMP_VIEWERS: Final = frozenset({"google.com", "www.google.com", "www.google.fr"})
_AMP_CACHE: Final = re.compile(r"^/(?:[cvai]|amp)/(s/)?([\w-]+(?:\.[\w-]+)+)(/.*)?$")
_AMP_HOST: Final = re.compile(r"(?:^|\.)cdn\.ampproject\.org$")
_SHARING: Final = {"x.com": {"s", "t"}, "youtube.com": {"si", "feature", "pp", "ab_channel"}}
_AMP_QUERY: Final = {("amp", "1"), ("amp", ""), ("amp", "true"), ("outputtype", "amp")}


def original(host: str, path: str) -> tuple[str, str, str] | None:
    """Scheme, host and path of the page that an AMP cache or Google's AMP viewer shows; None for other pages."""
    if not _shows_copies(host):
        return None
    found = _AMP_CACHE.match(path)
    if found is None or _shows_copies(found[2].lower()):
        return None
    return "https" if found[1] else "http", found[2].lower(), found[3] or ""


def _shows_copies(host: str) -> bool:
    return host in _AMP_VIEWERS or _AMP_HOST.search(host) is not None


def same_page(host: str, path: str, query: Query) -> tuple[str, str, Query]:
    """Host, path and query of the address under which a page is known, whatever road leads to it."""
    known = _HOSTS.get(host, host)
    if known == "youtu.be" and len(path) > 1:
        known, path, query = "youtube.com", "/watch", [("v", path[1:].split("/", maxsplit=1)[0]), *query]
    elif known == "youtube.com" and (video := _VIDEO.match(path)):
        path, query = "/watch", [("v", video[1]), *query]
    elif known == "x.com" and (post := _POST.match(path)):
        path = post[1]
    sharing = _SHARING.get(known, set())
    kept = [(k, v) for k, v in query if k not in sharing and (k.lower(), v.lower()) not in _AMP_QUERY]
    while (shorter := _AMP_PATH.sub(r"\1", path)) != path:
        path = shorter
    return known, path, kept


def pairs(query: str) -> Query:
    """Pairs of a query string, those without a value too."""
    return parse_qsl(query, keep_blank_values=True)
