"""Who relays whom, and which posts share a thing: edge lists from canonical posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as sf

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

RELATIONS = {"repost": "repost_of_uid", "reply": "reply_to_uid", "quote": "quote_of_uid"}


def relays(posts: DataFrame, relation: str) -> DataFrame:
    """Source (who relays), target (whom), weight (posts): between known authors of known posts, loops aside."""
    if relation not in RELATIONS:
        raise ValueError(f"there is no relation {relation!r}; there are {', '.join(RELATIONS)}")
    named = posts.select("uid", "author_uid", sf.col(RELATIONS[relation]).alias("parent")).dropna().distinct()
    authors = (
        posts.select(sf.col("uid").alias("parent"), sf.col("author_uid").alias("target")).dropna().distinct()
    )
    pairs = named.withColumnRenamed("author_uid", "source").join(authors, "parent").filter("source <> target")
    return pairs.groupBy("source", "target").agg(sf.count("*").alias("weight"))


def of_shares(shares: DataFrame) -> DataFrame:
    """Posts and the objects they share as one edge list; posts sort first, so that they name the components."""
    return shares.select(
        sf.concat(sf.lit(POST), "content_id").alias("source"),
        sf.concat(sf.lit(OBJECT), "object_id").alias("target"),
    )


def of_posts(components: DataFrame) -> DataFrame:
    """uid, component of the posts among the nodes of `of_shares`, by uid."""
    posts = components.filter(sf.col("node").startswith(POST))
    return posts.select(
        sf.expr("substring(node, 2)").alias("uid"), sf.expr("substring(component, 2)").alias("component")
    )


POST, OBJECT = "1", "2"
