"""Accounts → pseudonyms, wherever they appear: author, mentions, the text itself, addresses of profiles.

The last step before the load: behind it no name of an account is left. E-mail addresses and telephone
numbers inside texts are replaced too.
"""

from __future__ import annotations

import re
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
_PROFILE_HOSTS = re.compile(
    r"(?:^|\.)(?:x\.com|twitter\.com|facebook\.com|fb\.com|instagram\.com|tiktok\.com|t\.me|threads\.net|threads\.com"
    r"|bsky\.app|youtube\.com|linkedin\.com|reddit\.com|vk\.com|snapchat\.com|gettr\.com|gab\.com|truthsocial\.com)$"
)
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
    given = posts["mentions"].to_list()
    mentions = [
        sorted({pseudonyms.of(a) for a in field or ()} | inside)
        for field, inside in zip(given, found, strict=True)
    ]
    return posts.with_columns(
        pl.Series("author", _mapped(posts["author"], pseudonyms), dtype=pl.String),
        strings("mentions", mentions),
        pl.Series("text", texts, dtype=pl.String),
        strings("urls", _addresses(posts["urls"], pseudonyms)),
        pl.Series("url", [u and nameless(u, pseudonyms) for u in posts["url"]], dtype=pl.String),
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


def _mapped(accounts: pl.Series, pseudonyms: Pseudonyms) -> list[str | None]:
    return [None if account is None else pseudonyms.of(account) for account in accounts]


def _addresses(urls: pl.Series, pseudonyms: Pseudonyms) -> list[list[str] | None]:
    return [None if found is None else [nameless(u, pseudonyms) for u in found] for found in urls.to_list()]


def _texts(
    texts: pl.Series,
    handles: Sequence[Mapping[str, str] | None],
    platforms: pl.Series,
    pseudonyms: Pseudonyms,
) -> tuple[list[str], list[set[str]]]:
    """Texts without names, and the pseudonyms of whom each names; only texts with @ or :// are looked into."""
    clean = texts.to_frame("t").select(without_contacts(pl.col("t"))).to_series()
    touched = clean.str.contains("@|://", literal=False)
    out, found = clean.to_list(), [set[str]() for _ in range(len(clean))]
    for row in touched.arg_true():
        out[row], found[row] = _one(out[row], handles[row] or {}, platforms[row], pseudonyms)
    return out, found


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
