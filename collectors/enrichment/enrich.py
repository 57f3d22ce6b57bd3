"""Records of one kind → rows for the graph: located, with language, hashtags, links and needs. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from collectors.enrichment import needs
from collectors.enrichment.accounts import pseudonymise, without_contacts
from collectors.enrichment.language import detect
from collectors.enrichment.places import locate
from collectors.enrichment.text import canonical_urls, hashtags
from collectors.records import Feedback, Post, Record, frame
from graph import loads

if TYPE_CHECKING:
    from graph.loads import NodeLoad
    from graph.privacy import Pseudonyms

LINK_LENGTH = 2_048  # an index of Neo4j cannot hold a key beyond 8 KB
TAG_LENGTH = 200
# The host of a canonical address, without its port and "www.".
_DOMAIN = r"^https?://(?:www\.)?(\[[^\]/?#]*\]|[^/?#:\[\]]*)(?::\d+)?(?:[/?#]|$)"
PLACE = pl.Struct({"key": pl.String, "method": pl.String, "precision": pl.String})
_AUTHOR = pl.Struct({"key": pl.String, "platform": pl.String, "followers": pl.Int64})
_LINK = pl.Struct({"key": pl.String, "domain": pl.String})


@dataclass(frozen=True, slots=True)
class Rows:
    """What to load: a frame of the shape's columns; how many place names were left open."""

    shape: NodeLoad
    frame: pl.DataFrame
    ambiguous: int


def rows(records: list[Record], pseudonyms: Pseudonyms, run: str) -> Rows:
    """Rows of one batch of records of one kind (at least one)."""
    kind = type(records[0])
    columns = frame(records, kind)
    columns = columns.with_columns(pl.lit(run).alias("run"))
    if kind is Post:
        shape, made, ambiguous = loads.POSTS, *_posts(columns, records, pseudonyms)
    elif kind is Feedback:
        shape, made, ambiguous = loads.FEEDBACK, *_feedback(columns)
    else:
        shape, made, ambiguous = loads.OFFERS, *_offers(columns)
    return Rows(shape, made, ambiguous)


def _posts(posts: pl.DataFrame, records: list[Record], pseudonyms: Pseudonyms) -> tuple[pl.DataFrame, int]:
    located = locate(posts)
    posts = posts.with_columns(
        lang=detect(posts["text"], posts["lang"]),
        hashtags=tags_of(posts),
        place=place_entries(located.frame),
        needs=_own_needs(posts),
        urls=canonical_urls(posts["urls"]),
    )
    handles = [record.handles for record in records if isinstance(record, Post)]
    posts = pseudonymise(posts, handles, pseudonyms)
    parents = {"reply_to": "reply_to_uid", "repost_of": "repost_of_uid", "quote_of": "quote_of_uid"}
    posts = posts.with_columns(
        _author(),
        *(_one(column).alias(name) for name, column in parents.items()),
        links=_links(posts["urls"]),
        mentions=pl.col("mentions").fill_null([]),
    )
    return posts.drop(*parents.values(), "urls", "followers", "place_insee"), located.ambiguous


def _own_needs(posts: pl.DataFrame) -> pl.Series:
    """The needs that each post expresses; a relay repeats somebody else's need and expresses none."""
    said = pl.when(pl.col("kind") != "repost").then("text")
    return needs.from_text(posts.select(said).to_series())


def _author() -> pl.Expr:
    author = pl.concat_list(pl.struct(key="author", platform="platform", followers="followers"))
    none = pl.lit([], dtype=pl.List(_AUTHOR))
    return pl.when(pl.col("author").is_null()).then(none).otherwise(author).alias("author")


def _one(column: str) -> pl.Expr:
    return pl.concat_list(column).list.drop_nulls()


def tags_of(posts: pl.DataFrame) -> pl.Series:
    """The source's hashtags in lower case, or those of the text where it gives none."""
    given = pl.col("hashtags").list.eval(pl.element().str.strip_chars("#").str.to_lowercase())
    silent = posts.select(pl.when(pl.col("hashtags").is_null()).then("text")).to_series()
    merged = posts.with_columns(found=hashtags(silent)).select(
        pl.coalesce(given, "found").fill_null([]).alias("hashtags")
    )
    short = pl.element().filter(pl.element().str.len_chars().is_between(1, TAG_LENGTH))
    return merged.select(pl.col("hashtags").list.eval(short).list.unique(maintain_order=True)).to_series()


def _links(urls: pl.Series) -> pl.Series:
    """Canonical addresses as entries {key, domain}, each once a post; those too long for an index are left out."""
    key = pl.element()
    domain = key.str.extract(_DOMAIN).str.strip_chars("[]").fill_null("")
    entries = pl.col("urls").list.eval(pl.struct(key.alias("key"), domain.alias("domain")))
    short = urls.to_frame("urls").select(
        pl.col("urls").fill_null([]).list.unique(maintain_order=True)
        .list.eval(key.filter(key.str.len_chars() <= LINK_LENGTH))
    )  # fmt: skip
    return short.select(entries.cast(pl.List(_LINK)).alias("links")).to_series()


def place_entries(located: pl.DataFrame) -> pl.Series:
    """One entry per located row, none for the others."""
    entry = pl.concat_list(pl.struct(key="location_uid", method="method", precision="precision"))
    none = pl.lit([], dtype=pl.List(PLACE))
    return located.select(
        pl.when(pl.col("location_uid").is_null()).then(none).otherwise(entry).alias("place")
    ).to_series()


def _feedback(feedback: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    located = locate(feedback)
    feedback = feedback.with_columns(
        lang=detect(feedback["text"]),
        place=place_entries(located.frame),
        needs=needs.from_axes(feedback),  # crisis words mean something else in a complaint
        text=without_contacts(pl.col("text")),
        title=without_contacts(pl.col("title")),
        services=pl.col("services").fill_null([]),
    )
    return feedback.drop("departement", "postal_code", "place_insee"), located.ambiguous


def _offers(offers: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    located = locate(offers.with_columns(text=pl.lit("")))
    entry = pl.struct(pl.element().alias("key"), pl.lit("declared").alias("method"))
    offers = offers.with_columns(
        place=place_entries(located.frame), needs=pl.col("answers").fill_null([]).list.eval(entry)
    )
    return offers.drop("answers", "place_insee", "postal_code", "departement"), located.ambiguous
