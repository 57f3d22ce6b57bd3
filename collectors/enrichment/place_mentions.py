"""What a text says about places: names with their cues, and postal or INSEE codes."""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from collectors.enrichment.place_names import CUED, FREE, STRICT, patterns
from collectors.enrichment.place_rules import (
    determiner_before,
    marked,
    person_before,
    rules,
    something_else_after,
    something_else_before,
    strong_cue,
    unit,
    weak_cue,
)
from collectors.enrichment.place_search import occurrences
from collectors.enrichment.text import fold

_CONTEXT: Final = 48  # characters of marked text that a cue may take before a name
_AFTER: Final = 28  # and what follows: a number, a country, a unit
_CODE: Final = (
    r"(?: \^?(?:postal|cp|insee|commune|habit\w*|domicili\w*|resid\w*|vis|dans) (?: (?:le|dans) )*)?"
    r" (?:\d{5}|2[ab]\d{3}) "
)
# What stands before a name in lower case; or the name begins with its article.
_CUE_BEFORE: Final = (
    " (?:a|au|aux|de|d|du|des|le|la|les|l|vers|sur|entre|direction|commune) (?: (?:le|la|les|l) )?$"
)
_ARTICLE: Final = "^ (?:le|la|les|l)  "
_TITLE: Final = r"[\p{L}\p{N},(–—]\s?(?:L[ea]|Les)\s\p{Lu}[\p{L}’'-]+"
_SAINT: Final = r"\^sainte?  \^[a-z]+ $"  # "Saint-Denis Aubervilliers" names no Denis Aubervilliers
_NUMBER: Final = r"^ (\d{2,3}|2[ab]|\d{5}) "


def mark(texts: pl.Series) -> pl.DataFrame:
    """The raw text, as `said` with its départements named, and that as marked text."""
    accented = rules().accented
    named = pl.col("raw").str.replace_many(
        list(accented), list(accented.values()), ascii_case_insensitive=True
    )
    said = named.str.replace_all(_in_brackets(), "$1 département $2 $3")
    return texts.to_frame("raw").with_columns(said=said).with_columns(text=marked(pl.col("said")))


@cache
def _in_brackets() -> str:
    """Valence (Drôme)", "Vienne, Isère." name the département, though these names are rivers elsewhere."""
    given = rules().departements_cued
    either = "|".join(dict.fromkeys([*given, *(fold(name).capitalize() for name in given)]))
    return rf"([(,])\s*(?:[Ll][ae]s?\s|[Ll]['’])?({either})\s*([).:;!?]|$)"


def names(texts: pl.DataFrame) -> pl.DataFrame:
    """Names in marked texts, the longest at each place: text (its row), kind, key, need, cue, number.

    cue     2 strong, 1 weak, 0 none (see places.yml)
    number  the number right after or before the name, as in "Rennes (35)": a département's or a postal code;
            or null
    Names after "rue de" or "Mme" are left out, and names in lower case without a cue.
    """
    hits = occurrences(texts["text"])
    known = pl.concat([hits, texts[hits["row"]], patterns()[hits["number"]]], how="horizontal")
    known = known.filter(pl.col("kind") != "nothing").with_columns(shouted=_shouted(pl.col("said")))
    end = pl.col("at") + pl.col("pattern").str.len_chars()
    start = pl.max_horizontal(pl.col("at") - _CONTEXT, 0)
    around = known.with_columns(
        before=pl.col("text").str.slice(start, pl.col("at") - start),
        after=pl.col("text").str.slice(end, _AFTER),
        next=_next_departement(end),
    )
    return around.filter(~_something_else()).select(
        "row",
        "kind",
        "key",
        "need",
        cue=_cue(),
        number=pl.coalesce(
            "next", pl.col("after").str.extract(_NUMBER), pl.col("before").str.extract(r" (\d{5}) $")
        ).str.to_uppercase(),
    )


def _shouted(said: pl.Expr) -> pl.Expr:
    """Whether most letters are capitals."""
    return said.str.count_matches(r"\p{Lu}") > said.str.count_matches(r"\p{Ll}")


def _next_departement(end: pl.Expr) -> pl.Expr:
    """Code of the département named right after a name: "Orange, Vaucluse", "Valence (Drôme)"."""
    follows = (pl.col("row").shift(-1) == pl.col("row")) & (pl.col("at").shift(-1) == end)
    named = pl.col("kind").shift(-1) == "departement"
    return pl.when(follows & named).then(pl.col("key").shift(-1))


def _something_else() -> pl.Expr:
    """Whether a name is a number of days, a street, a person, a club, a town abroad or an ordinary word."""
    before, after, pattern = pl.col("before"), pl.col("after"), pl.col("pattern")
    commune, tag = pl.col("kind") == "commune", pattern.str.starts_with(" #")
    number_of_days = pattern.str.contains(r"\d") & after.str.contains(unit())
    person = commune & before.str.contains(person_before()) & ~before.str.contains(_SAINT)
    # "le Muret" is no commune: Muret has no article. Where one is due the pattern holds it.
    bare = commune & ~tag & ~pl.col("cued") & ~pattern.str.contains("^ (?:l[ea]s?|l|du|des)  ")
    return (
        number_of_days
        | ((pl.col("case") == "lower").fill_null(value=False) & ~_behind_cue())
        | (~tag & (before.str.contains(something_else_before()) | person))
        | after.str.contains(something_else_after())
        | (bare & before.str.contains(determiner_before()))
        | (pl.col("shouted") & pattern.is_in(_not_shouted()))
    )


def _behind_cue() -> pl.Expr:
    return pl.col("before").str.contains(_CUE_BEFORE) | pl.col("pattern").str.contains(_ARTICLE)


def _not_shouted() -> list[str]:
    return (
        pl.Series(rules().not_shouted).to_frame("name").select(marked(pl.col("name"))).to_series().to_list()
    )


def codes(texts: pl.DataFrame) -> pl.DataFrame:
    """Numbers of five digits standing alone in marked texts: row, number, word (the cue before it, or null)."""
    with_row = texts.select("text").with_row_index("row")
    found = (
        with_row.select("row", code=pl.col("text").str.extract_all(_CODE)).explode("code").drop_nulls("code")
    )
    return found.select(
        "row",
        number=pl.col("code").str.extract(r"(\S+) $").str.to_uppercase(),
        word=pl.col("code").str.extract(r"^ \^?([a-z]+)  "),
    )


def _cue() -> pl.Expr:
    """2 strong, 1 weak, 0 none; an article with its capital inside a sentence ("de La Châtre") adds one."""
    before = pl.col("before")
    weak = (before.str.contains(weak_cue()) & ~pl.col("shouted")) | pl.col("cued")
    said = pl.when(before.str.contains(strong_cue())).then(STRICT).when(weak).then(CUED).otherwise(FREE)
    return pl.min_horizontal(said + pl.when(_titled()).then(1).otherwise(0), pl.lit(STRICT))


def _titled() -> pl.Expr:
    """Whether the text writes the article of the name with its capital, and not to open a sentence."""
    with_article = pl.col("key").str.contains("^(?:le|la|les)  ") & ~pl.col("shouted")
    raw = pl.when(with_article).then("raw").otherwise(pl.lit(""))
    titles = marked(raw.str.extract_all(_TITLE).list.join(" "))
    return with_article & titles.str.contains(pl.col("key"), literal=True)
