"""What a text says about places: names with their cues, and postal or INSEE codes."""

from __future__ import annotations

from typing import Final

import polars as pl

from collectors.place_names import CUED, FREE, MARKED_WORD, STRICT, patterns
from collectors.place_rules import marked, street_or_person, strong_cue, unit, weak_cue

_CONTEXT: Final = 48  # characters of marked text that a cue may take before a name
_CODE: Final = r"(?: \^?(?:postal|cp|insee|commune) )? (?:\d{5}|2[ab]\d{3}) "
_NUMBER: Final = r"^ (\d{2,3}|2[ab]|\d{5}) "


def mark(texts: pl.Series) -> pl.DataFrame:
    """row, text in marked form, shouted (mostly capitals).

    In one chunk: the automaton of the names is built again for each.
    """
    text = pl.col("text")
    shouted = text.str.count_matches(r"\p{Lu}") > text.str.count_matches(r"\p{Ll}")
    return texts.to_frame("text").select(text=marked(text), shouted=shouted).rechunk().with_row_index("row")


def names(texts: pl.DataFrame) -> pl.DataFrame:
    """Names in marked texts, the longest at each place: row, mention, kind, key, need, cue, number.

    cue     2 strong, 1 weak, 0 none (see places.yml)
    number  the number right after the name, as in "Rennes (35)": a département's or a postal code; or null
    An Aho–Corasick automaton of the names that can occur does it; names after "rue de" or "Mme" are left out.
    """
    wanted = _possible(texts)["pattern"].implode()
    found = texts.select(
        "row",
        "text",
        "shouted",
        at=pl.col("text").str.find_many(wanted, leftmost=True),
        pattern=pl.col("text").str.extract_many(wanted, leftmost=True),
    )
    hits = found.filter(pl.col("at").list.len() > 0).explode("at", "pattern")
    known = hits.join(patterns(), on="pattern", maintain_order="left").filter(pl.col("kind") != "nothing")
    end = pl.col("at") + pl.col("pattern").str.len_chars()
    start = pl.max_horizontal(pl.col("at").cast(pl.Int64) - _CONTEXT, 0)
    around = known.with_columns(
        before=pl.col("text").str.slice(start, pl.col("at").cast(pl.Int64) - start),
        after=pl.col("text").str.slice(end, 12),
    )
    number_of_days = pl.col("pattern").str.contains(r"\d") & pl.col("after").str.contains(unit())
    kept = around.filter(~number_of_days & ~pl.col("before").str.contains(street_or_person()))
    return kept.with_row_index("mention").select(
        "row",
        "mention",
        "kind",
        "key",
        "need",
        cue=_cue(),
        number=pl.col("after").str.extract(_NUMBER).str.to_uppercase(),
    )


def codes(texts: pl.DataFrame) -> pl.DataFrame:
    """Numbers of five digits standing alone in marked texts: row, number, word (the cue before it, or null)."""
    found = texts.select("row", code=pl.col("text").str.extract_all(_CODE)).explode("code").drop_nulls("code")
    return found.select(
        "row",
        number=pl.col("code").str.extract(r"(\S+) $").str.to_uppercase(),
        word=pl.col("code").str.extract(r"^ \^?([a-z]+)  "),
    )


def _possible(texts: pl.DataFrame) -> pl.DataFrame:
    """The patterns whose first marked word occurs: the automaton of all of them takes 0.1 s to build."""
    words = texts.select(word=pl.col("text").str.extract_all(MARKED_WORD)).explode("word").unique()
    return patterns().join(words, on="word", how="semi", maintain_order="left")


def _cue() -> pl.Expr:
    before = pl.col("before")
    weak = (before.str.contains(weak_cue()) & ~pl.col("shouted")) | pl.col("cued")
    return pl.when(before.str.contains(strong_cue())).then(STRICT).when(weak).then(CUED).otherwise(FREE)
