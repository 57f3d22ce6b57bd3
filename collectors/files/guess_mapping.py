"""The mapping that follows from how columns fit, and its text as a mapping file."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from collectors.files.guess_fields import plain
from collectors.files.mapping import LISTS, RATED, TIMES
from collectors.files.mapping_file import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from collectors.files.column_profile import Profile
    from collectors.files.guess_fields import Fit
    from collectors.files.mapping_file import Kind

HOSTS: Final = {
    "x.com": "x", "twitter.com": "x", "facebook.com": "facebook", "instagram.com": "instagram",
    "tiktok.com": "tiktok", "youtube.com": "youtube", "reddit.com": "reddit", "t.me": "telegram",
    "bsky.app": "bluesky", "linkedin.com": "linkedin", "vk.com": "vkontakte",
}  # fmt: skip
SEPARATORS: Final = ("|", ";", ",", " ")
IDENTIFYING: Final = (
    "created_at", "at", "author_uid", "name", "address", "kind", "services", "place_insee", "commune", "postal_code",
    "departement", "title", "text",
)  # fmt: skip
# What stands for a column that is needed and is not there.
STANDS_FOR: Final[Mapping[str, Mapping[str, str]]] = {"post": {"text": ""}, "event": {"kind": "incident"}}


def proposal(
    path: Path,
    kind: Kind,
    fits: Sequence[Fit],
    profiles: Mapping[str, Profile],
    rows: Sequence[Mapping[str, object]],
) -> dict[str, object]:
    """The mapping as `mapped_source` takes it; fields that nothing stands for are named as columns to fill in."""
    fields = {fit.field: fit.column for fit in fits}
    made: dict[str, object] = {"as": kind, "source": _name(path)}
    if platform := _platform(kind, fields, rows):
        made["platform"] = platform
    constants = {f: v for f, v in STANDS_FOR.get(kind, {}).items() if f not in fields}
    made["fields"] = fields
    if "uid" not in fields and kind != "fact-check":
        made["uid_from"] = _identifying(fields, profiles, rows)
    made |= _readings(fields, profiles, rows)
    if constants:
        made["constants"] = constants
    if left := [column for column in profiles if column not in columns_of(made)]:
        made["ignored"] = left
    return made


def columns_of(mapping: Mapping[str, object]) -> tuple[str, ...]:
    """The columns that a proposed mapping takes."""
    fields, parts = mapping["fields"], mapping.get("uid_from", [])
    assert isinstance(fields, dict)
    assert isinstance(parts, list)
    return (*fields.values(), *parts)


def lacking(kind: Kind, mapping: Mapping[str, object]) -> tuple[str, ...]:
    """The fields that the table needs and the proposed mapping does not give."""
    given = {name for key in ("fields", "constants") for name in _names_of(mapping.get(key))}
    if mapping.get("uid_from"):
        given.add("uid")
    return tuple(field for field in TABLES[kind].required if field not in given)


def _names_of(value: object) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, dict) else ()


def _name(path: Path) -> str:
    name = re.sub(r"[^a-z0-9]+", "-", plain(path.name.split(".")[0])).strip("-")
    return name[:60] if len(name) > 1 else "my-table"


def _platform(kind: Kind, fields: Mapping[str, str], rows: Sequence[Mapping[str, object]]) -> str | None:
    """The platform that most addresses of posts are of."""
    if kind != "post" or "platform" in fields or "url" not in fields:
        return None
    hosts = Counter(_platform_of(row.get(fields["url"])) for row in rows)
    best, count = hosts.most_common(1)[0] if hosts else (None, 0)
    return best if best and count > len(rows) / 2 else None


def _platform_of(address: object) -> str | None:
    host = urlsplit(str(address or "").strip()).netloc.lower()
    return next((name for known, name in HOSTS.items() if host == known or host.endswith(f".{known}")), None)


def _identifying(
    fields: Mapping[str, str], profiles: Mapping[str, Profile], rows: Sequence[Mapping[str, object]]
) -> list[str]:
    """Columns that together identify a row: an address that is there once a row, else who, when, where and what."""
    for field in ("url", "urls"):
        if field in fields and profiles[fields[field]].distinct == profiles[fields[field]].filled == 1:
            return [fields[field]]
    chosen = [fields[field] for field in IDENTIFYING if field in fields]
    different = {tuple(str(row.get(column)) for column in chosen) for row in rows}
    return chosen if chosen and len(different) == len(rows) else list(profiles)


def _readings(
    fields: Mapping[str, str], profiles: Mapping[str, Profile], rows: Sequence[Mapping[str, object]]
) -> dict[str, object]:
    """How dates, lists and marks are written, where not by default."""
    made: dict[str, object] = {}
    orders = {profiles[column].order for field, column in fields.items() if field in TIMES} - {"iso"}
    if orders:
        made["dates"] = min(orders)
    lists = [str(row.get(column) or "") for field, column in fields.items() if field in LISTS for row in rows]
    if (separator := _separator(lists)) != "|":
        made["lists"] = separator
    best = max((profiles[column].high for field, column in fields.items() if field in RATED), default=0)
    if best > 5:
        made["scale"] = next(scale for scale in (10, 20, 100, round(best)) if best <= scale)
    return made


def _separator(values: Sequence[str]) -> str:
    """What stands between the entries of lists: the first of the usual ones that occurs in more than one of ten."""
    filled = [value for value in values if value]
    return next((s for s in SEPARATORS if sum(s in v for v in filled) > len(filled) / 10), "|")
