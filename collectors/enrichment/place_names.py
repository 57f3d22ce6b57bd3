"""The names of French places as they are looked for in texts: one pattern a row, in marked text."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import polars as pl

from collectors.enrichment import place_spellings
from collectors.enrichment.place_rules import marked, rules
from collectors.enrichment.text import fold
from graph import territory

if TYPE_CHECKING:
    from collections.abc import Mapping

FREE, CUED, STRICT = 0, 1, 2
_MARK: Final = r"[\^#0-9]"
_ARTICLE: Final = "(?:le|la|les|l) +"
_OVER: Final = ("  ", "  s  ")  # "Bar/Aube", "Bar s/Aube" for Bar-sur-Aube
_SHORTEST: Final = 5  # characters of a marked name that is looked for in lower case
_CONTRACTED: Final = (("le", "au"), ("le", "du"), ("les", "aux"), ("les", "des"))
_DEPARTEMENT: Final = tuple(f"departement {article}" for article in ("du", "de", "de la", "de l", "des", "d"))
_BEFORE_NAME: Final = ("dans le", "dans la", "dans les", "dans l", "en", "departement", *_DEPARTEMENT)
_BEFORE_CODE: Final = ("dans le", "departement", "departement du", "dep", "dept", "dpt")


@cache
def patterns() -> pl.DataFrame:
    """Pattern, kind (commune, departement, region, nothing), key, need (0 free, 1 cued, 2 strict), cued (bool), case.

    The longest first, each once. key is a commune's name in marked text, the code of a département or
    région. A `cued` pattern holds its cue: "au  ^mans". `need` follows places.yml. `case` is "lower" for a
    name in lower case, which counts behind a cue only, "any" where case tells nothing, else null.
    """
    columns = ("pattern", "kind", "key", "need", "cued", "case")
    parts = (_not_places(), _departements(), _regions(), _nicknames(), _communes())
    every = pl.concat([part.select(columns) for part in parts])
    # A name made of cue words only ("Ville") would match any text.
    kept = every.filter(pl.col("case").is_not_null() | pl.col("pattern").str.contains(_MARK))
    once = kept.unique("pattern", keep="first", maintain_order=True)
    return once.sort(pl.col("pattern").str.len_chars(), "pattern", descending=[True, False])


@cache
def candidates() -> pl.DataFrame:
    """Key (name in marked text), code, departement, region, population, own: the communes that a name may mean.

    Names of merged communes lead to the commune of today, unless a commune of today has that name; only the
    name of today is its `own`. The short form of a longer name ("Vitry") is not either.
    """
    places = territory.communes().select("code", "name", "departement", "region", "population")
    own = _with_key(places.with_columns(pl.col("population").fill_null(0), own=pl.lit(value=True)))
    others = _names(rules().other_names)
    merged = territory.aliases().filter(pl.col("kind").str.starts_with("commune-")).select("name", "code")
    free = _with_key(merged).join(own, on="key", how="anti").with_columns(own=pl.lit(value=False))
    known = _with_key(others).with_columns(own=pl.lit(value=True))
    extra = pl.concat([known, free]).join(own.drop("name", "key", "own"), on="code")
    short = place_spellings.short_forms(own).with_columns(own=pl.lit(value=False))
    nicknamed = (
        place_spellings.nicknames().filter(pl.col("kind") == "commune").join(own.drop("key"), on="code")
    )
    every = pl.concat([t.select(own.columns) for t in (own, extra, short, nicknamed)]).unique(
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
    # People of the largest that has exactly this name; a merged commune or a short form is known by it alone.
    people = pl.col("population")
    names = (
        candidates()
        .filter(~pl.col("key").str.starts_with(place_spellings.NICKNAME))
        .group_by("key", maintain_order=True)
        .agg(pl.coalesce(people.filter("own").max(), people.max()), pl.col("own").any())
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
    loose = plain.filter(pl.col("own"), need=FREE).filter(
        place_spellings.without_capital(pl.col("key"), pl.col("population"))
    )
    return pl.concat([written, place_spellings.any_case(loose), _in_lower_case(names)], how="diagonal")


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
        case=pl.lit("lower"),
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
    case = pl.col("case") if "case" in frame.columns else pl.lit(None, dtype=pl.String)
    return frame.with_columns(kind=pl.lit(kind), need=FREE, cued=pl.lit(value=True), case=case)


def _any_case(frame: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([frame, place_spellings.any_case(frame)], how="diagonal")


def _not_places() -> pl.DataFrame:
    """Longer names that hold the name of a place, and rivers: "la Mayenne"."""
    bare = [f"{article} {name}" for name in rules().departements_cued for article in ("le", "la", "les", "l")]
    frame = pl.DataFrame({"pattern": [*rules().not_places, *bare]})
    marks = frame.with_columns(pattern=marked(pl.col("pattern")), key=pl.lit(""))
    return _fixed(_any_case(marks), "nothing")


def _nicknames() -> pl.DataFrame:
    """Nicknames in any case."""
    given = place_spellings.nicknames()
    rows = given.with_columns(
        pattern=_plain(pl.col("key").str.strip_prefix(place_spellings.NICKNAME)),
        key=pl.when(pl.col("kind") == "commune").then("key").otherwise("code"),
    )
    frame = place_spellings.any_case(rows.select("pattern", "kind", "key"))
    return frame.with_columns(need=FREE, cued=pl.lit(value=True))


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
    # Behind "en" as well, lest "en Charente" be found in "en Charente-Maritime".
    behind = pl.concat([names.with_columns(pattern=_spaced(before) + short) for before in _BEFORE_NAME])
    numbered = cued.with_columns(pattern=_plain(pl.col("key")) + _plain(pl.col("code")))
    words = [*rules().capital_only, *rules().departements_capital]
    tags = names.filter(~pl.col("name").is_in(words) | pl.col("name").str.contains(" "))
    named = pl.concat(
        [
            alone.with_columns(pattern=_plain(pl.col("key"))),
            tags.with_columns(pattern=_tag(pl.col("key"))),
            numbered,
            behind,
        ]
    )
    any_case = place_spellings.any_case(named.filter(~pl.col("name").is_in(rules().departements_capital)))
    frame = pl.concat([named, any_case, _departement_codes(divisions)], how="diagonal")
    return _fixed(frame.with_columns(key="code"), "departement")


def _departement_codes(divisions: pl.DataFrame) -> pl.DataFrame:
    """Codes behind "dans le" or "département", and as they are said ("le 9-3")."""
    code = _plain(pl.col("code").str.to_lowercase())
    written = [divisions.select("code", pattern=_spaced(before) + code, case=None) for before in _BEFORE_CODE]
    said = place_spellings.spoken_codes()
    return pl.concat([*written, said.select("code", "pattern", case=pl.lit("any"))], how="vertical_relaxed")


def _regions() -> pl.DataFrame:
    """Names of the mainland's régions: overseas the département of the same name says more."""
    mainland = territory.regions().filter(pl.col("code").cast(pl.Int64) > 10).select("name", "code")
    names = _with_key(pl.concat([mainland, _names(rules().region_names)]))
    forms = [names.with_columns(pattern=form(pl.col("key"))) for form in (_plain, _tag)]
    # "dans le Nord" must not be found in "dans le Nord-Pas-de-Calais".
    behind = [names.with_columns(pattern=_spaced(b) + _plain(pl.col("key"))) for b in _BEFORE_NAME]
    named = pl.concat([*forms, *behind])
    loose = place_spellings.any_case(named.filter(~pl.col("name").is_in(rules().regions_capital)))
    return _fixed(pl.concat([named, loose], how="diagonal").with_columns(key="code"), "region")
