"""places.yml, and the marked text in which places are looked for.

Marked text is folded to a–z and 0–9, every word between two spaces of its own, and a word that began with
a capital carries "^": " je  vais  a  ^saint  ^malo ". Articles and cue words never carry it, so "LE HAVRE",
"le Havre" and "Le Havre" read alike. A hashtag is one word that begins with "#".
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import msgspec
import yaml

from collectors.enrichment.text import fold

if TYPE_CHECKING:
    import polars as pl

_ARTICLES: Final = "a au aux d de des du en et l la las le les los ou sous sur un une"
_TERRITORY: Final = "dans departement dep dept dpt"
_DETERMINERS: Final = (
    r"le|la|les|l|du|au|aux|des|un|une|mon|ma|mes|ton|ta|tes|son|sa|ses|notre|nos|votre|vos|leur|leurs|ce|cet"
    r"|cette|ces|quel|quelle|quels|quelles|aucun|aucune|chaque|quelques|plusieurs"
)
# What may stand between a cue and a name: commune [de [la]] …, rue [la] …
_LINK: Final = r"(?: (?:de|du|d|des|la|le|les|l) ){0,2}"
_OF: Final = r"(?: (?:de|du|d|des) (?: (?:la|le|les|l) )?)?"


class Cues(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    strong: list[str]
    weak: list[str]


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """places.yml as it is written; the file explains each field."""

    free_from: int
    dominant: int
    short_from: int
    short_dominant: int
    famous_from: int
    nearest_km: float
    not_famous: list[str]
    not_short: list[str]
    cues: Cues
    not_before: list[str]
    titles: list[str]
    first_names: list[str]
    abroad: list[str]
    not_after: list[str]
    not_places: list[str]
    other_names: dict[str, str]
    nicknames: dict[str, str]
    accented: dict[str, str]
    spoken: dict[str, str]
    spoken_alone: list[str]
    strict: list[str]
    words: list[str]
    capital_only: list[str]
    departements_cued: list[str]
    departements_capital: list[str]
    regions_capital: list[str]
    not_shouted: list[str]
    region_names: dict[str, str]
    departement_names: dict[str, str]
    not_after_number: list[str]


@cache
def rules() -> Rules:
    """The rules; raises msgspec.ValidationError naming the field that is wrong."""
    text = (files("collectors.enrichment") / "places.yml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), Rules)


def marked(text: pl.Expr) -> pl.Expr:
    """Text → marked text (see the module)."""
    flat = text.str.normalize("NFKD").str.replace_all(r"\p{M}+", "")
    plain = flat.str.replace_many(["œ", "Œ", "æ", "Æ"], ["oe", "Oe", "ae", "Ae"])
    capitals = plain.str.replace_all(r"\b([A-Z])", "^$1").str.to_lowercase()
    tags = capitals.str.replace_all(r"[#＃]\^?", " #").str.replace_all(r"(#[a-z^]{4,})(\d{2})\b", "$1 $2")
    words = tags.str.replace_all(r"[^a-z0-9^#]+", "  ")
    saints = words.str.replace_all(r"\bst(e?)  (\^?[a-z])", "saint$1  $2")
    return " " + saints.str.replace_all(_neutral(), "$1").str.strip_chars(" ") + " "


def strong_cue() -> str:
    """Regular expression for marked text that ends with a strong cue."""
    return _ends_with(rules().cues.strong)


def weak_cue() -> str:
    """Regular expression for marked text that ends with a weak cue."""
    return _ends_with(rules().cues.weak)


@cache
def something_else_before() -> str:
    """Regular expression for marked text after which a name is a street, a person or a product."""
    return rf" \^?(?:{_any(rules().not_before)}) {_LINK}$"


@cache
def person_before() -> str:
    """Regular expression for marked text after which, with nothing between, a name is a surname or a club."""
    return rf" (?:\^?(?:{_any(rules().titles)})|\^(?:{_any(rules().first_names)})) $"


@cache
def something_else_after() -> str:
    """Regular expression for marked text before which a name is a place abroad or a club."""
    abroad = rf"(?:(?:au|aux|en|a|la|le|l)  ){{0,2}}\^(?:{_any(rules().abroad)})"
    return rf"^ (?:{abroad}|\^(?:{_any(rules().not_after)})) "


def determiner_before() -> str:
    """Regular expression for marked text after which a name without an article of its own is no commune."""
    return f" (?:{_DETERMINERS}) $"


def _any(words: list[str]) -> str:
    return "|".join(fold(word).replace(" ", r"  \^?") for word in words)


def unit() -> str:
    """Regular expression for marked text that goes on with a unit: after "dans le 16", "e", "minutes"."""
    return rf"^ \^?(?:{'|'.join(fold(word) for word in rules().not_after_number)}) "


def _ends_with(cues: list[str]) -> str:
    ends = [
        fold(c.removesuffix(" de")).replace(" ", "  ") + (f" {_OF}" if c.endswith(" de") else " ")
        for c in cues
    ]
    return f" (?:{'|'.join(ends)})$"


@cache
def _neutral() -> str:
    """Regular expression for the words that never carry the mark of a capital."""
    cues = (*rules().cues.strong, *rules().cues.weak)
    words = {word for cue in cues for word in fold(cue).split()} | set(f"{_ARTICLES} {_TERRITORY}".split())
    return rf"\^({'|'.join(sorted(words))})\b"
