"""A canonical post file as the watch reads it: with the needs that each post expresses and where it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from collectors.enrichment import needs
from collectors.enrichment.enrich import tags_of
from collectors.enrichment.places import locate
from collectors.files.post_frames import read_posts

if TYPE_CHECKING:
    from pathlib import Path


def read_watched_posts(path: Path) -> pl.DataFrame:
    """`read_posts` and needs (list of need classes, none for a relay), place_insee, departement, hashtags.

    Places are declared or named in the text, as an import would find them. Raises FileProblemError as read_posts does.
    """
    posts = read_posts(path)
    if "text" not in posts.columns:
        return posts
    if "hashtags" not in posts.columns:
        posts = posts.with_columns(hashtags=pl.lit(None, pl.List(pl.String)))
        posts = posts.with_columns(hashtags=tags_of(posts))
    relay = pl.col("repost_of_uid").is_null() if "repost_of_uid" in posts.columns else pl.lit(value=True)
    said = needs.from_text(posts.select(pl.when(relay).then("text")).to_series())
    place = locate(posts).frame["location_uid"]
    return posts.with_columns(
        place_insee=_code(place, "commune:"),
        departement=_code(place, "departement:"),
        needs=said.to_frame("needs")
        .select(pl.col("needs").list.eval(pl.element().struct.field("key")))
        .to_series(),
    )


def _code(place: pl.Series, prefix: str) -> pl.Series:
    """Code of the places of one kind, null for the others."""
    named = place.to_frame("place").select(
        pl.when(pl.col("place").str.starts_with(prefix)).then(pl.col("place").str.strip_prefix(prefix))
    )
    return named.to_series()
