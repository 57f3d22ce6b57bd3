"""The labels that analyses write: claims, cascades, communities, signals, need rates."""

from __future__ import annotations

from graph.declarations import Node, Property, Retention
from graph.properties import RUN, text


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


DERIVED: tuple[Node, ...] = (
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
            RUN,
        ),
        indexed=("size", "first_at"),
    ),
    Node(
        "Cascade",
        "uid",
        Retention.DERIVED,
        "One tree: a root post and everything reposted, quoted or replied from it.",
        (
            *text("root_uid"),
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
            RUN,
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
            RUN,
        ),
        indexed=("size",),
    ),
    Node(
        "Signal",
        "uid",
        Retention.DERIVED,
        "Something unusual: a signal, never a verdict.",
        (
            Property("kind", "string", "need, diffusion, volume, panic or crowd"),
            Property("topic", "string", "a class of need, a claim, a hashtag or all"),
            Property("location_code", "string", "commune or département; empty when it has no place"),
            Property("start_at", "datetime", "start of its first unusual window"),
            Property("detected_at", "datetime", "end of the window in which it was sure"),
            Property("observed", "int", "posts"),
            Property("expected", "float", "posts that its past led to expect"),
            Property("score_bits", "float", "surprise: -log2 of the chance of so many"),
            Property("q", "float", "after Benjamini and Hochberg over all series and windows"),
            Property("why", "string", "its components in words"),
            Property("evidence", "strings", "uids of posts that show it"),
            RUN,
        ),
        indexed=("detected_at", "kind"),
    ),
    Node(
        "WeakSignal",
        "uid",
        Retention.DERIVED,
        "A topic that rises, no longer noise and not yet known to all. What is of few carries no figure.",
        (
            Property("kind", "string", "need, hashtag or claim"),
            Property("topic", "string", "a class of need, a #hashtag or a claim"),
            Property("rank", "int", "0: what bursts and rises the most"),
            Property("as_of", "datetime", "the last post that was known"),
            Property(
                "popularity", "float", "posts, faded by exp(-.01 days²) over every pause; none when hidden"
            ),
            Property("before", "float", "the same a day earlier; none when hidden"),
            Property("burst_level", "int", "Kleinberg's state: 0 as usual, each twice the one below"),
            Property("burst_since", "datetime", "none at level 0"),
            Property(
                "first_stories", "int", "its texts of the last day like nothing before; none when hidden"
            ),
            Property("first_share", "float", "their share; none when hidden"),
            Property("people", "int", "distinct authors of 28 days; none when hidden"),
            Property(
                "location_code", "string", "département of most of them; empty when it has none, or few"
            ),
            RUN,
        ),
        indexed=("rank",),
    ),
    Node(
        "NeedRate",
        "uid",
        Retention.DERIVED,
        "People in need in one territory on one topic, against what is offered. Small cells carry no figure.",
        (
            Property("level", "string", "commune, epci, departement or france"),
            *text("code", "name", "topic"),
            Property("people", "int", "distinct people; none when hidden"),
            Property("rate", "float", "people per inhabitant"),
            Property("smoothed_rate", "float", "empirical-Bayes rate, per inhabitant"),
            Property("offers", "int"),
            Property("gap", "float", "rank of the rate minus rank of the offers, -1 to 1"),
            Property("suppressed", "bool"),
            RUN,
        ),
        indexed=("level", "topic"),
    ),
)
