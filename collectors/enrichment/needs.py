"""Which needs a text or a feedback expresses: rules of the taxonomy, on whole columns."""

from __future__ import annotations

import polars as pl

from collectors.enrichment import need_rules
from collectors.enrichment.text import WEB_ADDRESS, folded
from graph.taxonomy import taxonomy

ENTRY = pl.Struct({"key": pl.String, "method": pl.String})


def from_text(texts: pl.Series) -> pl.Series:
    """Need classes that each text expresses, as entries {key, method: lexicon}, row by row.

    A text that offers help expresses no need. Never raises; an empty text expresses none.
    """
    words = texts.to_frame("text").select(t=_words())
    offered = words.select(pl.col("t").str.contains(need_rules.offers())).to_series()
    asking = words.with_columns(t=pl.when(~offered).then(_claimed()))
    found = asking.select("t", keys=_found(need_rules.needs()))
    alone = pl.when(pl.col("keys").list.len() == 0).then("t")
    other = found.select(t=alone).select(_found(need_rules.questions())).to_series()
    keys = found.select(pl.concat_list("keys", other)).to_series()
    return _entries(keys, "lexicon")


def from_axes(feedback: pl.DataFrame) -> pl.Series:
    """The axes of the form that a user judged negative, as entries {key, method: declared}."""
    names = [name for name in taxonomy().axes().values() if name in feedback.columns]
    negative = [pl.when(pl.col(n) == "negative").then(pl.lit(n)) for n in names]
    keys = feedback.select(pl.concat_list(negative).list.drop_nulls()).to_series()
    return _entries(keys, "declared")


def _words() -> pl.Expr:
    """Text → folded words, sentence ends and commas, each between two spaces: " plus d eau . aidez nous . "."""
    said = pl.col("text").str.replace_all(WEB_ADDRESS, " ").str.replace_all(r"(\p{Ll})(\p{Lu})", "$1 $2")
    ends = folded(said.str.replace_many(list(need_rules.MARKS), list(need_rules.MARKS.values())))
    tags = ends.str.replace_all(need_rules.tags(), " $1 ")
    words = pl.format(" {} ", tags.fill_null("")).str.replace_all(r"[^a-z0-9.,?]+", "  ")
    spelt = words.str.replace_many(*need_rules.spellings())
    return spelt.str.replace_all("  ", " ", literal=True)


def _claimed() -> pl.Expr:
    """The words without what means something else, and without clauses that say that nothing is lacking."""
    kept = pl.col("t")
    for pattern in need_rules.passed_over():
        kept = kept.str.replace_all(pattern, " , ")
    return kept


def _found(patterns: tuple[need_rules.Pattern, ...]) -> pl.Expr:
    """The names whose pattern is in the words."""
    return pl.concat_list(pl.when(_has(p)).then(pl.lit(p.name)) for p in patterns).list.drop_nulls()


def _has(pattern: need_rules.Pattern) -> pl.Expr:
    words = pl.col("t")
    said = words.str.contains(pattern.phrase) | words.str.contains(pattern.parted)
    if not pattern.words:
        return said
    worth_reading = pl.when(words.str.contains_any(pattern.words)).then(words).otherwise(pl.lit(""))
    return said | worth_reading.str.contains(pattern.cued)


def _entries(keys: pl.Series, method: str) -> pl.Series:
    entry = pl.struct(pl.element().alias("key"), pl.lit(method).alias("method"))
    return keys.to_frame("needs").select(pl.col("needs").list.eval(entry).cast(pl.List(ENTRY))).to_series()
