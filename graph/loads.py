"""How rows become nodes and relations: one declared shape per kind of record.

A `NodeLoad` writes one node per row, with its neighbours: each list column makes one relation per entry.
An `EdgeLoad` writes one relation per row between nodes that are already there. graph/schema.py turns both
into one Cypher statement each, the same for every store.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.actions import ACTION
from graph.marks import MARK


@dataclass(frozen=True, slots=True)
class Link:
    """`(row)-[:relation]->(:target)`, one for each entry of the list column `column`.

    Entries are keys of the target, or maps with `key` and the properties named in `carries` (set on the
    target where given). `sets` maps properties of the relation to an expression over `row` and `entry`.
    """

    column: str
    relation: str
    target: str
    incoming: bool = False
    carries: tuple[str, ...] = ()
    maps: bool = False
    sets: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NodeLoad:
    """`replaces`: the row is the whole truth (a derived figure), so a missing value erases the old one;
    otherwise a missing value leaves what is known, and properties in `first_wins` keep their first value.
    `emptied`: once the node has a `deleted_at`, these properties are empty, whatever a late copy brings.
    """

    label: str
    links: tuple[Link, ...] = ()
    replaces: bool = False
    first_wins: tuple[str, ...] = field(default=("run",))
    emptied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EdgeLoad:
    """Rows `source, target` (keys of existing nodes) and one column per property of the relation.

    Two nodes have one relation of the type, or one for each value of the properties `keyed`.
    """

    relation: str
    source: str
    target: str
    keyed: tuple[str, ...] = ()


_OBSERVED = (("at", "row.created_at"), ("method", "'observed'"), ("probability", "1.0"))
_PLACE = Link(
    "place",
    "LOCATED_IN",
    "Location",
    maps=True,
    sets=(("method", "entry.method"), ("precision", "entry.precision")),
)
_NEEDS = Link("needs", "EXPRESSES", "Need", maps=True, sets=(("method", "entry.method"),))

EMPTIED = ("text", "url", "lat", "lon")
POSTS = NodeLoad(
    "Post",
    (
        Link("author", "POSTED", "User", incoming=True, carries=("platform", "followers"), maps=True,
             sets=(("at", "row.created_at"),)),
        Link("reply_to", "REPLY_TO", "Post", sets=_OBSERVED),
        Link("repost_of", "REPOST_OF", "Post", sets=_OBSERVED),
        Link("quote_of", "QUOTES", "Post", sets=_OBSERVED),
        Link("hashtags", "TAGGED", "Hashtag"),
        Link("links", "LINKS_TO", "Link", carries=("domain",), maps=True),
        Link("mentions", "MENTIONS", "User"),
        _PLACE,
        _NEEDS,
    ),
    emptied=EMPTIED,
)  # fmt: skip
TOMBSTONES = NodeLoad("Post", first_wins=("run", "deleted_at"), emptied=EMPTIED)
FEEDBACK = NodeLoad("Feedback", (Link("services", "CONCERNS", "Service"), _PLACE, _NEEDS))
OFFERS = NodeLoad(
    "Offer",
    (_PLACE, Link("needs", "ANSWERS", "Need", maps=True, sets=(("method", "entry.method"),))),
)
EVENTS = NodeLoad("Event", (_PLACE,))
FACT_CHECKS = NodeLoad("FactCheck")
LOCATIONS = NodeLoad("Location", (Link("parent", "PART_OF", "Location"),))
NEEDS = NodeLoad("Need")
SERVICES = NodeLoad("Service")
ACCOUNTS = NodeLoad("User")
SPEAKERS = EdgeLoad("SPEAKS_AS", "Service", "User")
RUNS = NodeLoad("Run", replaces=True)
# An import that is run again is the same run: what it noted first stays.
IMPORTS = NodeLoad(
    "Run",
    first_wins=(
        "stage",
        "version",
        "input",
        "parameters",
        "started_at",
        "finished_at",
        "read",
        "loaded",
        "dead",
        "repaired",
    ),
)
# A day of a source: its counts are absolute, so noting them twice changes nothing.
COLLECTIONS = NodeLoad("Run", first_wins=("stage", "version", "started_at"))
SOURCES = NodeLoad("Source", replaces=True)
CASCADES = NodeLoad("Cascade", replaces=True)
CASCADE_POSTS = EdgeLoad("IN_CASCADE", "Post", "Cascade")
SPREAD_FROM = EdgeLoad("SPREAD_FROM", "Post", "Post")
CLAIMS = NodeLoad("Claim", replaces=True)
STATES = EdgeLoad("STATES", "Post", "Claim")
DENIALS = EdgeLoad("DENIES", "Post", "Claim")
DENIED_CLAIMS = EdgeLoad("DENIES", "Claim", "Claim")
CARRIES = EdgeLoad("CARRIES", "Cascade", "Claim")
FACT_CHECK_MATCHES = EdgeLoad("MATCHES", "FactCheck", "Claim")
STANCES = EdgeLoad("TAKES_STANCE_ON", "Post", "Post")
COMMUNITIES = NodeLoad("Community", replaces=True)
MEMBERS = EdgeLoad("MEMBER_OF", "User", "Community")
COORDINATION = EdgeLoad("COORDINATED_WITH", "User", "User", keyed=("kind",))
_DERIVED = (("run", "row.run"),)
SIGNALS = NodeLoad(
    "Signal",
    (
        Link("place", "LOCATED_IN", "Location", sets=(("method", "'computed'"),)),
        Link("needs", "ABOUT", "Need", sets=_DERIVED),
        Link("claims", "ABOUT", "Claim", sets=_DERIVED),
    ),
    replaces=True,
)
WEAK_SIGNALS = NodeLoad("WeakSignal", SIGNALS.links, replaces=True)
NEED_RATES = NodeLoad(
    "NeedRate",
    (
        Link("place", "LOCATED_IN", "Location", sets=(("method", "'computed'"), ("precision", "row.level"))),
        Link("about", "ABOUT", "Need", sets=_DERIVED),
    ),
    replaces=True,
)
# Declared once: what was said first stays. Its targets must be there: none is made up.
ACTIONS = NodeLoad("Action", first_wins=tuple(p.name for p in ACTION.properties))
# Only ever added to: a mark is taken back by another one.
MARKS = NodeLoad("Mark", first_wins=tuple(p.name for p in MARK.properties))
ACTION_CLAIMS = EdgeLoad("ADDRESSES", "Action", "Claim")
ACTION_NEEDS = EdgeLoad("ADDRESSES", "Action", "Need")
ACTION_SERVICES = EdgeLoad("ADDRESSES", "Action", "Service")
ACTION_SIGNALS = EdgeLoad("ADDRESSES", "Action", "Signal")
ANSWERED_POSTS = EdgeLoad("ANSWERS", "Action", "Post")
ANSWERED_FEEDBACK = EdgeLoad("ANSWERS", "Action", "Feedback")
