"""What posts are about, where a service and those it speaks to can be counted alike."""

import polars as pl

OTHER = "other"  # a post of no topic
MOST = 20  # hashtags
_PARENTS = ("reply_to_uid", "quote_of_uid", "repost_of_uid")


def with_topics(posts: pl.DataFrame, own: pl.Series, *, k: int = 11) -> pl.DataFrame:
    """The posts with the list column `topics`: needs, and hashtags with their sign.

    A service that tells where water is expresses no need: a post has the needs of the post that it answers, quotes or
    relays too.

    posts    `uid, author_uid` and, where known, `needs, hashtags` (lists) and `reply_to_uid, quote_of_uid,
             repost_of_uid`
    own      accounts of services: what they alone say is no topic
    k        a hashtag is a topic when k other people used it, and one of the MOST used
    returns  the posts, `topics` never empty: OTHER where there is none
    """
    lists = [name for name in ("needs", "hashtags") if name in posts.columns]
    empty = {name: pl.lit([], pl.List(pl.String)) for name in ("needs", "hashtags")}
    given = posts.with_columns(
        pl.col(name).cast(pl.List(pl.String)).fill_null(empty[name]) for name in lists
    ).with_columns(**{name: value for name, value in empty.items() if name not in lists})
    needs = given.select(parent="uid", asked="needs").unique("parent", keep="first", maintain_order=True)
    named = pl.coalesce(
        *(pl.col(name).cast(pl.String) for name in _PARENTS if name in posts.columns), pl.lit(None, pl.String)
    )
    joined = given.with_columns(parent=named).join(needs, on="parent", how="left", maintain_order="left")
    tags = pl.col("hashtags").list.set_intersection(pl.lit(_common(given, own, k), pl.List(pl.String)))
    topics = (
        pl.col("needs")
        .list.set_union(pl.col("asked").fill_null(empty["needs"]))
        .list.concat(tags.list.eval(pl.lit("#") + pl.element()))
        .list.sort()
    )
    filled = pl.when(topics.list.len() > 0).then(topics).otherwise(pl.lit([OTHER], pl.List(pl.String)))
    return joined.with_columns(topics=filled).drop("parent", "asked")


def _common(posts: pl.DataFrame, own: pl.Series, k: int) -> list[str]:
    """The MOST used hashtags of k people or more, by name where equal."""
    used = posts.filter(~pl.col("author_uid").is_in(own.implode())).select("author_uid", tag="hashtags")
    people = used.explode("tag").drop_nulls().group_by("tag").agg(people=pl.col("author_uid").n_unique())
    common = people.filter(pl.col("people") >= k).sort("people", "tag", descending=[True, False])
    return common["tag"].head(MOST).to_list()
