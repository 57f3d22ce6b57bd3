"""Narratives and communities of alarm, oriented to official resources.

The input is what many people say: a claim's wordings, or the words that set a community apart. Nothing here reads,
scores or returns a person, and a narrative of fewer than k people is passed over.
"""

import re
from typing import Final

import polars as pl

from analytics.prevention.resources import Resources

SCHEMA: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "narrative": pl.String,
    "theme": pl.String,
    "words": pl.List(pl.String),
    "score": pl.Float64,
    "resources": pl.List(pl.String),
}
PERSONAL = ("author", "author_uid", "person", "user", "user_uid", "account")
FOLDS = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿ", "aaaaaaceeeeiiiinooooouuuuyy"


def orient(narratives: pl.DataFrame, known: Resources, *, k: int = 11) -> pl.DataFrame:
    """The themes of each narrative, the strongest first, and the resources of each theme.

    narratives  `narrative` (id of a claim or community), `texts` (list: wordings, or words of a community), `people`
                (distinct people behind it)
    known       of `resources()`, or a service's own
    k           narratives of fewer people are left out
    returns     narrative, theme, words (those found), score (share of the texts that hold one), resources (names in
                `known.resources`); by narrative, score (falling), theme. A narrative without a theme has no row
    raises      ValueError for a column that tells of persons
    """
    personal = [name for name in PERSONAL if name in narratives.columns]
    if personal:
        raise ValueError(
            f"narratives tell of persons ({', '.join(personal)}); give claims or communities only"
        )
    many = narratives.filter(pl.col("people") >= k).select(pl.col("narrative").cast(pl.String), text="texts")
    texts = many.explode("text").drop_nulls("text").with_columns(text=_folded())
    parts = [_of_theme(texts, name, known) for name in sorted(known.themes)]
    found = pl.concat(parts) if parts else pl.DataFrame(schema=SCHEMA)
    return found.sort("narrative", "score", "theme", descending=[False, True, False])


def _of_theme(texts: pl.DataFrame, name: str, known: Resources) -> pl.DataFrame:
    theme = known.themes[name]
    pattern = rf"(?:{'|'.join(_pattern(word) for word in theme.words)})\b"
    hits = texts.with_columns(hit=pl.col("text").str.extract_all(rf"\b{pattern}"))
    any_hit = pl.col("hit").list.len() > 0
    found = hits.group_by("narrative").agg(
        score=any_hit.mean(), words=pl.col("hit").explode().drop_nulls().unique().sort()
    )
    led = pl.lit(list(theme.resources), pl.List(pl.String))
    named = found.filter(pl.col("score") > 0).with_columns(theme=pl.lit(name), resources=led)
    return named.select(list(SCHEMA)).cast(pl.Schema(SCHEMA))


def _pattern(word: str) -> str:
    return re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", " ")


def _folded() -> pl.Expr:
    """Lower case, no accents, one space for whatever is no letter or digit."""
    plain = pl.col("text").str.to_lowercase().str.replace_many(list(FOLDS[0]), list(FOLDS[1]))
    return plain.str.replace_all(r"[^a-z0-9]+", " ").str.strip_chars()
