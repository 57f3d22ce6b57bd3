"""Which needs a text or a feedback expresses, by the rules of the taxonomy; each distinct text is read once."""

from __future__ import annotations

import polars as pl

from collectors.enrichment import need_rules
from collectors.enrichment.need_signs import may_state
from collectors.enrichment.text import WEB_ADDRESS, plain_letters
from collectors.records import strings
from graph.taxonomy import taxonomy

ENTRY = pl.Struct({"key": pl.String, "method": pl.String})


def from_text(texts: pl.Series) -> pl.Series:
    """Need classes that each text expresses, as entries {key, method: lexicon}, row by row.

    A text that offers help expresses no need. Never raises; an empty text expresses none.
    """
    said = texts.to_frame("text")
    words = said.drop_nulls().unique().with_columns(words=_words()).filter(may_state(pl.col("words")))
    keys = words.select("text", strings("keys", [_keys(text) for text in words["words"]]))
    known = said.join(keys, on="text", how="left", maintain_order="left")
    return _entries(known.select(pl.col("keys").fill_null([])).to_series(), "lexicon")


def from_axes(feedback: pl.DataFrame) -> pl.Series:
    """The axes of the form that a user judged negative, as entries {key, method: declared}."""
    names = [name for name in taxonomy().axes().values() if name in feedback.columns]
    negative = [pl.when(pl.col(n) == "negative").then(pl.lit(n)) for n in names]
    keys = feedback.select(pl.concat_list(negative).list.drop_nulls()).to_series()
    return _entries(keys, "declared")


def _words() -> pl.Expr:
    """Text → folded words, sentence ends and commas, each between two spaces: " plus d eau . aidez nous . "."""
    said = pl.col("text").str.replace_all(WEB_ADDRESS, " ").str.replace_all(r"(\p{Ll})(\p{Lu})", "$1 $2")
    ends = plain_letters(said.str.replace_many(list(need_rules.MARKS), list(need_rules.MARKS.values())))
    tags = ends.str.replace_all(need_rules.tags(), " $1 ")
    words = pl.format(" {} ", tags.fill_null("")).str.replace_all(r"[^a-z0-9.,?]+", "  ")
    spelt = words.str.replace_many(*need_rules.spellings())
    return spelt.str.replace_all("  ", " ", literal=True)


def _keys(words: str) -> list[str]:
    claimed = need_rules.claimed(words)
    return [] if claimed is None else need_rules.stated(claimed)


def _entries(keys: pl.Series, method: str) -> pl.Series:
    entry = pl.struct(pl.element().alias("key"), pl.lit(method).alias("method"))
    return keys.to_frame("needs").select(pl.col("needs").list.eval(entry).cast(pl.List(ENTRY))).to_series()
