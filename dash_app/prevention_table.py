"""The work of `cyberimpact prevention orient`: narratives of alarm with the official resources that help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from analytics.claims import find
from analytics.communities.labels import labels
from analytics.posts import read
from analytics.prevention import orient, parse, resources
from analytics.results.crowds import community_members
from cypher import query

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.prevention import Resources
    from analytics.prevention.resources import Resource
    from dash_app.texts import Lang
    from graph.store import Store

FEWEST: Final = 11  # people behind a narrative
CLAIM, COMMUNITY = "claim", "community"
MANY: Final = 1_000  # communities that are looked at
SCHEMA: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "kind": pl.String, "narrative": pl.String, "title": pl.String, "texts": pl.List(pl.String), "people": pl.Int64,
}  # fmt: skip
COLUMNS: Final = ("kind", "narrative", "title", "people", "theme", "score", "words", "resources")


def of_store(store: Store) -> pl.DataFrame:
    """SCHEMA: claims of the graph by their wordings, communities by the words that set them apart."""
    claims = store.read(query("windows/narratives"), {"least": FEWEST})
    crowds = store.read(query("crowds/communities"), {"min_size": FEWEST, "limit": MANY})
    return pl.concat([_narratives(CLAIM, claims), _communities(crowds)])


def of_posts(posts: pl.DataFrame) -> pl.DataFrame:
    """SCHEMA, from a canonical post file; ValueError for a file without texts."""
    if "text" not in posts.columns:
        raise ValueError("these posts have no column text: nobody tells anything")
    found, table = find(posts), read(posts)
    said = pl.DataFrame({"uid": table.uid, "author": table.author, "text": posts["text"]})
    stated = found.posts.filter(relation="STATES").join(said, on="uid").drop_nulls("author")
    claims = stated.group_by(narrative="claim_id").agg(
        texts=pl.col("text").drop_nulls().unique().sort(), people=pl.col("author").n_unique()
    )
    titles = found.table.select("title", narrative="claim_id")
    members = community_members(posts)
    sizes = members.group_by("community").agg(size=pl.len())
    crowds = labels(members.select("author", "community"), posts).join(sizes, on="community")
    return pl.concat([_narratives(CLAIM, claims.join(titles, on="narrative")), _communities(crowds)])


def oriented(narratives: pl.DataFrame, known: Resources, lang: Lang) -> pl.DataFrame:
    """COLUMNS, the narratives of most people first; resources as they are read out, in the language."""
    found = orient(narratives.drop("kind", "title"), known)
    told = {name: _told(resource, lang) for name, resource in known.resources.items()}
    themes = {name: getattr(theme, lang) for name, theme in known.themes.items()}
    joined = found.join(narratives.drop("texts"), on="narrative").with_columns(
        pl.col("theme").replace(themes), pl.col("resources").list.eval(pl.element().replace(told))
    )
    order = ["people", "narrative", "score", "theme"]
    return joined.sort(order, descending=[True, False, True, False]).select(COLUMNS)


def read_resources(path: Path | None) -> Resources:
    """A service's own file, else those that are shipped; ValueError naming the file and what is wrong."""
    if path is None:
        return resources()
    try:
        return parse(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error


def _told(resource: Resource, lang: Lang) -> str:
    return ", ".join(part for part in (getattr(resource, lang), resource.phone, resource.url) if part)


def _communities(crowds: pl.DataFrame) -> pl.DataFrame:
    words = pl.col("words").fill_null([])
    named = crowds.select(narrative="community", title=words.list.join(", "), texts=words, people="size")
    return _narratives(COMMUNITY, named)


def _narratives(kind: str, rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(kind=pl.lit(kind)).select(list(SCHEMA)).cast(pl.Schema(SCHEMA))
