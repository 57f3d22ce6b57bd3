"""Who denies which claim."""

import numpy as np
import polars as pl

from analytics.claims.state import State

FRAMED = 0.1  # of the posts that oppose a claim are framed as denials
AGREED = 0.5  # of the answers that a claim gives must deny one and the same claim before the claim denies it
NONE = np.int64(-1)


def denials(state: State, stated: pl.DataFrame, used: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Posts that deny a group (uid, at, group, score, method) and which group denies which (source, target, posts).

    The opposed side of a content denies its other side. An answer framed as a denial denies what it answers;
    what it states denies that too, when half of the answers that state it do. stated: assembly.groups; used:
    assembly.wordings of it.
    """
    refusing = _denying(stated, used)
    opposed = _opposed(refusing, used)
    answers = _denying_answers(state, stated)
    links = pl.concat([opposed.select("source", "target", "posts"), _agreed(answers, opposed)])
    by_claim = refusing.join(links.select(group="source", target="target"), on="group").select(
        "uid", "at", "score", "method", group="target"
    )
    directly = answers.select("uid", "at", score=pl.lit(1.0), method=pl.lit("observed"), group="target")
    every = pl.concat([by_claim, directly.select(by_claim.columns)])
    return every.unique(["uid", "group"], keep="first", maintain_order=True), links


def _opposed(refusing: pl.DataFrame, used: pl.DataFrame) -> pl.DataFrame:
    """source, target, posts: opposed sides that have another side to deny."""
    sides = refusing.group_by(source="group").agg(pl.len().cast(pl.Int64).alias("posts"))
    opposed = sides.filter(pl.col("source") % 2 == 1).with_columns(target=pl.col("source") - 1)
    return opposed.join(used.select(target="group"), on="target", how="semi")


def _denying(stated: pl.DataFrame, used: pl.DataFrame) -> pl.DataFrame:
    """Opposed posts of claims often framed as denials, or whose wording is said as often unnegated.

    "Personne n'a retouché la photo" is no denial because somebody once misspelt its negation.
    """
    component, opposed = pl.col("group") // 2, pl.col("opposed")
    against = pl.when(opposed).then("posts").otherwise(0)
    framed = pl.when(opposed).then("denial").otherwise(0)
    enough = framed.sum().over(component) >= FRAMED * against.sum().over(component)
    rare = against.sum().over("leader") <= 0.5 * pl.col("posts").sum().over("leader")
    denying = used.filter(opposed & (enough | rare)).select("content")
    return stated.filter("opposed").join(denying, on="content", how="semi", maintain_order="left")


def _denying_answers(state: State, stated: pl.DataFrame) -> pl.DataFrame:
    """Answers framed as denials: uid, at, source (the group they state, if any), target (the group they answer).

    What states something of its own and answers a denial agrees with it more often than not: it does not count.
    """
    group = np.full(state.posts.height, NONE)
    group[stated["row"].to_numpy()] = stated["group"]
    row = (state.posts["denial"] & state.posts["parent"].is_not_null()).arg_true().to_numpy()
    both = state.posts.select("uid", "at", "parent")[row].with_columns(
        source=pl.Series(group[row]), target=pl.Series(group)[state.posts["parent"].gather(row)]
    )
    both = both.filter(pl.col("target") != NONE).with_columns(
        source=pl.when(pl.col("source") != NONE).then("source")
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
