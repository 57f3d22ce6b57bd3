"""What a wording is about: its distinctive words, and how much of them two wordings share."""

import unicodedata

import numpy as np
import polars as pl

from analytics.arrays import Floats, Int64s
from analytics.communities.stopwords import STOP_WORDS

STEM = 5  # first letters kept: "contaminée", "contamination" are one
SHORTEST = 3
# Words of reactions: they say something about a claim, not what it claims.
REACTIONS = (
    "merci bravo confirme confirmes confirmez confirmer confirmee vrai vraie verite verifie source sources info "
    "infos partage partages partagez partager relaie relayer preuve lien sur sure exact exactement rumeur faux fausse "
    "courage intox fake news hoax dementi dement false true thanks thank share source really please know lol mdr urgent"
)


ELISIONS = ("c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quelqu")


def _folded(word: str) -> str:
    bare = unicodedata.normalize("NFKD", word)
    return "".join(c for c in bare if c.isalnum() and not unicodedata.combining(c))


def _silent() -> list[str]:
    """Stop words and reactions as normalised texts write them: without accents, elided forms glued ("cest")."""
    plain = {_folded(word) for word in STOP_WORDS} | set(REACTIONS.split())
    elided = {head + word for head in ELISIONS for word in plain if word[:1] in set("aeiouhy")}
    return sorted(plain | elided)


_SILENT = pl.Series(_silent())


def terms(texts: pl.Series) -> pl.DataFrame:
    """Distinct stems of n normalised texts without stop words, reactions and numbers: `row u32, stem`."""
    words = pl.DataFrame({"word": texts.str.split(" ")}).with_row_index("row").explode("word")
    said = pl.col("word").str.len_chars() >= SHORTEST
    words = words.filter(
        said & ~pl.col("word").is_in(_SILENT.implode()) & ~pl.col("word").str.contains(r"^\d+$")
    )
    return words.select("row", stem=pl.col("word").str.slice(0, STEM)).unique()


def counts(texts: pl.Series) -> pl.DataFrame:
    """In how many of the texts each stem stands: `stem, count i64`."""
    return terms(texts).group_by("stem").agg(count=pl.len().cast(pl.Int64))


def richness(texts: pl.Series) -> Int64s:
    """Number of distinct stems of each text, (n,)."""
    return np.bincount(terms(texts)["row"].to_numpy(), minlength=len(texts)).astype(np.int64)


def overlap(left: pl.Series, right: pl.Series, known: pl.DataFrame, total: int) -> Floats:
    """Cosine (p,) of left[i] and right[i], stems weighted by idf = 1 + ln((total + 1) / (count + 1)).

    Mazoyer et al. 2020 (binary term frequency). `known` as from `counts`, over `total` texts.
    """
    ours, theirs = (_weighted(texts, known, total) for texts in (left, right))
    shared = ours.join(theirs, on=["row", "stem"])
    dot = _sums(shared, len(left))
    lengths = np.sqrt(_sums(ours, len(left)) * _sums(theirs, len(left)))
    return np.divide(dot, lengths, out=np.zeros(len(left)), where=lengths > 0)


def _weighted(texts: pl.Series, known: pl.DataFrame, total: int) -> pl.DataFrame:
    weighted = terms(texts).join(known, on="stem", how="left")
    return weighted.select(
        "row", "stem", weight=(1 + ((total + 1) / (pl.col("count").fill_null(0) + 1)).log()) ** 2
    ).sort("row", "stem")


def _sums(weighted: pl.DataFrame, count: int) -> Floats:
    sums: Floats = np.zeros(count)
    np.add.at(sums, weighted["row"].to_numpy(), weighted["weight"].to_numpy())
    return sums
