"""Golden events of Jetstream v2, invented: posts of each kind, a repost, deletions, departures, and the rest."""

from tests.collectors.social.jetstream import NSID

CAMILLE, NOUR, MAIRIE = (f"did:plc:{name:a<24}" for name in ("camille", "nour", "mairie"))
CID = "bafyreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"


def at(did, rkey, collection="app.bsky.feed.post"):
    return f"at://{did}/{collection}/{rkey}"


def ref(uri):
    return {"uri": uri, "cid": CID}


def commit(  # noqa: PLR0917 - read in the order of an address
    did, rkey, record, collection="app.bsky.feed.post", operation="create", time="2026-11-22T09:00:05.123456Z"
):
    event = {
        "$type": f"{NSID}#commit",
        "did": did,
        "time": time,
        "witnessedAt": time,
        "rev": "3m6abcdefgh22",
        "operation": operation,
        "collection": collection,
        "rkey": rkey,
        "seq": 1,
    }
    return event if record is None else event | {"cid": CID, "record": {"$type": collection} | record}


def facet(text, part, kind, **feature):
    """A facet over `part` of the text, in bytes."""
    start = text.encode().index(part.encode())
    return {
        "$type": "app.bsky.richtext.facet",
        "index": {"byteStart": start, "byteEnd": start + len(part.encode())},
        "features": [{"$type": f"app.bsky.richtext.facet#{kind}", **feature}],
    }


TEXT = "🌊 Crue à Pontrieux : @nour.example.org dit que l'école est fermée, voir mairie.example/… #Crue"
POST = commit(
    CAMILLE,
    "3m6post111111",
    {
        "text": TEXT,
        "createdAt": "2026-11-22T09:00:00.000Z",
        "langs": ["fr", "br"],
        "tags": ["Bretagne"],
        "facets": [
            facet(TEXT, "@nour.example.org", "mention", did=NOUR),
            facet(TEXT, "mairie.example/…", "link", uri="https://mairie.example/crue?jour=22"),
            facet(TEXT, "#Crue", "tag", tag="Crue"),
        ],
        "embed": {
            "$type": "app.bsky.embed.external",
            "external": {
                "uri": "https://journal.example/crue",
                "title": "La crue",
                "description": "En direct",
            },
        },
    },
)
REPLY = commit(
    NOUR,
    "3m6reply11111",
    {
        "text": "Non, l'école est ouverte.",
        "createdAt": "2026-11-22T09:02:00Z",
        "langs": ["fr"],
        "reply": {"root": ref(at(CAMILLE, "3m6post111111")), "parent": ref(at(CAMILLE, "3m6post111111"))},
    },
    time="2026-11-22T09:02:01Z",
)
QUOTE = commit(
    MAIRIE,
    "3m6quote11111",
    {
        "text": "Faux : l'accueil reste ouvert.",
        "createdAt": "2026-11-22T09:05:00Z",
        "langs": ["fr"],
        "embed": {"$type": "app.bsky.embed.record", "record": ref(at(CAMILLE, "3m6post111111"))},
    },
    time="2026-11-22T09:05:01Z",
)
QUOTE_WITH_CARD = commit(
    MAIRIE,
    "3m6quote22222",
    {
        "text": "Le point complet",
        "createdAt": "2026-11-22T09:06:00Z",
        "reply": {"root": ref(at(CAMILLE, "3m6post111111")), "parent": ref(at(NOUR, "3m6reply11111"))},
        "embed": {
            "$type": "app.bsky.embed.recordWithMedia",
            "record": {"$type": "app.bsky.embed.record", "record": ref(at(CAMILLE, "3m6post111111"))},
            "media": {
                "$type": "app.bsky.embed.external",
                "external": {"uri": "https://mairie.example/point", "title": "Point", "description": ""},
            },
        },
    },
    time="2026-11-22T09:06:01Z",
)
REPOST = commit(
    NOUR,
    "3m6repost1111",
    {"createdAt": "2026-11-22T09:10:00Z", "subject": ref(at(MAIRIE, "3m6quote11111"))},
    "app.bsky.feed.repost",
    time="2026-11-22T09:10:01Z",
)
LIKE = commit(
    NOUR,
    "3m6like111111",
    {"createdAt": "2026-11-22T09:11:00Z", "subject": ref(at(MAIRIE, "3m6quote11111"))},
    "app.bsky.feed.like",
)
DELETED_POST = commit(CAMILLE, "3m6post111111", None, operation="delete", time="2026-11-22T10:00:00Z")
DELETED_REPOST = commit(NOUR, "3m6repost1111", None, "app.bsky.feed.repost", "delete", "2026-11-22T10:01:00Z")


def account(did, status, *, active=False):
    inner = {"active": active, "did": did, "seq": 9, "time": "2026-11-22T11:00:00Z"}
    return {
        "$type": f"{NSID}#account",
        "did": did,
        "seq": 1,
        "time": "2026-11-22T11:00:01Z",
        "account": inner | ({"status": status} if status else {}),
    }


IDENTITY = {
    "$type": f"{NSID}#identity",
    "did": NOUR,
    "seq": 1,
    "time": "2026-11-22T11:00:01Z",
    "identity": {"did": NOUR, "handle": "nour.example.org", "seq": 8, "time": "2026-11-22T11:00:00Z"},
}
SYNC = {
    "$type": f"{NSID}#sync",
    "did": NOUR,
    "seq": 1,
    "time": "2026-11-22T11:00:01Z",
    "sync": {"did": NOUR, "blocks": "", "rev": "3m6abcdefgh22", "seq": 8, "time": "2026-11-22T11:00:00Z"},
}
INFO = {"$type": f"{NSID}#info", "name": "OutdatedCursor", "message": "resumed from 12"}
BAD = commit(CAMILLE, "3m6bad1111111", {"createdAt": "2026-11-22T09:00:00Z"})
POSTS = [POST, REPLY, QUOTE, QUOTE_WITH_CARD]
LEAVING = [account(NOUR, status) for status in ("deleted", "takendown", "suspended", "deactivated")]
STAYING = [account(NOUR, None, active=True), account(NOUR, "desynchronized"), account(NOUR, "throttled")]
EVENTS = [*POSTS, REPOST, LIKE, DELETED_POST, DELETED_REPOST, *LEAVING, *STAYING, IDENTITY, SYNC, INFO]
