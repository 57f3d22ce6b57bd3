"""Which needs a text or a feedback expresses: rules of the taxonomy, on whole columns."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from collectors.text import folded
from graph.taxonomy import NeedClass, Taxonomy, taxonomy

if TYPE_CHECKING:
    from collections.abc import Sequence

SPAN = 40  # characters between what says "lacking" and what lacks
ENTRY = pl.Struct({"key": pl.String, "method": pl.String})


def from_text(texts: pl.Series) -> pl.Series:
    """Need classes that each text expresses, as entries {key, method: lexicon}, row by row.

    A text that offers help expresses no need. Never raises; an empty text expresses none.
    """
    words = folded(pl.col("text")).fill_null("").str.replace_all(r"[^\w]+", " ").str.strip_chars(" ")
    frame = pl.DataFrame({"text": texts}).select(pl.format(" {} ", words).alias("t"))
    offered = pl.col("t").str.contains(_offers())
    found = [
        pl.when(~offered & pl.col("t").str.contains(pattern)).then(pl.lit(name))
        for name, pattern in _patterns()
    ]
    return _entries(frame, found, "lexicon")


def from_axes(feedback: pl.DataFrame) -> pl.Series:
    """The axes of the form that a user judged negative, as entries {key, method: declared}."""
    names = [name for name in taxonomy().axes().values() if name in feedback.columns]
    return _entries(feedback, [pl.when(pl.col(n) == "negative").then(pl.lit(n)) for n in names], "declared")


def _entries(frame: pl.DataFrame, found: Sequence[pl.Expr], method: str) -> pl.Series:
    keys = frame.select(pl.concat_list(found).list.drop_nulls().alias("needs")).to_series()
    entry = pl.struct(pl.element().alias("key"), pl.lit(method).alias("method"))
    return keys.to_frame().select(pl.col("needs").list.eval(entry).cast(pl.List(ENTRY))).to_series()


@cache
def _patterns() -> tuple[tuple[str, str], ...]:
    found = taxonomy()
    return tuple((n.name, _pattern(found, n)) for n in found.needs if n.objects or n.phrases)


def _pattern(found: Taxonomy, need: NeedClass) -> str:
    cues, objects, phrases = (_any(words) for words in (found.cues, need.objects, need.phrases))
    lacking = f" {cues} (?:.{{0,{SPAN}}} )?{objects} "
    return f"(?:{lacking}| {phrases} )" if need.phrases else lacking


@cache
def _offers() -> str:
    return f" {_any(taxonomy().offers)} "


def _any(words: tuple[str, ...]) -> str:
    """One of the words, longest first; * stands for the rest of a word."""
    escaped = (re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", " ") for word in words)
    return f"(?:{'|'.join(sorted(escaped, key=len, reverse=True))})"
