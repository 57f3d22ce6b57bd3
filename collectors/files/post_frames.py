"""A canonical post file as columns, straight into the analyses: for a trial, or more posts than a graph should hold.

Parquet, JSON lines and CSV, plain or (the last two) compressed. Nothing is archived, pseudonymised or loaded: accounts
stay as the file names them, and languages and places are those that it declares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from collectors.enrichment.enrich import tags_of
from collectors.enrichment.text import canonical_urls
from collectors.files.post_table import SOURCE
from collectors.reading import FileProblemError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TEXTS = (
    "uid", "author_uid", "text", "platform", "lang", "reply_to_uid", "repost_of_uid", "quote_of_uid", "root_uid",
    "place_insee",
)  # fmt: skip
LISTS = ("urls", "hashtags")
NEEDED = ("uid", "author_uid", "created_at")
_JSON: Mapping[str, pl.DataType] = {
    **dict.fromkeys(TEXTS, pl.String()),
    **dict.fromkeys(LISTS, pl.List(pl.String)),
    "author_followers": pl.Float64(),
}


def read_posts(path: Path) -> pl.DataFrame:
    """The canonical columns that a file has, addresses in their canonical form, empty texts as nulls.

    returns  uid, author_uid, created_at (as it stands) and whichever of text, platform, lang, reply_to_uid,
             repost_of_uid, quote_of_uid, root_uid, place_insee, author_followers, urls, hashtags are there
    raises   FileProblemError naming the file, what is wrong and the cure
    """
    try:
        frame = _named(_scan(path)).collect()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise FileProblemError(f"{path} cannot be read as a post file: {error}") from error
    missing = [name for name in NEEDED if name not in frame.columns or _is_empty(frame[name])]
    if missing:
        raise FileProblemError(
            f"{path} has no column {', '.join(missing)}\n  Its columns: {', '.join(frame.columns)}\n"
            "  Another spelling is taken by: cyberimpact import FILE --guess"
        )
    return _canonical(frame)


def read_follows(path: Path) -> pl.DataFrame:
    """The table `follower_uid, followed_uid`; FileProblemError where it is none."""
    columns = ("follower_uid", "followed_uid")
    try:
        scanned = _scan(path)
        missing = [name for name in columns if name not in scanned.collect_schema()]
        if not missing:
            return scanned.select(pl.col(columns).cast(pl.String)).collect()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise FileProblemError(f"{path} cannot be read as a table of follow relations: {error}") from error
    raise FileProblemError(f"{path} has no column {', '.join(missing)}\n  Expected: {', '.join(columns)}")


def _scan(path: Path) -> pl.LazyFrame:
    name = path.name.lower().removesuffix(".gz").removesuffix(".zst")
    if name.endswith((".parquet", ".pq")):
        return pl.scan_parquet(path)
    if name.endswith((".jsonl", ".ndjson")):
        return _json_lines(path)
    if name.endswith((".csv", ".tsv")):
        return pl.scan_csv(path, separator="\t" if name.endswith(".tsv") else ",", infer_schema=False)
    raise FileProblemError(f"{path} is no post file\n  Expected: .parquet, .jsonl or .csv")


def _json_lines(path: Path) -> pl.LazyFrame:
    """What a column holds does not hang on its first rows, but for created_at: text or a number."""
    first = pl.scan_ndjson(path, infer_schema_length=10_000).collect_schema()
    given = {name: spelt for name, spelt in SOURCE.fields.items() if name in _JSON}
    known = {name: _JSON[field] for field, spelt in given.items() for name in spelt}
    others = {name: kind for name, kind in first.items() if name not in known}
    return pl.scan_ndjson(path, schema={**known, **others})


def _named(scanned: pl.LazyFrame) -> pl.LazyFrame:
    """The columns that are canonical, by their name or one of the declared aliases."""
    there = scanned.collect_schema()
    named = {}
    for field in (*TEXTS, *LISTS, "created_at", "author_followers"):
        found = next((n for n in (field, *SOURCE.fields.get(field, ())) if n in there), None)
        if found is not None:
            named[field] = _typed(field, found, there[found])
    return scanned.select(**named)


def _typed(field: str, name: str, kind: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if field in LISTS:
        return (
            column.cast(pl.List(pl.String))
            if isinstance(kind, pl.List)
            else column.cast(pl.String).str.split("|")
        )
    if field == "author_followers":
        return column.cast(pl.Float64, strict=False).cast(pl.Int64, strict=False)
    if field == "created_at":
        return column
    text = column.cast(pl.String)
    return text if field == "text" else pl.when(text.str.len_bytes() > 0).then(text)


def _is_empty(column: pl.Series) -> bool:
    return column.null_count() == len(column) > 0


def _canonical(frame: pl.DataFrame) -> pl.DataFrame:
    """Addresses and hashtags as the import would write them."""
    if "urls" in frame.columns:
        frame = frame.with_columns(canonical_urls(frame["urls"]).alias("urls"))
    return frame.with_columns(tags_of(frame).alias("hashtags")) if "hashtags" in frame.columns else frame
