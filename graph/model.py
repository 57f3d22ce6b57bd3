"""The graph, declared once: labels, keys, properties, relations, retention.

Constraints, indexes, loads, clean-up and the schema page are generated from these declarations
(graph/schema.py). Time is on every relation that has one; every derived node and relation names its run.
"""

from __future__ import annotations

from graph.declarations import Node, Property, PropertyType, Relation, Retention

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


def _text(*names: str) -> tuple[Property, ...]:
    return tuple(Property(name, "string") for name in names)


def _intervals(*names: str) -> tuple[Property, ...]:
    """5 and 95 % over draws of the parents that a platform does not name."""
    return tuple(Property(f"{name}_p{end}", "float") for name in names for end in ("05", "95"))


def _percentiles(*names: str) -> tuple[Property, ...]:
    about = "share of cascades of its size class at or below it, 0 to 100; none with fewer than 30"
    return tuple(Property(f"{name}_percentile", "float", about) for name in names)


def _durations(*names: str) -> tuple[Property, ...]:
    return tuple(
        Property(name, "float", "seconds from the root; none when it was not reached") for name in names
    )


_RUN = Property("run", "string", "the run that first wrote it")
_AT = Property("at", "datetime", "when it happened, UTC")
_METHOD = Property("method", "string", "how it is known: observed, declared, lexicon, …")
_POINT = (Property("lat", "float", "degrees, WGS 84"), Property("lon", "float", "degrees, WGS 84"))
_PROVENANCE = (Property("created_at", "datetime", "UTC"), Property("source", "string"), _RUN)

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
            *_text("text", "lang", "kind", "platform", "url"),
            Property("root_uid", "string", "the root, where the source names it"),
            Property("deleted_at", "datetime", "deleted at the source: the text is gone"),
            *_POINT,
            *_PROVENANCE,
        ),
        indexed=("created_at", "lang", "source"),
    ),
    Node("Hashtag", "tag", Retention.REFERENCE, "A hashtag, lower case, without its sign."),
    Node(
        "Link", "url", Retention.REFERENCE, "A canonical web address.", _text("domain"), indexed=("domain",)
    ),
    Node("Topic", "name", Retention.REFERENCE, "A subject of the taxonomy."),
    Node(
        "Location",
        "uid",
        Retention.REFERENCE,
        "A commune, département or région (uid is kind:code, since codes of two kinds collide).",
        (*_text("code", "kind", "name"), *_POINT, Property("population", "int", "inhabitants")),
        indexed=("code", "kind", "name"),
    ),
    Node(
        "Feedback",
        "uid",
        Retention.PERSONAL,
        "What a user told a public service.",
        (
            *_text("title", "text", "lang", "rating", "channel", "status"),
            *_text("accessibility", "explanation", "relation", "responsiveness", "simplicity"),
            *_PROVENANCE,
        ),
        indexed=("created_at", "source"),
    ),
    Node("Service", "name", Retention.REFERENCE, "A public service that feedback concerns."),
    Node("Need", "class", Retention.REFERENCE, "A class of need of the taxonomy.", _text("family")),
    Node(
        "Offer",
        "uid",
        Retention.OPERATIONAL,
        "A service point or an offer of help.",
        (*_text("name", "kind", "address", "hours", "source"), *_POINT, _RUN),
        indexed=("source",),
    ),
    Node(
        "Event",
        "uid",
        Retention.OPERATIONAL,
        "An incident, an alert or a measure of an operational source.",
        (
            *_text("kind", "title", "text", "url", "source"),
            _AT,
            Property("ended_at", "datetime"),
            Property("severity", "int", "1 green to 4 red"),
            Property("value", "float", "a measure, in its unit"),
            Property("unit", "string"),
            Property("deleted_at", "datetime", "withdrawn by its source"),
            *_POINT,
            _RUN,
        ),
        indexed=("at", "kind"),
    ),
    Node(
        "FactCheck",
        "uid",
        Retention.REFERENCE,
        "A published fact-check: evidence to read, never a verdict of ours.",
        (*_text("claim", "title", "rating", "publisher", "lang", "url"), *_PROVENANCE),
    ),
    Node(
        "Claim",
        "uid",
        Retention.DERIVED,
        "Posts that say the same thing, on whatever platform.",
        (
            Property("title", "string", "the text of its most central post"),
            Property("size", "int", "posts that state it"),
            *(Property(name, "strings") for name in ("platforms", "languages")),
            Property("territories", "strings", "codes of the communes its posts speak of"),
            Property("first_uids", "strings", "its earliest posts"),
            Property("first_at", "datetime"),
            Property("last_at", "datetime"),
            Property("rate_per_h", "float", "posts per hour from the first to the last"),
            Property("denials", "int", "posts that deny it"),
            Property("denial_share", "float", "denials ÷ (posts that state it + denials)"),
            Property("denial_lag_s", "float", "from its first post to its first denial"),
            _RUN,
        ),
        indexed=("size", "first_at"),
    ),
    Node(
        "Cascade",
        "uid",
        Retention.DERIVED,
        "One tree: a root post and everything reposted, quoted or replied from it.",
        (
            *_text("root_uid"),
            Property("size", "int", "posts"),
            Property("users", "int", "distinct accounts"),
            Property("depth", "int", "hops from the root to the farthest post"),
            Property("max_breadth", "int", "most posts at one depth"),
            Property("structural_virality", "float", "mean hops between two posts; none for one post"),
            Property("first_at", "datetime"),
            Property("last_at", "datetime"),
            Property("repairs", "int", "dirty relations mended or dropped"),
            *_intervals("depth", "max_breadth", "structural_virality"),
            *_percentiles("depth", "breadth", "virality"),
            Property("references", "int", "cascades of the same size class that it is compared with"),
            Property("percentile_reason", "string", "why there is no percentile"),
            *_durations("time_to_10_s", "time_to_100_s", "time_to_1000_s"),
            *_durations(*(f"time_to_depth_{depth}_s" for depth in (2, 4, 6, 8, 10))),
            Property("growth", "string", "estimable, supercritical or not estimable (SEISMIC)"),
            Property("growth_reason", "string", "why it cannot be estimated"),
            Property("expected_size", "float", "final number of posts that is expected"),
            Property("expected_size_p05", "float"),
            Property("expected_size_p95", "float"),
            _RUN,
        ),
        indexed=("root_uid", "size", "first_at", "last_at"),
    ),
    Node(
        "Community",
        "uid",
        Retention.DERIVED,
        "Accounts that relay each other, as a whole: nothing in it is about one of them.",
        (
            Property("size", "int", "accounts"),
            Property("words", "strings", "what distinguishes its posts"),
            Property("stability", "float", "mean stability of its members over the seeds, 0 to 1"),
            Property("posts", "int", "posts of its members in the window"),
            Property(
                "event", "string", "against the run before: born, grown, shrunk, continued, merged, split"
            ),
            Property("before", "strings", "the communities that it was"),
            _RUN,
        ),
        indexed=("size",),
    ),
    Node(
        "Signal",
        "uid",
        Retention.DERIVED,
        "Something unusual: a signal, never a verdict.",
        (*_text("kind", "why"), Property("score", "float"), Property("baseline", "float"), _AT, _RUN),
    ),
    Node(
        "NeedRate",
        "uid",
        Retention.DERIVED,
        "People in need in one territory on one topic, against what is offered. Small cells carry no figure.",
        (
            *_text("level", "code", "name", "topic"),
            Property("people", "int", "distinct people; none when hidden"),
            Property("rate", "float", "people per inhabitant"),
            Property("smoothed_rate", "float", "empirical-Bayes rate, per inhabitant"),
            Property("offers", "int"),
            Property("gap", "float", "rank of the rate minus rank of the offers, -1 to 1"),
            Property("suppressed", "bool"),
            _RUN,
        ),
        indexed=("level", "topic"),
    ),
    Node("Action", "uid", Retention.AUDIT, "A declared action.", (*_text("kind", "metric"), _AT)),
    Node("Case", "uid", Retention.AUDIT, "Evidence gathered by an analyst.", _text("title")),
    Node(
        "Run",
        "uid",
        Retention.AUDIT,
        "One run of one stage: what every derived node and relation names.",
        (
            *_text("stage", "version", "input", "parameters", "outcome"),
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
            *_text("title", "title_fr", "state"),
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

_PARENT = (_AT, _METHOD, Property("probability", "float", "1 when observed"))
_PLACED = (_METHOD, Property("precision", "string", "commune, departement or region"))
_DERIVED = (_METHOD, _RUN)

RELATIONS: tuple[Relation, ...] = (
    Relation("POSTED", ("User",), ("Post",), "wrote", (_AT,)),
    Relation("REPLY_TO", ("Post",), ("Post",), "answers", _PARENT),
    Relation("REPOST_OF", ("Post",), ("Post",), "relays unchanged", _PARENT),
    Relation("QUOTES", ("Post",), ("Post",), "relays with a comment", _PARENT),
    Relation("MENTIONS", ("Post",), ("User",), "names an account"),
    Relation("TAGGED", ("Post",), ("Hashtag",), "carries"),
    Relation("LINKS_TO", ("Post",), ("Link",), "links to"),
    Relation("ABOUT", ("Post", "Signal", "NeedRate"), ("Topic", "Claim", "Need"), "is about",
             (Property("score", "float"), _RUN)),
    Relation("LOCATED_IN", ("Post", "Feedback", "Event", "Offer", "Signal", "NeedRate"), ("Location",),
             "is or speaks of", _PLACED),
    Relation("PART_OF", ("Location",), ("Location",), "commune → département → région"),
    Relation("CONCERNS", ("Feedback",), ("Service",), "is about a service"),
    Relation("EXPRESSES", ("Post", "Feedback"), ("Need",), "expresses a need", (_METHOD,)),
    Relation("ANSWERS", ("Offer",), ("Need",), "answers a need", (_METHOD,)),
    Relation("SPREAD_FROM", ("Post",), ("Post",),
             "was probably relayed from, where the platform names only the root",
             (_METHOD, Property("probability", "float", "0 to 1, by the method"), _RUN)),
    Relation("STATES", ("Post",), ("Claim",), "says", (Property("score", "float"), _METHOD, _RUN)),
    Relation("DENIES", ("Post", "Claim"), ("Claim",), "denies", (Property("score", "float"), _METHOD, _RUN)),
    Relation("MATCHES", ("FactCheck",), ("Claim",), "may be about: to be read, no verdict",
             (Property("score", "float", "BM25"), Property("rank", "int"),
              Property("terms", "strings", "the words they share"), _RUN)),
    Relation("TAKES_STANCE_ON", ("Post",), ("Post",), "answers a post with a stance",
             (Property("stance", "string", "support, deny, query or comment"),
              Property("probability", "float"), _RUN)),
    Relation("IN_CASCADE", ("Post",), ("Cascade",), "is part of",
             (Property("depth", "int", "hops from the root"),
              Property("repair", "string", "what was mended on its parent"),
              Property("parent_uid", "string", "its parent in the tree, after repair"), _RUN)),
    Relation("CARRIES", ("Cascade",), ("Claim",), "carries", (_RUN,)),
    Relation("MEMBER_OF", ("User",), ("Community",), "belongs to",
             (Property("stability", "float", "share of the seeds in which it stays there"), _RUN)),
    Relation("COORDINATED_WITH", ("User",), ("User",), "acts together with (coordinated, never inauthentic)",
             (Property("kind", "string", "what both share: repost, link, hashtags, text or reply"),
              Property("weight", "float", "objects shared within the window"), Property("mean_lag_s", "float"),
              Property("symmetry", "float", "0 when one is always first, 1 when each is as often"),
              Property("p", "float", "of so many by chance"), Property("q", "float", "after Benjamini and Hochberg"),
              Property("evidence", "strings", "uids of the posts that show it"), _RUN)),
    Relation("ADDRESSES", ("Action",), ("Claim", "Need", "Signal"), "aims at"),
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
