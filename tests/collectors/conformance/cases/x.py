"""X: a local one that answers searches, lists reposts and streams; and files of its answers."""

import json
from contextlib import contextmanager
from dataclasses import replace

from collectors.social.x_search import FULL_ARCHIVE, RECENT_SEARCH, REPOSTS
from collectors.social.x_stream import SOURCE as STREAM
from collectors.social.x_v2 import SOURCE as FILES
from tests.collectors.conformance.case import Case, Faults
from tests.collectors.social.x_fake import dumped, x
from tests.collectors.social.x_payloads import (
    ALL,
    NAMES,
    QUOTE,
    REPLY,
    REPLY_AND_QUOTE,
    REPOST,
    ROOT,
    answer,
    post,
)

COMPLIANCE = {"contract": "C-2026-1", "users": "press office", "date": "2026-01-05"}
THIRD = post(
    1990000000000000031,
    "7002",
    "d'accord",
    "20T21:00:00",
    linked_posts=[{"type": "quoted", "id": ROOT["id"]}],
)
DELETION = {
    "delete": {"tweet": {"id": ROOT["id"], "author_id": "7001"}, "event_at": "2026-11-21T08:00:00.000Z"}
}


@contextmanager
def answers(items, faults):
    """Faults in the answers; spoilt text in the first that has some."""
    bad = [fault for fault in faults.first if fault == "bad UTF-8"]
    others = Faults([fault for fault in faults.first if fault != "bad UTF-8"])
    with x(items, others, page=4, spoils=bad) as (_, url):
        yield url


@contextmanager
def stream(items, faults):
    """Posts and compliance messages, line by line; faults in its connections."""
    lines = [dumped({"data": item} if "delete" in item else answer(item)) for item in items]
    with x([], stream=lines, spoils=faults.first) as (_, url):
        yield url


def told(**settings):
    return lambda base: {"url": base, "token": "secret-token", "compliance": COMPLIANCE, **settings}


CASE = Case(
    source=RECENT_SEARCH,
    items=ALL,
    records=6,
    serve=answers,
    config=told(queries=["ruizan lang:fr"]),
    bad=THIRD,
    names=NAMES,
)
ARCHIVE = replace(
    CASE,
    source=FULL_ARCHIVE,
    config=told(queries=["ruizan"], dialect="post", **{"from": "2026-01-01T00:00:00Z"}),
)


def passing_on(number, kind, text):
    return post(number, "7003", text, "20T22:00:00", referenced_tweets=[{"type": kind, "id": ROOT["id"]}])


LISTED = replace(
    CASE,
    source=REPOSTS,
    items=[
        QUOTE,
        REPOST,
        {
            **REPLY_AND_QUOTE,
            "referenced_tweets": [
                {"type": "quoted", "id": ROOT["id"]},
                {"type": "replied_to", "id": REPLY["id"]},
            ],
        },
        *(
            passing_on(1990000000000000041 + n, "retweeted", "RT @Mairie_Valbrune: Crue de la Ruizan…")
            for n in range(3)
        ),
        passing_on(1990000000000000051, "quoted", "Vérifié sur place, c'est vrai"),
    ],
    records=7,
    config=told(posts=[ROOT["id"]]),
    bad={**THIRD, "referenced_tweets": [{"type": "quoted", "id": ROOT["id"]}]},
)
LIVE = replace(
    CASE, source=STREAM, serve=stream, config=told(rules={"ruizan": "ruizan lang:fr"}), deletion=DELETION
)


def written(items, folder):
    path = folder / "answers.jsonl"
    lines = (
        json.dumps({"data": item} if "delete" in item else answer(item), ensure_ascii=False) for item in items
    )
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


SAVED = Case(source=FILES, items=ALL, records=6, file=written, deletion=DELETION, bad=THIRD, names=NAMES)
