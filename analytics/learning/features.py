"""What the model knows of an alert: its figures on even scales, its named components, its kind and territory."""

import json
import math
from collections.abc import Hashable, Mapping

import polars as pl

Features = dict[Hashable, float]
KIND, PLACE, BOTH, TOPIC, PART = "kind:", "place:", "kind, place:", "kind, topic:", "part:"
MOST_BITS, MOST_Q = 60.0, 16.0
KINDS, OTHERS = 3, 4  # kinds of the same territory, alerts of others, beyond which more say nothing more


def features(alerts: pl.DataFrame) -> list[Features]:
    """The features of each alert, in the order of the rows; about -2 to 4 each, 0 for what is not known.

    alerts  kind, topic, location_code, observed, expected, score_bits, q, why, and company, elsewhere where they are
            known (analytics.alerts.company): nothing of any person, nothing of who answered. Components are read
            where `why` is JSON that names them, as the watch writes it.
    """
    observed, expected = pl.col("observed").cast(pl.Float64), pl.col("expected")
    surprise = pl.col("score_bits").clip(0, MOST_BITS) / 10 - 1
    lift = ((observed + 1) / (expected + 1)).log().clip(-3, 6) - 1
    sure = -pl.col("q").clip(10**-MOST_Q, 1).log10() / 4 - 0.5
    figures = alerts.select(
        surprise.alias("surprise"),
        lift.alias("lift"),
        sure.alias("sureness"),
        (observed.log1p() / 2 - 1).alias("size"),
        *_company(alerts),
    ).fill_null(0.0)
    places = alerts.select("kind", "location_code", _sort_of_topic(), "why").iter_rows()
    return [
        _named(row, kind, code, topic) | _parts(why)
        for row, (kind, code, topic, why) in zip(figures.iter_rows(named=True), places, strict=True)
    ]


def _company(alerts: pl.DataFrame) -> list[pl.Expr]:
    """A crisis shows in more ways than one; what is alone while others are told of is often their echo."""
    if "company" not in alerts.columns:
        return []
    company, elsewhere = pl.col("company").clip(0, KINDS) / 1.5, pl.col("elsewhere").clip(0, OTHERS) / 2
    alone = (pl.col("company") == 0).cast(pl.Float64)
    return [
        company.alias("company"),
        elsewhere.alias("elsewhere"),
        alone.alias("alone"),
        (alone * elsewhere).alias("echo"),
    ]


def _sort_of_topic() -> pl.Expr:
    """A class of need or "all" as it is; hashtags, claims and events by what they are: each is new."""
    topic = pl.col("topic")
    sort = pl.when(topic.str.starts_with("#")).then(pl.lit("#")).otherwise(topic.str.split(":").list.first())
    return sort.alias("topic")


def _named(figures: dict[str, float], kind: str, code: str, topic: str) -> Features:
    """Figures count for all kinds, and for the alert's own: five posts are much of one and little of another."""
    indicators = (KIND + kind, PLACE + code, f"{BOTH}{kind}, {code}", f"{TOPIC}{kind}, {topic}")
    own = {f"{name} of {kind}": value for name, value in figures.items()}
    return {**dict.fromkeys(indicators, 1.0), **dict(figures.items()), **dict(own.items())}


def _parts(why: str) -> Features:
    """How surprising each named component is, by its bits, or by its p."""
    if not why.startswith("{"):
        return {}
    try:
        parts = json.loads(why).get("components", {})
    except json.JSONDecodeError:
        return {}
    found = {PART + name: _bits(figures) for name, figures in parts.items() if isinstance(figures, Mapping)}
    return {name: min(bits, MOST_BITS) / 10 for name, bits in found.items() if bits is not None}


def _bits(figures: Mapping[str, object]) -> float | None:
    bits, p = figures.get("bits"), figures.get("p")
    if isinstance(bits, int | float):
        return max(0.0, float(bits))
    return -math.log2(max(p, 2.0**-MOST_BITS)) if isinstance(p, int | float) else None
