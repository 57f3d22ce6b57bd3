"""Weak signals: topics that are no longer noise, not yet known to all, and rising (analytics.signals.popularity).

Of topics, never of a person. What a few people would be recognised by is not told: see `weak_signals`.
"""

from datetime import datetime, timedelta
from typing import Any

import polars as pl

from analytics.posts import UTC
from analytics.signals.judgement import MINUTE
from analytics.signals.options import WATCH, WatchOptions
from analytics.signals.past import Past, burst, past, stories
from analytics.signals.popularity import popularity
from analytics.signals.series import EVERYWHERE, KEY, MEMBERS, counts, members

KINDS = ("need", "hashtag", "claim")
FELLOWS = 4  # topics that are compared, at least
HOUR = timedelta(hours=1)
WEAK = pl.Schema(
    {
        "kind": pl.String(), "topic": pl.String(), "popularity": pl.Float64(), "before": pl.Float64(),
        "burst_level": pl.Int64(), "burst_since": UTC, "first_stories": pl.Int64(), "first_share": pl.Float64(),
        "people": pl.Int64(), "location_code": pl.String(),
    }
)  # fmt: skip


def weak_signals(
    posts: pl.DataFrame, stated: pl.DataFrame, as_of: datetime, options: WatchOptions = WATCH
) -> pl.DataFrame:
    """Topics that are weak signals at an instant, those that burst the most first: WEAK.

    posts    analytics.signals.watched; those after `as_of` are left out
    stated   uid, claim_id: which claim each post states
    returns  kind           need, hashtag or claim: a topic is compared with those of its kind
             topic          need class, #hashtag or claim_id
             popularity, before  now and a day earlier, in posts; null unless of options.crowd people and more
             burst_level, burst_since  state of its share of all posts now (Kleinberg, by the hour)
             first_stories, first_share  of its texts of the last day, those like nothing of the day before; null
                            where few or of few
             people         distinct authors of the last 28 days; null below options.crowd
             location_code  département of most of them, where they are options.crowd and more; else ""

    Topics of fewer than options.fewest people are left out.
    """
    after = as_of + timedelta(microseconds=1)
    known = past(after, _rows(posts, stated), posts)
    found = [_weak(known.members.filter(kind=kind), kind, after) for kind in KINDS]
    peopled = _peopled(pl.concat(found), known, options)
    series = known.members.partition_by(*KEY[:2], as_dict=True)
    rows = [
        _row(row, series[row["kind"], row["topic"]], known, options) for row in peopled.iter_rows(named=True)
    ]
    told = pl.DataFrame(rows, schema=WEAK, orient="row")
    return told[_order(told, peopled)]


def _order(told: pl.DataFrame, peopled: pl.DataFrame) -> pl.Series:
    """The highest bursts first, then what rose the most; of what is of few, no order tells which rose."""
    rise = (peopled["popularity"] + 1) / (peopled["before"] + 1)
    shown = told.select(
        "burst_level", "kind", "topic", rise=pl.when(pl.col("people").is_not_null()).then(rise)
    )
    by = ("burst_level", "rise", "kind", "topic")
    return shown.select(
        pl.arg_sort_by(*by, descending=[True, True, False, False], nulls_last=True)
    ).to_series()


def _rows(posts: pl.DataFrame, stated: pl.DataFrame) -> pl.DataFrame:
    """MEMBERS of needs, hashtags and claims, everywhere; their kinds are KINDS."""
    rows = members(posts).filter(pl.col("location_code") == EVERYWHERE)
    tagged = rows.filter(pl.col("topic").str.starts_with("#")).with_columns(kind=pl.lit("hashtag"))
    claims = stated.join(posts.select("uid", "at"), on="uid").select(
        "at", "uid", kind=pl.lit("claim"), topic="claim_id", location_code=pl.lit(EVERYWHERE), unit="uid"
    )
    return pl.concat([rows.filter(kind="need"), tagged, claims.select(MEMBERS.names())])


def _weak(rows: pl.DataFrame, kind: str, after: datetime) -> pl.DataFrame:
    """kind, topic, popularity, before of the weak signals of one kind."""
    found = popularity(counts(rows, HOUR).rename({"topic": "series"}), after)
    weak = found.filter(pl.col("signal") == "weak", pl.lit(found.height >= FELLOWS))
    return weak.select(
        kind=pl.lit(kind), topic=pl.col("series").cast(pl.String), popularity="popularity", before="before"
    )


def _peopled(found: pl.DataFrame, known: Past, options: WatchOptions) -> pl.DataFrame:
    """With people and location_code; without the topics of too few people."""
    key = ["kind", "topic"]
    wrote = known.members.join(found.select(key), on=key, how="semi").join(
        known.posts.select("uid", "author", "departement"), on="uid"
    )
    people = wrote.group_by(key).agg(people=pl.col("author").n_unique().cast(pl.Int64))
    placed = (
        wrote.drop_nulls("departement").group_by(*key, "departement").agg(there=pl.col("author").n_unique())
    )
    most = (
        placed.filter(pl.col("there") >= options.crowd)
        .sort("there", "departement", descending=[True, False])
        .unique(key, keep="first", maintain_order=True)
        .select(*key, location_code="departement")
    )
    joined = found.join(people, on=key).join(most, on=key, how="left")
    return joined.filter(pl.col("people") >= options.fewest).with_columns(
        pl.col("location_code").fill_null("")
    )


def _row(row: dict[str, Any], own: pl.DataFrame, known: Past, options: WatchOptions) -> tuple[object, ...]:
    """A row of WEAK; what would tell of few is null."""
    among = known.posts if row["kind"] == "claim" else known.posts.filter(~pl.col("relay"))
    bursting = burst(own, among, known, 60 * MINUTE)
    told = stories(own, known)
    crowd = row["people"] >= options.crowd
    now, before = round(row["popularity"]), round(row["before"])
    apart = before == 0 or min(before, now - before) >= options.crowd
    return (
        row["kind"], row["topic"],
        float(now) if crowd else None, float(before) if crowd and apart else None,
        bursting.level, bursting.since and bursting.since.replace(microsecond=0),
        told.first if crowd and told else None, told.share if crowd and told else None,
        row["people"] if crowd else None, row["location_code"],
    )  # fmt: skip
