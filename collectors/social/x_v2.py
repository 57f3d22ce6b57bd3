"""X, v2 posts: as the API answers them live, and as files of such answers (twarc, minet, a saved page).

Source: X's API v2 data dictionary. Both spellings of the wire make the same records: tweets (`referenced_tweets`,
`note_tweet`, `retweeted` …) and posts (`referenced_posts`, `note_post`, `reposted` …). What refers to other posts
under a third name, or with a third type, is never loaded without its parents: it becomes a dead letter that
says which name to add to sources.yml, and a replay then loads it whole.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, Final

from collectors.dates import iso_or_epoch, twitter
from collectors.json_values import obj, objs, text, whole
from collectors.records import Deletion, Departure, Post, RecordError
from collectors.social.x_answers import is_reference, unpack
from collectors.source import declare

if TYPE_CHECKING:
    from datetime import datetime

    from collectors.json_values import Json
    from collectors.records import Record
    from collectors.source import Row, Source

RELATIONS: Final = ("as_repost", "as_reply", "as_quote")  # fields whose spellings are the types of references
GONE: Final = frozenset({"delete", "drop"})
LEFT: Final = frozenset({"user_delete", "user_protect", "user_suspend"})
SNOWFLAKE_S: Final = 1_288_834_974.657  # 2010-11-04: since then an id is a time, a machine and a number
FIRST_SNOWFLAKE: Final = 29_700_859_247
SMALL_PLACES: Final = frozenset({"poi", "neighborhood", "city"})  # whose middle is where they say
_ID: Final = re.compile(r"[0-9]{1,20}")
_MEDIA: Final = re.compile(r"/status(?:es)?/\d+/(?:photo|video)/\d+$")
OLD_TIME: Final = re.compile(r"[A-Z][a-z]{2} [A-Z]")


def normalise(row: Row) -> Record | None:
    """One item → a post, a deletion, a departure, or None (an error that came along, a compliance note).

    Raises RecordError for what cannot be read, and for references that would be lost.
    """
    if row.get("problem") is not None:
        return None
    if row.get("unreadable") is not None:
        raise RecordError("line", "not JSON")
    if name := text(row.get("compliance")):
        return _complied(name, obj(row.get("event")))
    if row.get("superseded") is not None:
        at = _moment(row, text(row.get("by")))
        return Deletion(uid=_uid("superseded", row.get("superseded")), deleted_at=at)
    return _post(row)


def _post(row: Row) -> Post:
    uid = _uid("id", row.get("id"))
    parents = _parents(row, uid)
    said = _said(row, parents.get("as_repost"))
    handles = _mentions(row, said)
    user = obj(row.get("author"))
    author = text(row.get("author_id")) or text(user.get("id"))
    if author is None:
        raise RecordError("author_id", "is missing: X ignored the fields that were asked for; see dialect")
    lat, lon = _point(row)
    reply, repost, quote = parents.get("as_reply"), parents.get("as_repost"), parents.get("as_quote")
    root = text(row.get("conversation"))
    return Post(
        uid=uid,
        author=f"x:{author}",
        platform="x",
        followers=whole(obj(user.get("public_metrics")).get("followers_count")),
        text=unescape(text(said.get("text")) or ""),
        created_at=_moment(row, uid[2:]),
        kind="repost" if repost else "reply" if reply else "quote" if quote else "post",
        lang=row.text("lang"),
        hashtags=[
            tag for t in objs(obj(said.get("entities")).get("hashtags")) if (tag := text(t.get("tag")))
        ],
        urls=_urls(obj(said.get("entities"))),
        mentions=sorted(set(handles.values())),
        handles=handles | _own_handle(user, author),
        reply_to_uid=reply,
        repost_of_uid=repost,
        quote_of_uid=quote,
        root_uid=f"x:{root}" if reply and root and root != uid[2:] else None,
        lat=lat,
        lon=lon,
        source="x-v2",
        url=f"https://x.com/i/status/{uid[2:]}",
        repairs=tuple(row.repairs),
    )


def _uid(field: str, value: object) -> str:
    found = text(value)
    if found is None or not _ID.fullmatch(found):
        raise RecordError(field, f"{value!r:.40} is not the id of a post")
    return f"x:{found}"


def _parents(row: Row, uid: str) -> dict[str, str]:
    """Relation → parent. RecordError for references under a name, or of a type, that nobody knows."""
    _refuse_unknown_names(row)
    relations = {kind: name for name in RELATIONS for kind in row.spelling[name]}
    found: dict[str, str] = {}
    for entry in [e for spelling in row.spelling["references"] for e in _entries(row.values.get(spelling))]:
        kind = text(entry.get("type")) or ""
        if kind not in relations:
            raise RecordError(
                "references",
                f'a reference of type "{kind[:40]}" is not known; say in sources.yml what it is, for example  '
                f"fields: {{as_repost: [{kind[:40]}]}}  (or as_reply, as_quote), and replay",
            )
        parent = _uid("references", entry.get("id"))
        if parent == uid:
            row.repairs.append("its own parent: relation dropped")
        elif found.setdefault(relations[kind], parent) != parent:
            row.repairs.append("several parents of one kind: the first is kept")
    return found


def _entries(value: object) -> list[Json]:
    return [value] if isinstance(value, dict) else objs(value)


def _refuse_unknown_names(row: Row) -> None:
    known = {spelling for spellings in row.spelling.values() for spelling in spellings}
    for name, value in row.values.items():
        if name not in known and is_reference(value):
            raise RecordError(
                name,
                f'"{name}" looks like references to other posts under a new name, and would be lost; '
                f"say so in sources.yml,  fields: {{references: [{name}]}}  , and replay",
            )


def _said(row: Row, repost: str | None) -> Json:
    """Text and entities: of the post that is passed on where it came along, and of the long form where there is one."""
    own: Json = {name: row.raw(name) for name in ("text", "note", "entities")}
    original = obj(obj(row.get("referenced")).get(repost[2:])) if repost else {}
    if text(original.get("text")):
        note = next((original[s] for s in row.spelling["note"] if s in original), None)
        own = {"text": original.get("text"), "note": note, "entities": original.get("entities")}
    note = obj(own["note"])
    if text(note.get("text")):
        return {"text": note.get("text"), "entities": obj(own["entities"]) | obj(note.get("entities"))}
    return own


def _mentions(row: Row, said: Json) -> dict[str, str]:
    """Handle (lower case) → account."""
    by_name, found = obj(row.get("mentioned")), {}
    for mention in objs(obj(said.get("entities")).get("mentions")):
        handle = (text(mention.get("username")) or "").lower()
        account = text(mention.get("id")) or text(by_name.get(handle))
        if handle and account:
            found[handle] = f"x:{account}"
    return found


def _own_handle(user: Json, author: str) -> dict[str, str]:
    name = text(user.get("username"))
    return {name.lower(): f"x:{author}"} if name else {}


def _urls(entities: Json) -> list[str]:
    """Where links lead in the end, as far as X followed them; its own pictures and films are no links."""
    links = [url for url in objs(entities.get("urls")) if "media_key" not in url]
    found = (
        next((u for n in ("unwound_url", "expanded_url", "url") if (u := text(link.get(n)))), None)
        for link in links
    )
    return list(dict.fromkeys(url for url in found if url and not _MEDIA.search(url)))


def _moment(row: Row, post: str | None) -> datetime:
    """When it was made; from the id where the answer does not say."""
    given = row.get("created_at")
    if isinstance(given, str) and OLD_TIME.match(given):
        return twitter("created_at", given)
    if given is None and post and post.isdecimal() and int(post) >= FIRST_SNOWFLAKE:
        row.repairs.append("time read from the id")
        return iso_or_epoch("id", (int(post) >> 22) / 1000 + SNOWFLAKE_S)[0]
    moment, repair = iso_or_epoch("created_at", given)
    row.repairs.extend([repair] if repair else [])
    return moment


def _point(row: Row) -> tuple[float | None, float | None]:
    """Latitude, longitude (GeoJSON has them the other way round): the exact point, else the middle of a small place."""
    point = obj(obj(row.get("geo")).get("coordinates")).get("coordinates")
    place = obj(row.get("place"))
    box = obj(place.get("geo")).get("bbox") if place.get("place_type") in SMALL_PLACES else None
    for corners, size in ((point, 2), (box, 4)):
        if isinstance(corners, list) and len(corners) == size and all(_is_degree(c) for c in corners):
            lon, lat = (
                (float(corners[0]) + float(corners[-2])) / 2,
                (float(corners[1]) + float(corners[-1])) / 2,
            )
            return lat, lon
    return None, None


def _is_degree(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= 180


def _complied(name: str, event: Json) -> Record | None:
    """What X asks its users to honour: deleted posts and accounts, and accounts that are no longer public."""
    if name in GONE:
        post = next((obj(event[n]) for n in ("tweet", "post") if n in event), {})
        return Deletion(
            uid=_uid(name, post.get("id")), deleted_at=iso_or_epoch("event_at", event.get("event_at"))[0]
        )
    if name in LEFT:
        account = _uid(name, obj(event.get("user")).get("id"))
        return Departure(author=account, deleted_at=iso_or_epoch("event_at", event.get("event_at"))[0])
    return None


def speaks_v2(source: Source) -> Source:
    """A source of X's live interface, with the fields of this wire (declared once, in x_v2.yml) and its own name."""
    wire = SOURCE.declared

    def named(row: Row) -> Record | None:
        record = normalise(row)
        if isinstance(record, Post):
            record.source = source.name
        return record

    declared = replace(source.declared, fields=wire.fields, ignored=wire.ignored, required=wire.required)
    return replace(source, declared=declared, normalise=named, unpack=unpack)


SOURCE = declare("collectors.social", "x_v2.yml", normalise, unpack=unpack)
