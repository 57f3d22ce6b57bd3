"""Accounts → pseudonyms, wherever they appear: author, mentions, the text itself, addresses of profiles.

The last step before the load: behind it no name of an account is left. E-mail addresses and telephone
numbers inside texts are replaced too.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import polars as pl

from collectors.records import strings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.privacy import Pseudonyms

MENTION = re.compile(r"(?<![@/])@([A-Za-z0-9_](?:[\w.\-]*\w)?(?:@[\w\-]+(?:\.[\w\-]+)+)?)")
EMAIL = r"(^|[^\w@.+\-])[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+"
PHONE = r"(?:\+33|\b0033|\b0)\s?\(?0?\)?[1-9](?:[\s.\-]?\d{2}){4}\b"
ADDRESS = re.compile(r"https?://[^\s<>\"')\]]+", re.IGNORECASE)
# Hosts whose paths name accounts: what stays is the part that is no name.
_HOSTS = (
    "x.com", "twitter.com", "facebook.com", "fb.com", "instagram.com", "tiktok.com", "t.me", "threads.net",
    "threads.com", "bsky.app", "youtube.com", "linkedin.com", "reddit.com", "vk.com", "snapchat.com", "gettr.com",
    "gab.com", "truthsocial.com",
)  # fmt: skip
_HOST = "|".join(re.escape(host) for host in _HOSTS)
_PROFILE_HOSTS = re.compile(rf"(?:^|\.)(?:{_HOST})$")
# An address without any of these comes out of `nameless` as it went in; most are, and are not looked into.
_TELLING = rf"{_HOST}|/@|[\[\]]|[^\x21-\x7e]"
_TELLING_ADDRESS = rf"(?i)https?://\S*?(?:{_TELLING})"
_STATUS = re.compile(r"/[^/]+/status(?:es)?/(\d+)")
_PLAIN = re.compile(r"/(?:i|watch|hashtag|search|playlist|shorts|explore|intent|share|home|r)(?:/|$)")


def pseudonymise(
    posts: pl.DataFrame, handles: Sequence[Mapping[str, str] | None], pseudonyms: Pseudonyms
) -> pl.DataFrame:
    """Replace every account of a frame of posts (columns author, mentions, text, urls, url, platform).

    handles  (n,) per post: handle in lower case → account, where the source tells which account it is
    returns  the same frame with pseudonyms; `mentions` holds those of the field and of the text
    """
    texts, found = _texts(posts["text"], handles, posts["platform"], pseudonyms)
    return posts.with_columns(
        _mapped(posts["author"], pseudonyms),
        _mentioned(posts["mentions"], found, pseudonyms),
        texts,
        _addresses(posts["urls"], pseudonyms),
        _addresses(posts["url"], pseudonyms),
    )


def without_contacts(text: pl.Expr) -> pl.Expr:
    """E-mail addresses and French telephone numbers → [courriel], [téléphone]."""
    return text.str.replace_all(EMAIL, "${1}[courriel]").str.replace_all(PHONE, "[téléphone]")


def nameless(url: str, pseudonyms: Pseudonyms) -> str:
    """An address whose path names no account: a status keeps its number, a profile its pseudonym."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "[lien]"
    host = (parts.hostname or "").removeprefix("www.")
    if not (_PROFILE_HOSTS.search(host) or "/@" in parts.path):
        return url
    if status := _STATUS.match(parts.path):
        return f"https://x.com/i/status/{status[1]}"
    if _PLAIN.match(parts.path) or parts.path in {"", "/"}:
        return url
    name = next((part for part in parts.path.split("/") if part), "").lstrip("@").lower()
    return f"{parts.scheme}://{host}/{pseudonyms.inside_text(f'{host}:{name}')}"


def _mapped(accounts: pl.Series, pseudonyms: Pseudonyms) -> pl.Series:
    known = accounts.drop_nulls().unique()
    return accounts.replace(known, pl.Series([pseudonyms.of(account) for account in known], dtype=pl.String))


def _mentioned(given: pl.Series, found: Mapping[int, set[str]], pseudonyms: Pseudonyms) -> pl.Series:
    """The pseudonyms of the field and of the text of each post, in their order, each once."""
    nobody = set[str]()
    return strings(
        "mentions",
        [
            sorted({pseudonyms.of(account) for account in field or ()} | found.get(row, nobody))
            if field or row in found
            else ()
            for row, field in enumerate(given.to_list())
        ],
    )


def _addresses(urls: pl.Series, pseudonyms: Pseudonyms) -> pl.Series:
    """The column, of addresses or of lists of them, without names."""
    flat = urls.explode() if urls.dtype == pl.List else urls
    telling = flat.filter(flat.str.contains(f"(?i){_TELLING}")).unique()
    if telling.is_empty():
        return urls
    plain = pl.Series([nameless(url, pseudonyms) for url in telling], dtype=pl.String)
    if urls.dtype != pl.List:
        return urls.replace(telling, plain)
    return (
        urls.to_frame().select(pl.col(urls.name).list.eval(pl.element().replace(telling, plain))).to_series()
    )


def _texts(
    texts: pl.Series,
    handles: Sequence[Mapping[str, str] | None],
    platforms: pl.Series,
    pseudonyms: Pseudonyms,
) -> tuple[pl.Series, dict[int, set[str]]]:
    """Texts without names; row → pseudonyms of whom its text names. Texts that can hold no name are not read."""
    clean = texts.to_frame().select(without_contacts(pl.col(texts.name))).to_series()
    touched = (clean.str.contains("@", literal=True) | clean.str.contains(_TELLING_ADDRESS)).arg_true()
    changed, found = list[str](), dict[int, set[str]]()
    plain = cache(lambda text, platform: _one(text, {}, platform, pseudonyms))  # reposts repeat texts
    for row, text, platform in zip(touched, clean.gather(touched), platforms.gather(touched), strict=True):
        named = handles[row]
        new, found[row] = _one(text, named, platform, pseudonyms) if named else plain(text, platform)
        changed.append(new)
    return clean.scatter(touched, changed), found


def _one(
    text: str, handles: Mapping[str, str], platform: str | None, pseudonyms: Pseudonyms
) -> tuple[str, set[str]]:
    named: set[str] = set()

    def replace(match: re.Match[str]) -> str:
        handle = match[1].lower()
        account = handles.get(handle) or (f"{platform.lower()}:{handle}" if platform else handle)
        named.add(pseudonyms.of(account))
        return "@" + pseudonyms.inside_text(account)

    text = ADDRESS.sub(lambda match: nameless(match[0], pseudonyms), text)
    return MENTION.sub(replace, text), named
