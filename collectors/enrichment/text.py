"""Hashtags, web addresses and folded text: pure, on whole columns where that pays.

Nothing here fetches anything: a shortened address stays shortened (redirects.py follows it).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import SplitResult, quote, urlencode, urlsplit, urlunsplit

import polars as pl

from collectors.enrichment import known_sites

WEB_ADDRESS: Final = r"(?i)\b(?:https?://|www\.)\S+"
MENTION: Final = r"(?:^|[^\w@./])@[\w.\-]+"
_HASHTAG: Final = r"(?:^|[^\w&/])[#＃][\p{L}\p{N}\p{M}_]+"
_DASHES: Final = "[\\s'’‘ʼ`´\\-‐‑‒–—−_]+"
_LIGATURES: Final = {"œ": "oe", "æ": "ae", "ß": "ss"}
_TRACKING: Final = re.compile(
    r"utm_\w+|fbclid|gclid|gclsrc|dclid|wbraid|gbraid|gad_\w+|srsltid|msclkid|twclid|ttclid|yclid|li_fat_id|epik"
    r"|igsh|igshid|mibextid|mc_cid|mc_eid|mkt_tok|_ga|_gl|_hsenc|_hsmi|hsctatracking|vero_id|oly_\w+_id|dm_i"
    r"|_branch_match_id|rb_clickid|wickedid|at_\w+|xtor|ns_\w+|(?:pk|piwik|mtm|matomo)_\w+|ref_src|ref_url|spm"
    r"|s_cid|sc_cid|cmpid|ocid|ncid|fb_(?:ref|source|action_\w+)|__twitter_impression|phpsessid|jsessionid",
    re.IGNORECASE,
)
_SESSION: Final = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_PLAIN_PATH: Final = re.compile(r"(?:/[\w~-][\w.~-]*)*/?", re.ASCII)  # most paths: nothing to do
_ESCAPED: Final = re.compile(r"%([0-9a-fA-F]{2})")
_UNRESERVED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_LAYERS: Final = 9
_MOBILE: Final = re.compile(r"^(?:m|mobile|amp)\.(?=[^.]+\.)")
_PORTS: Final = {"http": 80, "https": 443}
_SECURE: Final = frozenset(
    {"x.com", "youtube.com", "facebook.com"}
)  # answer to no http address but by sending on to https
# A byte 0x80–0x9F of Windows-1252 read as Latin-1; the five that Windows-1252 leaves undefined vanish.
_MENDED: Final = {chr(c): bytes([c]).decode("cp1252", errors="ignore") for c in range(0x80, 0xA0)} | {
    "\0": ""
}
_MENDED_ORDINALS: Final = str.maketrans(_MENDED)


def hashtags(texts: pl.Series) -> pl.Series:
    """Hashtags of each text (List[str]): without "#", NFC, lower case, accents kept, each once, in order.

    A tag of digits only is none; the fragment of a web address and an HTML entity (&#39;) are none. A null
    text has a null list.
    """
    tag = pl.element().str.replace(r"(?s)^.?[#＃]", "").str.normalize("NFC").str.to_lowercase()
    found = pl.col("text").str.replace_all(WEB_ADDRESS, " ").str.extract_all(_HASHTAG)
    kept = found.list.eval(tag).list.eval(pl.element().filter(~pl.element().str.contains(r"^\p{N}+$")))
    return texts.to_frame("text").select(hashtags=kept.list.unique(maintain_order=True)).to_series()


def canonical_url(url: str) -> str:
    """The same address for the same page, as far as that can be known without fetching it.

    Lower-case scheme and IDNA host, no default port, user, fragment, session or tracking parameter, sorted
    query, desktop host for m., mobile. and amp., no trailing slash, the page behind an AMP copy, one address
    for a post on X and a video on YouTube (known_sites.py). What is no web address comes back stripped.
    """
    address = url.strip()
    for _ in range(_LAYERS if "amp" in address.lower() else 1):  # a copy of a copy: taken off layer by layer
        before, address = address, _canonical(address)
        if address == before:
            break
    return address


def _canonical(address: str) -> str:
    parts = _split(address)
    if parts is None:
        return address
    scheme, host, path = parts.scheme.lower(), _host(parts), parts.path
    if parts.port not in (None, _PORTS[scheme]):
        host = f"{host}:{parts.port}"
    elif behind := known_sites.original(host, path):
        scheme, host, path = behind[0], _MOBILE.sub("", behind[1]), behind[2]
    path = _path(path)
    query = [
        (k, v) for k, v in known_sites.pairs(parts.query.replace("&amp;", "&")) if not _TRACKING.fullmatch(k)
    ]
    host, path, query = known_sites.same_page(host, path, query)
    if host in _SECURE:
        scheme = "https"
    return urlunsplit((scheme, host, path.rstrip("/"), urlencode(sorted(query)), ""))


def _path(path: str) -> str:
    """The path without dot segments and session, escaped the same way everywhere: "%7e" is "~", "é" is "%C3%A9"."""
    if _PLAIN_PATH.fullmatch(path):
        return path
    plain = _ESCAPED.sub(_as_plain, quote(_SESSION.sub("", path), safe="/%:@!$&'()*+,;=~"))
    kept: list[str] = []
    for part in plain.split("/"):
        if part == "..":
            kept = kept[:1] + kept[1:-1]  # the first is empty: what stands before the root
        elif part != ".":
            kept.append(part)
    return "/".join(kept)


def _as_plain(escaped: re.Match[str]) -> str:
    character = chr(int(escaped[1], 16))
    return character if character in _UNRESERVED else escaped[0].upper()


def canonical_urls(urls: pl.Series) -> pl.Series:
    """canonical_url on a Series of List[str]; each address once a list, in order; each distinct one computed once."""
    frame = urls.to_frame("url").with_row_index("row")
    flat = frame.explode("url").drop_nulls("url")
    distinct = flat["url"].unique()
    known = pl.DataFrame(
        {"url": distinct, "canonical": [canonical_url(u) for u in distinct]}, schema=_URL_SCHEMA
    )
    lists = flat.join(known, on="url", maintain_order="left").group_by("row", maintain_order=True)
    found = lists.agg(pl.col("canonical").unique(maintain_order=True))
    empty = pl.when(pl.col("url").is_not_null()).then(pl.lit([], dtype=pl.List(pl.String)))
    return (
        frame.join(found, on="row", how="left", maintain_order="left")
        .select(pl.coalesce("canonical", empty).alias(urls.name))
        .to_series()
    )


_URL_SCHEMA: Final = {"url": pl.String, "canonical": pl.String}


def domain(url: str) -> str:
    """Host of a web address, canonical and without "www."; empty for what is no web address."""
    parts = _split(url.strip())
    return _host(parts).strip("[]").removeprefix("www.") if parts else ""


def fold(text: str) -> str:
    """Lower case, no accents, œ → oe; apostrophes, hyphens and white space become one space."""
    flat = unicodedata.normalize("NFKD", text).lower()
    plain = "".join(c for c in flat if not unicodedata.category(c).startswith("M"))
    for ligature, letters in _LIGATURES.items():
        plain = plain.replace(ligature, letters)
    return re.sub(_DASHES, " ", plain).strip(" ")


def folded(text: pl.Expr) -> pl.Expr:
    """fold() as a column expression."""
    return plain_letters(text).str.replace_all(_DASHES, " ").str.strip_chars(" ")


def plain_letters(text: pl.Expr) -> pl.Expr:
    """Lower case, no accents, œ → oe; apostrophes, hyphens and white space stay."""
    plain = text.str.normalize("NFKD").str.to_lowercase().str.replace_all(r"\p{M}+", "")
    return plain.str.replace_many(list(_LIGATURES), list(_LIGATURES.values()))


def mend(text: str) -> str:
    """Windows-1252 characters that live in UTF-8 text as C1 controls → what was meant; null bytes vanish."""
    return text.translate(_MENDED_ORDINALS)


def mended(text: pl.Expr) -> pl.Expr:
    """mend() as a column expression."""
    return text.str.replace_many(list(_MENDED), list(_MENDED.values()))


def _split(address: str) -> SplitResult | None:
    """Parts of an http(s) address, or of one written without its scheme; None for anything else."""
    with_scheme = f"https://{address}" if address.lower().startswith("www.") else address
    try:
        parts = urlsplit(with_scheme)
        known = parts.scheme.lower() in _PORTS and bool(parts.hostname) and (parts.port or 0) >= 0
    except ValueError:  # a port that is no number, a half-open [IPv6] host
        return None
    return parts if known else None


def _host(parts: SplitResult) -> str:
    """IDNA host without "m."; an IPv6 address in its brackets."""
    host = _MOBILE.sub("", (parts.hostname or "").rstrip("."))
    if host.isascii() and ":" not in host:
        return host
    if ":" in host:
        return f"[{host}]"
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:  # a label that is empty or too long has no IDNA form
        return host
