"""All that is known of the claims so far, and how new posts extend it at the cost of the new ones."""

from dataclasses import dataclass, replace

import polars as pl

from analytics.claims import evidence, topic
from analytics.claims.arrival import CONTENTS, POSTS, arrivals, arriving, with_late_parents
from analytics.claims.index import Index
from analytics.claims.leaders import around_leaders
from analytics.claims.reading import read
from analytics.claims.wordings import POOR, POOR_ANSWER, links

LINKS = pl.Schema({"link": pl.String, "method": pl.String, "content": pl.Int64, "opposed": pl.Boolean})


@dataclass(frozen=True, slots=True)
class State:
    """Rows are numbered in order of arrival and never move.

    posts     POSTS: `content` is a row of contents, null where nothing is said; `parent` a row of posts
    contents  CONTENTS: distinct texts without negation and framing; `leader` represents its near-duplicates
    edges     evidence.EDGES between contents
    links     LINKS: distinct uses of an address or a medium
    stems     topic.counts of the contents
    index     of the contents, in their order; None before the first extension that needs it
    """

    posts: pl.DataFrame
    contents: pl.DataFrame
    edges: pl.DataFrame
    links: pl.DataFrame
    stems: pl.DataFrame
    index: Index | None


EMPTY = State(
    POSTS.to_frame(),
    CONTENTS.to_frame(),
    evidence.EDGES.to_frame(),
    LINKS.to_frame(),
    pl.DataFrame(schema={"stem": pl.String, "count": pl.Int64}),
    None,
)


def states(contents: pl.DataFrame) -> pl.Series:
    """Whether each content states a claim at all: it says enough, or an original says it."""
    said = (pl.col("stems") >= POOR_ANSWER) | ((pl.col("stems") >= POOR) & ~pl.col("answer"))
    return contents.select(said.alias("states")).to_series()


def extended(state: State, posts: pl.DataFrame) -> State:
    """The state with the posts it did not have; what it knew of earlier posts stays as it is."""
    arrived = arrivals(read(posts), state.posts)
    if arrived.rows.is_empty():
        return state
    new, contents = arriving(arrived, state.posts, state.contents)
    every, answers = with_late_parents(pl.concat([state.posts, new]), state.posts.height)
    fresh = contents.slice(state.contents.height)
    stems = pl.concat([state.stems, topic.counts(fresh["content"])])
    grown = replace(
        state, posts=every, contents=contents, stems=stems.group_by("stem").agg(pl.col("count").sum())
    )
    awake = states(contents) & ~_padded(states(state.contents), contents.height)
    gathered, index = around_leaders(
        contents, awake.arg_true().to_numpy(), state.index, state.contents.height
    )
    return _joined(replace(grown, contents=gathered, index=index), answers, new, links(arrived.rows))


def _padded(flags: pl.Series, height: int) -> pl.Series:
    return flags.extend(pl.repeat(value=False, n=height - len(flags), dtype=pl.Boolean, eager=True))


def _joined(state: State, answers: pl.DataFrame, new: pl.DataFrame, carried: pl.DataFrame) -> State:
    """The state with the evidence of new answers (child, parent: contents) and of the links of the new posts."""
    said = states(state.contents).arg_true().cast(pl.Int64).implode()
    pairs = answers.filter(pl.col("child").is_in(said), pl.col("parent").is_in(said))
    talk = evidence.conversations(pairs, state.contents, state.stems)
    used = carried.with_columns(new.select("content", "opposed")[carried["row"]].get_columns())
    used = used.filter(pl.col("content").is_in(said)).select(LINKS.names())
    links_now = pl.concat([state.links, used]).unique(maintain_order=True)
    touched = links_now.filter(pl.col("link").is_in(used["link"].unique().implode()))
    shared = evidence.shared_links(touched, state.contents)
    edges = pl.concat([state.edges, talk, shared]).unique(
        ["left", "right", "method"], keep="first", maintain_order=True
    )
    return replace(state, links=links_now, edges=edges)
