"""From contents that hang together to claims: sides parted, and how each post came to its claim."""

import polars as pl

from analytics.claims.merging import merged
from analytics.claims.orphans import adopted
from analytics.claims.state import State, states

TITLE = 200  # characters of a title


def groups(state: State) -> pl.DataFrame:
    """Posts that state a claim, in order of time: POSTS and row (of them), group, leader, score, method.

    A group is a component of contents and a side: 2 × component, + 1 where the content is opposed.
    """
    of_contents = _of_contents(state).filter("states").drop("states", "uses")
    said = _with_orphans(
        state, state.posts.with_row_index("row").join(of_contents, on="content", maintain_order="left")
    )
    side = pl.col("component") * 2 + pl.col("opposed").cast(pl.Int64)
    repeats = pl.col("repeats")
    return said.with_columns(
        group=side,
        score=pl.when(repeats).then(1.0).otherwise("score"),
        method=pl.when(repeats).then(pl.lit("observed")).otherwise("method"),
    ).sort("at", maintain_order=True)


def _with_orphans(state: State, said: pl.DataFrame) -> pl.DataFrame:
    """The posts, those of components that only deny something in the component of what they deny."""
    wordings = said.group_by("component", "leader", "opposed").agg(
        pl.len().alias("posts"), framed=pl.col("opposed").first() & pl.col("denial").any()
    )
    wordings = wordings.sort("component", "leader", "opposed")
    texts = state.contents["content"].gather(wordings["leader"])
    homes = adopted(wordings, texts, state.stems, state.contents.height)
    return said.join(homes, on="component", how="left", maintain_order="left").with_columns(
        component=pl.coalesce("of", "component")
    )


def _of_contents(state: State) -> pl.DataFrame:
    """`content, uses, leader, states, component, score, method`: how each content came to its component."""
    contents = state.contents
    leader = contents["leader"].to_numpy()
    left, right = (leader[state.edges[end].to_numpy()] for end in ("left", "right"))
    group = merged(contents.height, left, right)[leader]
    table = contents.select("uses", "leader", "likeness", states(contents)).with_columns(
        content=pl.int_range(pl.len(), dtype=pl.Int64),
        component=pl.Series(group),
    )
    table = table.with_columns(weight=pl.col("uses").sum().over("leader"))
    heaviest = pl.col("leader").sort_by(["weight", "leader"], descending=[True, False]).first()
    core = pl.col("leader") == heaviest.over("component")
    itself = pl.col("leader") == pl.col("content")
    table = table.join(_evidence(state), on="leader", how="left", maintain_order="left")
    by_words = pl.when(itself).then(pl.lit("exact")).otherwise(pl.lit("near"))
    aside = ~core & pl.col("found").is_not_null()
    return table.select(
        "content", "uses", "leader", "states", "component",
        score=pl.when(aside).then("strength").otherwise("likeness"),
        method=pl.when(aside).then("found").otherwise(by_words),
    )  # fmt: skip


def _evidence(state: State) -> pl.DataFrame:
    """`leader, strength, found`: the best edge that joins each leader's contents to others."""
    ends = [state.edges.select(content=end, strength="score", found="method") for end in ("left", "right")]
    both = pl.concat(ends)
    leader = state.contents["leader"].gather(both["content"]).alias("leader")
    ranked = both.with_columns(leader).sort("leader", "strength", "found", descending=[False, True, False])
    return ranked.unique("leader", keep="first", maintain_order=True).select("leader", "strength", "found")


def titles(stated: pl.DataFrame) -> pl.DataFrame:
    """`group, title`: the first text of its representative wording that is used most."""
    used = stated.group_by("group", "leader").agg(
        pl.len().alias("posts"),
        pl.col("text").sort_by(pl.col("content") != pl.col("leader"), "at", "uid").drop_nulls().first(),
    )
    first = used.sort("group", "posts", "leader", descending=[False, True, False]).unique(
        "group", keep="first", maintain_order=True
    )
    text = pl.col("text").fill_null("").str.replace_all(r"\s+", " ").str.strip_chars()
    short = pl.when(text.str.len_chars() > TITLE).then(text.str.slice(0, TITLE - 1) + "…").otherwise(text)
    return first.select("group", title=short)


def relations(said: pl.DataFrame, refused: pl.DataFrame) -> pl.DataFrame:
    """uid, claim_id, relation, score, method: what is stated, in order of time, then what is denied."""
    parts = [
        frame.select("uid", "claim_id", pl.lit(name).alias("relation"), "score", "method")
        for name, frame in (("STATES", said), ("DENIES", refused.sort("at", "uid", "claim_id")))
    ]
    return pl.concat(parts)
