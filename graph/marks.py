"""The label of what analysts say of a need of help: committed, answered, or taken back."""

from __future__ import annotations

from graph.declarations import Node, Property, Retention
from graph.properties import AT

MARK = Node(
    "Mark",
    "uid",
    Retention.AUDIT,
    "How far a need of help has come, as an analyst says: only ever added to, taken back by another mark.",
    (
        AT,
        Property("need_uid", "string", "the post that asks for help"),
        Property("offer_uid", "string", "the post or the offer that helps"),
        Property("state", "string", "committed, answered or undone"),
        Property("undoes", "string", "uid of the mark that this one takes back"),
    ),
    indexed=("at", "need_uid"),
)
