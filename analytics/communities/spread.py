"""What communities spread, inside and to others."""

import polars as pl

from analytics.codes import encode, find
from analytics.posts import instants

INT = pl.Int64


def spread(posts: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Mass diffusion of each community within the window of the posts.

    posts    uid, author_uid, created_at, repost_of_uid (may be absent)
    members  author, community (at one resolution)
    returns  community, members, posts (all by members), reposts (those among them that repost),
             reposts_inside (of posts by members), reposts_outside (of posts by accounts of another community or
             of none), reposts_unknown (of posts that are not in the table), relayed (reposts of the members'
             posts by accounts outside), first_at, last_at (of the members' posts), share (mass-diffusion
             rate: the members' reposts among all reposts of the window, null without any); most reposts
             first, then by name
    raises   ValueError for a missing column or an author with two communities
    """
    rows = _reposts(posts, members)
    reposts = pl.col("origin").is_not_null()
    inside = (pl.col("community") == pl.col("from")).fill_null(value=False)
    known = pl.col("known").fill_null(value=False)
    own = rows.group_by("community").agg(
        pl.len().cast(INT).alias("posts"),
        reposts.sum().cast(INT).alias("reposts"),
        (reposts & inside).sum().cast(INT).alias("reposts_inside"),
        (reposts & known & ~inside).sum().cast(INT).alias("reposts_outside"),
        (reposts & ~known).sum().cast(INT).alias("reposts_unknown"),
        pl.col("created_at").min().alias("first_at"),
        pl.col("created_at").max().alias("last_at"),
    )
    relayed = (
        rows.filter(reposts & ~inside).group_by(community="from").agg(pl.len().cast(INT).alias("relayed"))
    )
    total = int(rows["origin"].is_not_null().sum())
    table = (
        members.group_by("community")
        .agg(pl.len().cast(INT).alias("members"))
        .join(own, on="community", how="left")
        .join(relayed, on="community", how="left")
        .with_columns(pl.col(INT).fill_null(0))
        .with_columns(share=pl.col("reposts") / total if total else pl.lit(None, pl.Float64))
    )
    return table.select(*COLUMNS).sort("reposts", "community", descending=[True, False])


COLUMNS = (
    "community", "members", "posts", "reposts", "reposts_inside", "reposts_outside", "reposts_unknown",
    "relayed", "first_at", "last_at", "share",
)  # fmt: skip


def relays(posts: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Who carries the posts of one community into another: accounts that repost what others' members posted.

    posts, members  as `spread`
    returns         author, community (the account's own, into which it relays), origin (the community whose
                    post it relays), reposts (count), authors (distinct accounts relayed), first_at, last_at;
                    most reposts first, then by author and origin
    """
    across = _reposts(posts, members).filter(pl.col("community") != pl.col("from"))
    table = across.group_by("author", "community", origin="from").agg(
        pl.len().cast(INT).alias("reposts"),
        pl.col("origin_author").n_unique().cast(INT).alias("authors"),
        pl.col("created_at").min().alias("first_at"),
        pl.col("created_at").max().alias("last_at"),
    )
    return table.sort("reposts", "author", "origin", descending=[True, False, False])


def _reposts(posts: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """A row a post: author, created_at, community; of the post it reposts: origin (uid), its author and community.

    `known` says whether the post that it reposts is in the table; of several rows of a uid the earliest counts.
    """
    if members["author"].is_duplicated().any():
        raise ValueError("an author has two communities: take one resolution")
    given = pl.lit(None, pl.String) if "repost_of_uid" not in posts.columns else pl.col("repost_of_uid")
    table = (
        posts.with_columns(created_at=instants(posts["created_at"]))
        .select("uid", "created_at", author="author_uid", origin=given.cast(pl.String))
        .sort("uid", "created_at", "author", "origin", nulls_last=True)
        .unique("uid", keep="first", maintain_order=True)
    )
    row = pl.Series(find(encode(table["uid"]), table["origin"]))
    author = table["author"].gather(row.set(row < 0, None))
    accounts = encode(members["author"])

    def community(authors: pl.Series) -> pl.Series:
        place = pl.Series(find(accounts, authors))
        return members["community"].gather(place.set(place < 0, None))

    return table.with_columns(
        community=community(table["author"]),
        origin_author=author,
        known=row >= 0,
        **{"from": community(author)},
    )
