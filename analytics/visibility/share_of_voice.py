"""Share of voice and of reach of a service's own accounts, by territory and topic."""

from collections.abc import Collection

import polars as pl

from analytics.needs.cube import NOTHING, count, listed
from analytics.needs.places import COMMUNE, DEPARTEMENT, EPCI, FRANCE, TOP
from analytics.needs.suppression import ALL
from analytics.posts import instants

KEY = ("level", "code", "topic")
COLUMNS = (*KEY, "own_posts", "voices", "share", "reach_share", "suppressed")


def voice(
    posts: pl.DataFrame, own: Collection[str], communes: pl.DataFrame, *, topics: str = "needs", k: int = 11
) -> pl.DataFrame:
    """How much of what is said, and of what is heard, comes from a service's own accounts.

    posts     `author_uid, created_at, place_insee`, the list column that `topics` names, and, where known,
              `departement` and `author_followers`; a post with two topics counts for both
    own       author_uid of the service's accounts: institutions, never people
    communes  `code, departement, population` and, where known, `epci`
    returns   COLUMNS by level, code, topic ("all" for all): own_posts; voices (distinct other authors); share of the
              posts that are its own; reach_share, the same with each post weighing its author's followers (null
              where none are known); all but own_posts null where the other authors are 1 to k-1, or where that
              would follow from other cells
    raises    ValueError for a missing column
    """
    rows = _rows(posts, topics)
    mine = pl.col("person").is_in(list(own))
    others = count(rows.filter(~mine), communes, every="1y", k=k, hidden=NOTHING)
    voices = listed(others).filter(pl.col("at").is_null()).select(*KEY, "suppressed", voices="kind_0")
    said = _said(rows.with_columns(own=mine), communes)
    table = said.join(voices, on=KEY, how="left").with_columns(
        pl.when(pl.col("suppressed").is_null()).then(0).otherwise("voices").alias("voices"),
        pl.col("suppressed").fill_null(value=False),
    )
    shown = pl.when(~pl.col("suppressed"))
    heard = pl.when(pl.col("audience") > 0).then(pl.col("own_audience") / pl.col("audience"))
    return (
        table.with_columns(
            share=shown.then(pl.col("own_posts") / pl.col("posts")), reach_share=shown.then(heard)
        )
        .select(COLUMNS)
        .sort(KEY)
    )


def _rows(posts: pl.DataFrame, topics: str) -> pl.DataFrame:
    """A row for each topic of a post: post, person, topic, commune, departement, at, followers."""
    wanted = ("author_uid", "created_at", "place_insee", topics)
    missing = [name for name in wanted if name not in posts.columns]
    if missing:
        raise ValueError(f"posts have no column {', '.join(missing)}; their columns are {posts.columns}")
    nothing = pl.lit(None)
    given = posts.with_row_index("post").select(
        "post",
        person=pl.col("author_uid").cast(pl.String),
        topic=topics,
        commune=pl.col("place_insee").cast(pl.String),
        departement=(pl.col("departement") if "departement" in posts.columns else nothing).cast(pl.String),
        at=instants(posts["created_at"]),
        followers=(pl.col("author_followers") if "author_followers" in posts.columns else nothing).cast(
            pl.Int64
        ),
    )
    return given.drop_nulls("person").explode("topic").drop_nulls("topic").unique(["post", "topic"])


def _said(rows: pl.DataFrame, communes: pl.DataFrame) -> pl.DataFrame:
    """Posts and their audience by level, code, topic; own_posts and own_audience among them."""
    epci = pl.col("epci") if "epci" in communes.columns else pl.lit(None, pl.String)
    known = communes.select(commune="code", around="departement", epci=epci)
    placed = rows.join(known, on="commune", how="left").with_columns(
        commune=pl.when(pl.col("around").is_not_null()).then("commune"),
        departement=pl.coalesce("around", "departement"),
    )
    together = placed.unique("post").with_columns(topic=pl.lit(ALL))
    every = pl.concat([placed, together]).filter(
        pl.col("departement").is_in(communes["departement"].unique().implode())
    )
    names = {COMMUNE: "commune", EPCI: "epci", DEPARTEMENT: "departement"}
    own, audience = pl.col("own"), pl.col("followers")
    figures = {
        "posts": pl.len().cast(pl.Int64),
        "own_posts": own.sum().cast(pl.Int64),
        "audience": audience.sum(),
        "own_audience": audience.filter(own).sum(),
    }
    places = {level: pl.col(name) for level, name in names.items()} | {FRANCE: pl.lit(TOP)}
    levels = [
        every.with_columns(level=pl.lit(level), code=code).drop_nulls("code").group_by(KEY).agg(**figures)
        for level, code in places.items()
    ]
    return pl.concat(levels)
