"""From contents that hang together to claims: sides parted, who denies whom, what each post is worth."""

import numpy as np
import polars as pl

from analytics.claims.orphans import adopted
from analytics.claims.state import State, states
from analytics.claims.union import components

TITLE = 200  # characters of a title
FRAMED = 0.1  # of the posts that oppose a claim are framed as denials
AGREED = 0.5  # of the answers that a claim gives must deny one and the same claim before the claim denies it


def groups(state: State) -> pl.DataFrame:
    """Posts that state a claim, in order of time: POSTS and group, leader, score, method.

    A group is a component of contents and a side: 2 × component, + 1 where the content is opposed.
    """
    of_contents = _of_contents(state).filter("states").drop("states", "uses")
    said = _with_orphans(state, state.posts.join(of_contents, on="content", maintain_order="left"))
    side = pl.col("component") * 2 + pl.col("opposed").cast(pl.Int64)
    repeats = pl.col("repeats")
    return said.with_columns(
        group=side,
        score=pl.when(repeats).then(1.0).otherwise("score"),
        method=pl.when(repeats).then(pl.lit("observed")).otherwise("method"),
    ).sort("at", "uid")


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
    number = np.arange(contents.height)
    left = np.concatenate([state.edges["left"].to_numpy(), number])
    right = np.concatenate([state.edges["right"].to_numpy(), contents["leader"].to_numpy()])
    table = contents.select("uses", "leader", "likeness", states(contents)).with_columns(
        content=pl.int_range(pl.len(), dtype=pl.Int64),
        component=pl.Series(components(contents.height, left, right)),
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


def denials(state: State, stated: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Posts that deny a group (uid, at, group, score, method) and which group denies which (source, target, posts).

    The opposed side of a content denies its other side. An answer framed as a denial denies what it answers;
    what it states denies that too, when half of the answers that state it do.
    """
    opposed = _opposed(stated)
    answers = _denying_answers(state, stated)
    links = pl.concat([opposed.select("source", "target", "posts"), _agreed(answers, opposed)])
    by_claim = (
        _denying(stated)
        .join(links.select(group="source", target="target"), on="group")
        .select("uid", "at", "score", "method", group="target")
    )
    directly = answers.select("uid", "at", score=pl.lit(1.0), method=pl.lit("observed"), group="target")
    every = pl.concat([by_claim, directly.select(by_claim.columns)])
    return every.unique(["uid", "group"], keep="first", maintain_order=True), links


def _opposed(stated: pl.DataFrame) -> pl.DataFrame:
    """source, target, posts: opposed sides that have another side to deny."""
    sides = _denying(stated).group_by(source="group").agg(pl.len().cast(pl.Int64).alias("posts"))
    opposed = sides.filter(pl.col("source") % 2 == 1).with_columns(target=pl.col("source") - 1)
    return opposed.join(stated.select(target="group"), on="target", how="semi")


def _denying(stated: pl.DataFrame) -> pl.DataFrame:
    """Opposed posts of claims often framed as denials, or whose wording is said as often unnegated.

    "Personne n'a retouché la photo" is no denial because somebody once misspelt its negation.
    """
    component = pl.col("group") // 2
    opposed = pl.col("opposed")
    framed = (pl.col("denial") & opposed).sum().over(component) >= FRAMED * opposed.sum().over(component)
    return stated.filter(opposed & (framed | (opposed.mean().over("leader") <= 0.5)))


def _denying_answers(state: State, stated: pl.DataFrame) -> pl.DataFrame:
    """Answers framed as denials: uid, at, source (the group they state, if any), target (the group they answer).

    What states something of its own and answers a denial agrees with it more often than not: it does not count.
    """
    of_uid = stated.select("uid", "group")
    answers = state.posts.filter("denial", pl.col("parent").is_not_null())
    parents = state.posts["uid"].gather(answers["parent"])
    both = (
        answers.select("uid", "at")
        .with_columns(parent=parents)
        .join(of_uid.rename({"group": "source"}), on="uid", how="left", maintain_order="left")
        .join(of_uid.select(parent="uid", target="group"), on="parent", maintain_order="left")
    )
    said = pl.col("source").is_not_null()
    same = pl.col("source") // 2 == pl.col("target") // 2
    return both.filter(~said | ((pl.col("target") % 2 == 0) & ~same)).sort("at", "uid")


def _agreed(answers: pl.DataFrame, opposed: pl.DataFrame) -> pl.DataFrame:
    told = answers.drop_nulls("source").join(opposed, on="source", how="anti")
    counted = told.group_by("source", "target").agg(pl.len().cast(pl.Int64).alias("posts"))
    share = pl.col("posts") / pl.col("posts").sum().over("source")
    kept = counted.with_columns(share=share).filter(pl.col("share") >= AGREED)
    return kept.sort("source", "posts", "target", descending=[False, True, False]).unique(
        "source", keep="first", maintain_order=True).select("source", "target", "posts")  # fmt: skip


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
