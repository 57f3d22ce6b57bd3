"""Posts to be measured on one machine and on Spark: an exercise, dirty trees, cycles, a path."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl

from collectors.exercise import write

UTC = pl.Datetime("us", "UTC")
PARENTS = ("repost_of_uid", "reply_to_uid", "quote_of_uid", "root_uid")
LONG = 10


def exercise(size=1_000, seed=5, noise=0.3):
    with TemporaryDirectory() as folder:
        files = write(Path(folder), seed=seed, size=size, noise=noise)
        posts = pl.read_ndjson(files.posts, infer_schema_length=None)
    at = pl.col("created_at").str.to_datetime("%+", time_unit="us").cast(UTC)
    return posts.with_columns(at)


def tagged(posts, seed=2):
    """The posts with sets of hashtags out of a few, in any order and case."""
    tags = np.array(["Eau", "eau", "École", "Nantes"])
    drawn = np.random.default_rng(seed).choice(tags, (posts.height, 3)).tolist()
    return posts.with_columns(hashtags=pl.Series(drawn))


def shares(rows=1_000, seed=3):
    """Shares of few objects by few accounts; some posts are there twice, some are the object itself."""
    rng = np.random.default_rng(seed)
    content = rng.integers(0, rows // 2, rows)
    return pl.DataFrame(
        {
            "object_id": [f"o{number}" for number in np.minimum(rng.geometric(0.1, rows), content % 50)],
            "account_id": [f"a{number}" for number in rng.integers(0, 40, rows)],
            "content_id": [f"o{number}" for number in content],
            "timestamp_share": rng.integers(0, 20 * 86_400_000_000, rows),
        }
    ).with_columns(pl.col("timestamp_share").cast(UTC))


def dirty(forests, seed=0):
    """Rows of `forests` small forests in which everything that can be wrong is."""
    rng = np.random.default_rng(seed)
    rows = []
    for forest in range(forests):
        names = [f"f{forest}:{letter}" for letter in "abcdefgh"]
        rows += [_row(rng, names, f"f{forest}:unseen") for _ in range(rng.integers(1, 15))]
    schema = {"uid": pl.String, "author_uid": pl.String, "created_at": UTC} | dict.fromkeys(
        PARENTS, pl.String
    )
    return pl.DataFrame(rows, schema=schema, orient="row")


def _row(rng, names, unseen):
    author = None if rng.random() < 0.25 else str(rng.choice(list("PQR")))
    at = None if rng.random() < 0.3 else int(rng.integers(0, 5)) * 1_000_000
    named = [_named(rng, names, unseen) for _ in PARENTS]
    return (str(rng.choice(names)), author, at, *named)


def _named(rng, names, unseen):
    if rng.random() < 0.5:
        return None
    return unseen if rng.random() < 0.1 else str(rng.choice(names))


def chains():
    """A path, a ring, and a path that leads into the ring, all without times."""
    path = [(f"p{i:03}", f"p{i - 1:03}" if i else None) for i in range(LONG)]
    ring = [(f"q{i:03}", f"q{(i - 1) % LONG:03}") for i in range(LONG)]
    tail = [(f"t{i:03}", f"t{i - 1:03}" if i else "q007") for i in range(LONG)]
    table = pl.DataFrame(path + ring + tail, schema=["uid", "reply_to_uid"], orient="row")
    return table.with_columns(author_uid="uid", created_at=pl.lit(None, UTC))


def all_posts():
    table = pl.concat([exercise(), dirty(60), chains()], how="diagonal")
    return table.sample(fraction=1, shuffle=True, seed=1)


def relays(posts):
    """source (who reposts), target (whom), weight, in Polars."""
    known = posts.select("uid", "author_uid").drop_nulls().unique()
    named = posts.select("uid", "author_uid", "repost_of_uid").drop_nulls().unique()
    pairs = named.join(known.select(repost_of_uid="uid", target="author_uid"), on="repost_of_uid")
    pairs = pairs.filter(pl.col("author_uid") != pl.col("target"))
    return pairs.group_by(source="author_uid", target="target").agg(weight=pl.len().cast(pl.Int64))
