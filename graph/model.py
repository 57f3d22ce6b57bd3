"""The graph, declared once: labels, keys, properties, relations, retention.

Constraints, indexes, loads, clean-up and the schema page are generated from these declarations
(graph/schema.py). Time is on every relation that has one; every derived node and relation names its run.
"""

from __future__ import annotations

from graph.actions import ACTION
from graph.declarations import Node, Property, PropertyType, Relation, Retention
from graph.derived import DERIVED
from graph.marks import MARK
from graph.properties import AT, METHOD, POINT, PROVENANCE, RUN, text

__all__ = [
    "NODES",
    "RELATIONS",
    "Node",
    "Property",
    "PropertyType",
    "Relation",
    "Retention",
    "node",
    "relation",
]


NODES: tuple[Node, ...] = (
    Node(
        "User",
        "uid",
        Retention.PERSONAL,
        "An account, known only by its keyed pseudonym.",
        (
            Property("platform", "string"),
            Property("followers", "int"),
            Property("created_at", "datetime"),
            Property("deleted_at", "datetime", "the account left: its posts are emptied"),
        ),
    ),
    Node(
        "Post",
        "uid",
        Retention.PERSONAL,
        "A public post. One without created_at is only known as somebody's parent.",
        (
            *text("text", "lang", "kind", "platform", "url"),
            Property("root_uid", "string", "the root, where the source names it"),
            Property("deleted_at", "datetime", "deleted at the source: the text is gone"),
            *POINT,
            *PROVENANCE,
        ),
        indexed=("created_at", "lang", "source"),
    ),
    Node("Hashtag", "tag", Retention.REFERENCE, "A hashtag, lower case, without its sign."),
    Node("Link", "url", Retention.REFERENCE, "A canonical web address.", text("domain"), indexed=("domain",)),
    Node("Topic", "name", Retention.REFERENCE, "A subject of the taxonomy."),
    Node(
        "Location",
        "uid",
        Retention.REFERENCE,
        "A commune, département or région (uid is kind:code, since codes of two kinds collide).",
        (*text("code", "kind", "name"), *POINT, Property("population", "int", "inhabitants")),
        indexed=("code", "kind", "name"),
    ),
    Node(
        "Feedback",
        "uid",
        Retention.PERSONAL,
        "What a user told a public service.",
        (
            *text("title", "text", "lang", "rating", "channel", "status"),
            *text("accessibility", "explanation", "relation", "responsiveness", "simplicity"),
            Property("answered_at", "datetime", "when the service first answered, where the source tells it"),
            *PROVENANCE,
        ),
        indexed=("created_at", "source"),
    ),
    Node("Service", "name", Retention.REFERENCE, "A public service that feedback concerns."),
    Node("Need", "class", Retention.REFERENCE, "A class of need of the taxonomy.", text("family")),
    Node(
        "Offer",
        "uid",
        Retention.OPERATIONAL,
        "A service point or an offer of help.",
        (
            *text("name", "kind", "address", "hours", "source"),
            Property("capacity", "float", "people at a time"),
            Property("online", "bool", "whether it needs no way to a place"),
            *POINT,
            RUN,
        ),
        indexed=("source",),
    ),
    Node(
        "Event",
        "uid",
        Retention.OPERATIONAL,
        "An incident, an alert or a measure of an operational source.",
        (
            *text("kind", "title", "text", "url", "source"),
            AT,
            Property("ended_at", "datetime"),
            Property("severity", "int", "1 green to 4 red"),
            Property("value", "float", "a measure, in its unit"),
            Property("unit", "string"),
            Property("deleted_at", "datetime", "withdrawn by its source"),
            *POINT,
            RUN,
        ),
        indexed=("at", "kind"),
    ),
    Node(
        "FactCheck",
        "uid",
        Retention.REFERENCE,
        "A published fact-check: evidence to read, never a verdict of ours.",
        (*text("claim", "title", "rating", "publisher", "lang", "url"), *PROVENANCE),
    ),
    *DERIVED,
    ACTION,
    MARK,
    Node("Case", "uid", Retention.AUDIT, "Evidence gathered by an analyst.", text("title")),
    Node(
        "Run",
        "uid",
        Retention.AUDIT,
        "One run of one stage: what every derived node and relation names.",
        (
            *text("stage", "version", "input", "parameters", "outcome"),
            Property("started_at", "datetime"),
            Property("finished_at", "datetime"),
            Property("due_at", "datetime", "when a schedule wanted it"),
            Property("read", "int"),
            Property("loaded", "int"),
            Property("dead", "int"),
            Property("repaired", "int"),
            Property("skipped", "int", "items with nothing to keep"),
            Property("repeated", "int", "items that had come before"),
            Property(
                "rows_done", "int", "rows of the input that are in the graph: where a resumed run goes on"
            ),
        ),
        indexed=("stage", "started_at"),
    ),
    Node(
        "Source",
        "name",
        Retention.AUDIT,
        "A source that is collected, and how it fares.",
        (
            *text("title", "title_fr", "state"),
            Property("why", "string", "what is wrong and what to do, in words"),
            Property("good_at", "datetime", "when its last good record was taken"),
            Property("newest_at", "datetime", "the newest time that a record of it bears"),
            Property("committed_at", "datetime", "when its cursor last moved"),
            Property("checked_at", "datetime", "when this was found"),
            Property("fresh_until", "datetime", "a collector at work has looked again by then"),
            Property("loaded_today", "int"),
            Property("expected_low", "float", "plausible records a day, at least"),
            Property("expected_high", "float", "plausible records a day, at most"),
            Property("dead_share", "float", "share of items set aside, last seven days"),
            Property("repeated_share", "float", "share of items that had come before, last seven days"),
            Property("unknown", "strings", "fields that nobody declared: the source has drifted"),
            Property("spent", "float", "this month"),
            Property("budget", "float", "a month"),
            Property("unit", "string", "of the money or quota"),
        ),
    ),
)

_PARENT = (AT, METHOD, Property("probability", "float", "1 when observed"))
_PLACED = (METHOD, Property("precision", "string", "commune, departement or region"))
_DERIVED = (METHOD, RUN)

RELATIONS: tuple[Relation, ...] = (
    Relation("POSTED", ("User",), ("Post",), "wrote", (AT,)),
    Relation("REPLY_TO", ("Post",), ("Post",), "answers", _PARENT),
    Relation("REPOST_OF", ("Post",), ("Post",), "relays unchanged", _PARENT),
    Relation("QUOTES", ("Post",), ("Post",), "relays with a comment", _PARENT),
    Relation("MENTIONS", ("Post",), ("User",), "names an account"),
    Relation("TAGGED", ("Post",), ("Hashtag",), "carries"),
    Relation("LINKS_TO", ("Post",), ("Link",), "links to"),
    Relation("ABOUT", ("Post", "Signal", "WeakSignal", "NeedRate"), ("Topic", "Claim", "Need"), "is about",
             (Property("score", "float"), RUN)),
    Relation("LOCATED_IN", ("Post", "Feedback", "Event", "Offer", "Signal", "WeakSignal", "NeedRate"), ("Location",),
             "is or speaks of", _PLACED),
    Relation("PART_OF", ("Location",), ("Location",), "commune → département → région"),
    Relation("CONCERNS", ("Feedback",), ("Service",), "is about a service"),
    Relation("SPEAKS_AS", ("Service",), ("User",), "speaks through an account, declared: an institution's", (RUN,)),
    Relation("EXPRESSES", ("Post", "Feedback"), ("Need",), "expresses a need", (METHOD,)),
    Relation("ANSWERS", ("Offer", "Action"), ("Need", "Post", "Feedback"),
             "an offer a need; an action’s message those who had asked",
             (METHOD, Property("answered_at", "datetime", "when the account of the message replied to it"),
              Property("reached_at", "datetime", "when who asked took the message up"), RUN)),
    Relation("SPREAD_FROM", ("Post",), ("Post",),
             "was probably relayed from, where the platform names only the root",
             (METHOD, Property("probability", "float", "0 to 1, by the method"), RUN)),
    Relation("STATES", ("Post",), ("Claim",), "says", (Property("score", "float"), METHOD, RUN)),
    Relation("DENIES", ("Post", "Claim"), ("Claim",), "denies", (Property("score", "float"), METHOD, RUN)),
    Relation("MATCHES", ("FactCheck",), ("Claim",), "may be about: to be read, no verdict",
             (Property("score", "float", "BM25"), Property("rank", "int"),
              Property("terms", "strings", "the words they share"), RUN)),
    Relation("TAKES_STANCE_ON", ("Post",), ("Post",), "answers a post with a stance",
             (Property("stance", "string", "support, deny, query or comment"),
              Property("probability", "float"), RUN)),
    Relation("IN_CASCADE", ("Post",), ("Cascade",), "is part of",
             (Property("depth", "int", "hops from the root"),
              Property("repair", "string", "what was mended on its parent"),
              Property("parent_uid", "string", "its parent in the tree, after repair"), RUN)),
    Relation("CARRIES", ("Cascade",), ("Claim",), "carries", (RUN,)),
    Relation("MEMBER_OF", ("User",), ("Community",), "belongs to",
             (Property("stability", "float", "share of the seeds in which it stays there"), RUN)),
    Relation("COORDINATED_WITH", ("User",), ("User",), "acts together with (coordinated, never inauthentic)",
             (Property("kind", "string", "what both share: repost, link, hashtags, text or reply"),
              Property("weight", "float", "objects shared within the window"), Property("mean_lag_s", "float"),
              Property("symmetry", "float", "0 when one is always first, 1 when each is as often"),
              Property("p", "float", "of so many by chance"), Property("q", "float", "after Benjamini and Hochberg"),
              Property("evidence", "strings", "uids of the posts that show it"), RUN)),
    Relation("ADDRESSES", ("Action",), ("Claim", "Need", "Service", "Signal"), "aims at"),
    Relation("HOLDS", ("Case",), ("Post", "Feedback", "Cascade", "Claim", "Signal"), "holds as evidence"),
)  # fmt: skip

_NODES = {node.label: node for node in NODES}
_RELATIONS = {relation.type: relation for relation in RELATIONS}


def node(label: str) -> Node:
    """The declaration of a label; KeyError when the model has none of that name."""
    return _NODES[label]


def relation(kind: str) -> Relation:
    """The declaration of a relation type; KeyError when the model has none of that name."""
    return _RELATIONS[kind]
