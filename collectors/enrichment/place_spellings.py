"""Other ways of writing the names of places: any case, nicknames, short forms, codes said digit by digit."""

from __future__ import annotations

from itertools import product
from typing import Final

import polars as pl

from collectors.enrichment.place_rules import marked, rules
from collectors.enrichment.text import fold

# Words that join the parts of a name: "Aulnay-sous-Bois", "Saint-Maur-des-Fossés".
_LINKS: Final = "sur|sous|en|les|le|la|l|de|du|des|d|aux|a|au|pres|devant"
_JOINED: Final = f"[a-z0-9^]  (?:{_LINKS})  (?:[a-z0-9^]|  )*"
_HEAD: Final = f"^(.+?)  (?:{_LINKS})  "
_SAINT: Final = r"^\^sainte?  "
# A name of more words than this is not written half in capitals often enough to be looked for.
_MOST_CAPITALS: Final = 4
NICKNAME: Final = "="  # begins the key of a nickname, which is looked for in no other form
_BEFORE_SPOKEN: Final = ("le", "du", "dans le", "au")


def any_case(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows with a pattern → one row for each way to write it with or without capitals; their `case` is "any"."""
    written = frame.with_columns(
        pl.col("pattern").map_elements(_cases, pl.List(pl.String)), case=pl.lit("any")
    )
    return written.explode("pattern")


def _cases(pattern: str) -> list[str]:
    parts = pattern.split("^")
    capitals = len(parts) - 1
    if capitals > _MOST_CAPITALS:
        return [pattern]
    marks = product(("^", ""), repeat=capitals)
    return [parts[0] + "".join(m + part for m, part in zip(ms, parts[1:], strict=True)) for ms in marks]


def nicknames() -> pl.DataFrame:
    """Nicknames: key ("=" and the marked name, each word with its capital), kind, code."""
    titled = [name.title() for name in rules().nicknames]
    given = pl.DataFrame({"name": titled, "uid": list(rules().nicknames.values())})
    return given.select(
        key=NICKNAME + marked(pl.col("name")).str.strip_chars(" "),
        kind=pl.col("uid").str.extract("^([a-z]+):"),
        code=pl.col("uid").str.extract(":(.+)$"),
    )


def spoken_codes() -> pl.DataFrame:
    """Pattern, code: "dans le 9-3", "le 93"; the plain codes of other départements are dates and house numbers."""
    written = {**rules().spoken, **{code: code for code in rules().spoken_alone}}
    pairs = [(f"{before} {said}", code) for said, code in written.items() for before in _BEFORE_SPOKEN]
    spaced = ["".join(f" {word} " for word in said.split()) for said, _ in pairs]
    return pl.DataFrame({"pattern": spaced, "code": [code for _, code in pairs]})


def without_capital(key: pl.Expr, population: pl.Expr) -> pl.Expr:
    """Whether a commune's name is unmistakable in lower case and without a cue: large, or of joined words."""
    plain = key.str.replace_all("^", "", literal=True)
    famous = ~key.str.contains("  ", literal=True) & (population >= rules().famous_from)
    joined = key.str.contains(_JOINED) & (key.str.count_matches("^", literal=True) > 1)
    saint = key.str.contains(_SAINT) & (population >= rules().short_from)
    joined = joined & (population >= rules().free_from)
    not_these = [fold(name) for name in (*rules().not_famous, *rules().capital_only)]
    return (famous | joined | saint) & ~plain.is_in(not_these)


def short_forms(communes: pl.DataFrame) -> pl.DataFrame:
    """Communes with their key → those with a name joined of several, under the first of these ("Vitry").

    Only the short forms that may mean a larger commune; the others of that form come with it.
    """
    short = communes.with_columns(key=pl.col("key").str.extract(_HEAD)).drop_nulls("key")
    plain = pl.col("key").str.replace_all("^", "", literal=True).str.replace_all("  ", " ", literal=True)
    excluded = [fold(name) for name in rules().not_short]
    kept = short.filter(pl.col("key").str.contains("^", literal=True) & ~plain.is_in(excluded))
    large = pl.col("population").max().over("key") >= rules().short_from
    return kept.filter(large)
