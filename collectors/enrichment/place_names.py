"""The names of French places as they are looked for in texts: one pattern a row, in marked text."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import polars as pl

from collectors.enrichment.place_rules import marked, rules
from collectors.enrichment.text import fold
from graph import territory

if TYPE_CHECKING:
    from collections.abc import Mapping

FREE, CUED, STRICT = 0, 1, 2
MARKED_WORD: Final = r"[\^#0-9][a-z0-9^#]*"
_ARTICLE: Final = "(?:le|la|les|l) +"
_OVER: Final = ("  ", "  s  ")  # "Bar/Aube", "Bar s/Aube" for Bar-sur-Aube
_SHORTEST: Final = 5  # characters of a marked name that is looked for in lower case
_CONTRACTED: Final = (("le", "au"), ("le", "du"), ("les", "aux"), ("les", "des"))
_DEPARTEMENT: Final = tuple(f"departement {article}" for article in ("du", "de", "de la", "de l", "des", "d"))
_BEFORE_NAME: Final = ("dans le", "dans la", "dans les", "dans l", "en", "departement", *_DEPARTEMENT)
_BEFORE_CODE: Final = ("dans le", "departement", "departement du", "dep", "dept", "dpt")


@cache
def patterns() -> pl.DataFrame:
    """pattern, kind (commune, departement, region, nothing), key, need (0 free, 1 cued, 2 strict), cued (bool), word.

    The longest first, each once. key is a commune's name in marked text, the code of a département or
    région. A `cued` pattern holds its cue: "au  ^mans". `need` follows places.yml. `word` is the first
    marked word of the pattern, or the first word of a name in lower case that is no article: a text without
    it does not hold the pattern.
    """
    columns = ("pattern", "kind", "key", "need", "cued", "word")
    parts = (_not_places(), _departements(), _regions(), _communes())
    every = pl.concat([part.select(columns) for part in parts])
    first_marked = pl.col("pattern").str.extract(f"({MARKED_WORD})")
    worded = every.with_columns(word=pl.coalesce("word", first_marked))
    # A name made of cue words only ("Ville") would match any text.
    kept = worded.drop_nulls("word").unique("pattern", keep="first", maintain_order=True)
    return kept.sort(pl.col("pattern").str.len_chars(), "pattern", descending=[True, False])


@cache
def candidates() -> pl.DataFrame:
    """Key (name in marked text), code, departement, region, population, own: the communes that a name may mean.

    Names of merged communes lead to the commune of today, unless a commune of today has that name; only the
    name of today is its `own`.
    """
    places = territory.communes().select("code", "name", "departement", "region", "population")
    own = _with_key(places.with_columns(pl.col("population").fill_null(0), own=pl.lit(value=True)))
    others = _names(rules().other_names)
    merged = territory.aliases().filter(pl.col("kind").str.starts_with("commune-")).select("name", "code")
    free = _with_key(merged).join(own, on="key", how="anti").with_columns(own=pl.lit(value=False))
    known = _with_key(others).with_columns(own=pl.lit(value=True))
    extra = pl.concat([known, free]).join(own.drop("name", "key", "own"), on="code")
    every = pl.concat([own, extra.select(own.columns)]).unique(
        ["key", "code"], keep="first", maintain_order=True
    )
    return every.select("key", "code", "departement", "region", "population", "own")


def _names(codes: Mapping[str, str]) -> pl.DataFrame:
    return pl.DataFrame({"name": list(codes), "code": list(codes.values())})


def _with_key(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(key=marked(pl.col("name")).str.strip_chars(" "))


def _spaced(words: str) -> str:
    """Words → the start of a pattern: every word between two spaces of its own."""
    return f" {words.replace(' ', '  ')} "


def _plain(key: pl.Expr) -> pl.Expr:
    return " " + key + " "


def _tag(key: pl.Expr) -> pl.Expr:
    return " #" + key.str.replace_all(r"[\^ ]", "") + " "


def _communes() -> pl.DataFrame:
    """The name, with its article contracted ("au Mans"), short ("Bar/Aube"), as a hashtag, in lower case."""
    names = (
        candidates().group_by("key", maintain_order=True).agg(pl.col("population").max(), pl.col("own").any())
    )
    names = names.with_columns(need=_need(), kind=pl.lit("commune"), cued=pl.lit(value=False))
    contracted = [
        names.filter(pl.col("key").str.starts_with(f"{article}  ^")).with_columns(
            pattern=_spaced(short) + _plain(pl.col("key").str.strip_prefix(f"{article}  ")),
            cued=pl.lit(short.startswith("au")),
        )
        for article, short in _CONTRACTED
    ]
    plain = names.with_columns(pattern=_plain(pl.col("key")))
    on = names.filter(pl.col("key").str.contains("  sur  ", literal=True))
    short = [
        on.with_columns(pattern=_plain(pl.col("key").str.replace("  sur  ", s, literal=True))) for s in _OVER
    ]
    tagged = names.with_columns(pattern=_tag(pl.col("key")), need=_need_of_tag())
    written = pl.concat([plain, *contracted, *short, tagged])
    return pl.concat([written, _in_lower_case(names)], how="diagonal")


def _in_lower_case(names: pl.DataFrame) -> pl.DataFrame:
    """Names of today written without a capital, behind a cue; a word that may be ordinary behind a strong one."""
    sure = pl.col("need") == FREE
    capital = pl.col("key").str.contains("^", literal=True)  # a name of cue words only ("Ville") has none
    known = names.filter(
        capital, pl.col("own"), pl.col("need") < STRICT, pl.col("key").str.len_chars() > _SHORTEST
    )
    small = pl.col("key").str.replace_all("^", "", literal=True)
    known = known.filter(~small.is_in([fold(name) for name in rules().capital_only]))
    return known.with_columns(
        pattern=_plain(small),
        need=pl.when(sure).then(CUED).otherwise(STRICT),
        word=small.str.extract(f"^(?:{_ARTICLE})?([a-z0-9]+)"),
    )


def _need_of_tag() -> pl.Expr:
    """As the name; but an article that is part of the hashtag makes a larger place's name unmistakable."""
    large = pl.col("population") >= rules().free_from
    with_article = pl.col("key").str.contains(f"^{_ARTICLE}") & (pl.col("need") == CUED) & large
    return pl.when(with_article).then(FREE).otherwise("need")


def _need() -> pl.Expr:
    """How much a name of a commune must be confirmed. How large a merged commune was is not known."""
    name = pl.col("key").str.replace_all(r"\^", "").str.replace_all("  ", " ")
    words = name.str.replace(f"^{_ARTICLE}", "")
    small = ~words.str.contains(" ") & ((pl.col("population") < rules().free_from) | ~pl.col("own"))
    strict = name.is_in([fold(n) for n in rules().strict]) | (words.str.len_chars() <= 2)
    cued = small | name.is_in([fold(n) for n in rules().words])
    return pl.when(strict).then(STRICT).when(cued).then(CUED).otherwise(FREE)


def _fixed(frame: pl.DataFrame, kind: str) -> pl.DataFrame:
    """Patterns that need nothing more: the pattern is name and cue together."""
    word = pl.lit(None, dtype=pl.String)
    return frame.with_columns(kind=pl.lit(kind), need=FREE, cued=pl.lit(value=True), word=word)


def _not_places() -> pl.DataFrame:
    """Longer names that hold the name of a place, and rivers: "la Mayenne"."""
    bare = [f"{article} {name}" for name in rules().departements_cued for article in ("le", "la", "les", "l")]
    frame = pl.DataFrame({"pattern": [*rules().not_places, *bare]})
    return _fixed(frame.with_columns(pattern=marked(pl.col("pattern")), key=pl.lit("")), "nothing")


def _departements() -> pl.DataFrame:
    """Names, or names behind "dans le"; codes behind "dans le" or "département"."""
    divisions = pl.concat(
        [t.select("name", "code") for t in (territory.departements(), territory.collectivities())]
    )
    # Paris and these two islands are communes too, which says more.
    distinct = divisions.filter(~pl.col("name").is_in(["Paris", "Saint-Martin", "Saint-Barthélemy"]))
    names = _with_key(pl.concat([distinct, _names(rules().departement_names)]))
    cued = names.filter(pl.col("name").is_in(rules().departements_cued))
    alone = names.join(cued, on="key", how="anti")
    short = _plain(pl.col("key").str.replace(r"^la  ", ""))
    frame = pl.concat(
        [
            alone.with_columns(pattern=_plain(pl.col("key"))),
            alone.with_columns(pattern=_tag(pl.col("key"))),
            *(cued.with_columns(pattern=_spaced(before) + short) for before in _BEFORE_NAME),
            *(
                divisions.with_columns(
                    pattern=_spaced(before) + _plain(pl.col("code").str.to_lowercase()), key="code"
                )
                for before in _BEFORE_CODE
            ),
        ],
        how="diagonal",
    )
    return _fixed(frame.with_columns(key="code"), "departement")


def _regions() -> pl.DataFrame:
    """Names of the mainland's régions: overseas the département of the same name says more."""
    mainland = territory.regions().filter(pl.col("code").cast(pl.Int64) > 10).select("name", "code")
    names = _with_key(pl.concat([mainland, _names(rules().region_names)]))
    frame = pl.concat([names.with_columns(pattern=form(pl.col("key"))) for form in (_plain, _tag)])
    return _fixed(frame.with_columns(key="code"), "region")
