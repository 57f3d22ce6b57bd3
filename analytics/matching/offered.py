"""Which classes of need a text offers to answer: "#PorteOuverte chambre libre" offers shelter."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import polars as pl

from analytics.claims.text import folded
from analytics.matching.cues import LACKING, OFFERING, QUESTION
from graph.taxonomy import taxonomy

# What people offer that nobody asks for by that word.
_ALSO: Final = {
    "food": ("cuisine", "oeufs", "patates", "legumes", "cafe", "cook*", "hot meal*"),
    "shelter": ("salle chauffee", "piece", "you can stay", "house"),
    "transport": ("navette*", "4x4", "drive you", "chauffeur*"),
    "rescue": ("bateaux", "plongeur*", "maitre chien", "drone", "speleo", "protection civile", "barques"),
    "information": ("carte des", "permanence", "consignes", "declarations", "traduis", "traduction*", "juriste",
                    "reponses verifiees", "point d accueil", "papiers"),
}  # fmt: skip
_DOOR: Final = " porte ?ouverte "  # #PorteOuverte: a roof, unless the text offers something else


def offered(texts: pl.Series) -> pl.Series:
    """Need classes that each text (n,) offers to answer, the first named first: List[str], empty where it offers none.

    A text offers when it has a wording of an offer outside its questions and lacks nothing (`cues`). Its classes are
    those of the taxonomy whose objects it names.
    """
    frame = folded(texts.fill_null("")).to_frame("text")
    stated = pl.col("text").str.replace_all(QUESTION, " ")
    offers = stated.str.contains(OFFERING) & ~stated.str.contains(LACKING)
    spaced = pl.format(" {} ", pl.col("text").str.replace_all(r"[^a-z0-9]+", " "))
    words = spaced.str.replace_all(_idioms(), " ")
    said = frame.with_row_index("row").select("row", words=words, offers=offers).filter("offers")
    named = [
        said.select("row", need=pl.lit(name), place=pl.col("words").str.find(pattern)).drop_nulls()
        for name, pattern in _patterns()
    ]
    empty = pl.DataFrame(schema={"row": pl.UInt32, "need": pl.String, "place": pl.UInt32})
    found = pl.concat([empty, *named]).sort("row", "place", "need")
    classes = found.group_by("row", maintain_order=True).agg(pl.col("need"))
    door = said.filter(pl.col("words").str.contains(_DOOR)).select("row").join(classes, on="row", how="anti")
    roof = door.with_columns(need=pl.lit(["shelter"], dtype=pl.List(pl.String)))
    rows = frame.with_row_index("row").select("row")
    every = rows.join(pl.concat([classes, roof]), on="row", how="left", maintain_order="left")
    return every.select(pl.col("need").fill_null([]).alias("offered")).to_series()


@cache
def _idioms() -> str:
    """Word groups in which an object's word means something else: "cette nuit", "cours d eau"."""
    plain = [re.escape(idiom) for idiom in taxonomy().idioms if not set(idiom) & set("…<*0")]
    return f" (?:{'|'.join(plain)}) "


@cache
def _patterns() -> tuple[tuple[str, str], ...]:
    """A pattern for the objects of each class of the crisis family, on words between single spaces."""
    return tuple(
        (need.name, f" (?:{'|'.join(map(_pattern, (*need.objects, *_ALSO.get(need.name, ()))))}) ")
        for need in taxonomy().needs
        if need.family == "crisis"
    )


def _pattern(phrase: str) -> str:
    """The writing of the taxonomy for objects: "*" is the rest of a word, "0" a number, "<name>" a group's words."""
    words = []
    for word in phrase.split():
        if word.startswith("<"):
            words.append(f"(?:{'|'.join(map(_pattern, taxonomy().groups[word.strip('<>')]))})")
        else:
            words.append(re.escape(word).replace(r"\*", "[a-z]*").replace("0", "[0-9]+"))
    return " ".join(words)
