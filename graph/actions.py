"""The label of what is done: an action, declared before anyone looks at its effect."""

from __future__ import annotations

from graph.declarations import Node, Property, Retention
from graph.properties import AT, RUN, text

ACTION = Node(
    "Action",
    "uid",
    Retention.AUDIT,
    "An action, as it was declared: its uid is a digest of the declaration, which nothing overwrites.",
    (
        Property("kind", "string", "advice, prevention, denial, procedure, report, reply or hours"),
        Property("message", "string", "what is told"),
        Property("message_uid", "string", "the post that tells it"),
        *text("audience"),
        Property("metric", "string", "claim-posts, claim-denials, need-people, feedback or positive-share"),
        Property("target", "string", "the claim, need class or service that the metric is of"),
        Property("territory", "string", "uid of a Location; none: everywhere"),
        Property("control", "string", "uid of a Location that the action does not touch"),
        Property("signal", "string", "the signal that it answers"),
        Property("season", "string", "none, day or week"),
        AT,
        Property("starts_at", "datetime", "the window of the metric"),
        Property("ends_at", "datetime"),
        Property("step_s", "int", "seconds of one point of the series"),
        Property("declared_at", "datetime"),
        RUN,
    ),
    indexed=("at",),
)
