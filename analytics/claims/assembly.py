"""From contents that hang together to claims: sides parted, and how each post came to its claim."""

import numpy as np
import polars as pl

from analytics.arrays import Int64s
from analytics.claims.merging import merged
from analytics.claims.orphans import adopted
from analytics.claims.state import State, states

TITLE = 200  # characters of a title


def groups(state: State) -> pl.DataFrame:
    """Posts that state a claim, in order of time: POSTS but text and parents, and row (of them), group,
    leader, score, method.

    A group is a component of contents and a side: 2 × component, + 1 where the content is opposed.
    """
    placed = _of_contents(state)
    placed = _with_orphans(state, placed)
    said = placed["states"].gather(state.posts["content"]).fill_null(value=False)
    posts = state.posts.drop("text", "parent_uid", "parent").with_row_index("row").filter(said)
    own = placed.select("leader", "component", "score", "method")[posts["content"]]
    repeats = pl.col("repeats")
    stated = posts.with_columns(own.get_columns()).with_columns(
        group=pl.col("component") * 2 + pl.col("opposed").cast(pl.Int64),
        score=pl.when(repeats).then(1.0).otherwise("score"),
        method=pl.when(repeats).then(pl.lit("observed")).otherwise("method"),
    )
    return (
        stated
        if stated["at"].is_sorted(nulls_last=True)
        else stated.sort("at", nulls_last=True, maintain_order=True)
    )


def wordings(stated: pl.DataFrame) -> pl.DataFrame:
    """A row a content and side, as the first post has it: content, opposed, group, leader, uid, at; sorted.

    row is the first post that does not repeat another, posts how many there are, denial how many framed as one.
    """
    key = stated.select(_key()).to_series().to_numpy()
    repeats = stated["repeats"].to_numpy()
    first, original = _firsts(key, np.arange(key.size)), _firsts(key, np.flatnonzero(~repeats))
    side = np.flatnonzero(first >= 0)
    row = pl.Series("row", np.append(stated["row"], 0)[original[side]])
    used = stated.select("content", "opposed", "group", "leader", "uid", "at")[first[side]]
    return used.with_columns(
        pl.select(pl.when(pl.Series(original[side]) >= 0).then(row)).to_series().alias("row"),
        posts=pl.Series(np.bincount(key, minlength=first.size)[side]),
        denial=pl.Series(np.bincount(key[stated["denial"].to_numpy()], minlength=first.size)[side]),
    )


def _key() -> pl.Expr:
    return pl.col("content") * 2 + pl.col("opposed").cast(pl.Int64)


def _firsts(key: Int64s, rows: Int64s) -> Int64s:
    """First of the (ascending) rows of each key, -1 for none."""
    first = np.full(int(key.max(initial=-1)) + 1, -1, np.int64)
    first[key[rows[::-1]]] = rows[::-1]
    return first


def _with_orphans(state: State, placed: pl.DataFrame) -> pl.DataFrame:
    """The contents, those of components that only deny something in the component of what they deny."""
    used = _uses(state.posts, placed.height)
    used = used.with_columns(placed.select("leader", "component", "states")[used["content"]].get_columns())
    used = used.filter("states")
    sides = used.group_by("component", "leader", "opposed").agg(
        pl.col("posts").sum(), framed=pl.col("opposed").first() & pl.col("denial").any()
    )
    sides = sides.sort("component", "leader", "opposed")
    texts = state.contents["content"].gather(sides["leader"])
    homes = adopted(sides, texts, state.stems, state.contents.height)
    return placed.join(homes, on="component", how="left", maintain_order="left").with_columns(
        component=pl.coalesce("of", "component")
    )


def _uses(posts: pl.DataFrame, contents: int) -> pl.DataFrame:
    """`content, opposed, posts, denial`: how many posts take each side, and whether one is framed as a denial."""
    key = posts.select(_key()).to_series()
    count = np.bincount(key.drop_nulls().to_numpy(), minlength=2 * contents)
    framed = np.bincount(key.filter(posts["denial"]).drop_nulls().to_numpy(), minlength=2 * contents)
    side = np.flatnonzero(count)
    return pl.DataFrame(
        {"content": side // 2, "opposed": side % 2 == 1, "posts": count[side], "denial": framed[side] > 0}
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


def titles(used: pl.DataFrame, posts: pl.DataFrame) -> pl.DataFrame:
    """`group, title`: the first text of its representative wording that is used most.

    used   `wordings`
    posts  POSTS, for their text
    """
    ranked = used.with_columns(weight=pl.col("posts").sum().over("group", "leader")).sort(
        "group", "weight", "leader", pl.col("content") != pl.col("leader"), "at", "uid",
        descending=[False, True, False, False, False, False],
    )  # fmt: skip
    first = ranked.unique("group", keep="first", maintain_order=True)
    told = first.select("group", text=posts["text"].gather(first["row"]))
    text = pl.col("text").fill_null("").str.replace_all(r"\s+", " ").str.strip_chars()
    short = pl.when(text.str.len_chars() > TITLE).then(text.str.slice(0, TITLE - 1) + "…").otherwise(text)
    return told.select("group", title=short)


def relations(said: pl.DataFrame, refused: pl.DataFrame) -> pl.DataFrame:
    """uid, claim_id, relation, score, method: what is stated, in order of time, then what is denied."""
    parts = [
        frame.select("uid", "claim_id", pl.lit(name).alias("relation"), "score", "method")
        for name, frame in (("STATES", said), ("DENIES", refused.sort("at", "uid", "claim_id")))
    ]
    return pl.concat(parts)
