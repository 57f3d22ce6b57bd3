"""The negation and denial guard: what a text says of its content, so that a claim and its denial stay apart.

Rules, not a model: each flag can be traced to a wording of lexicon.py. French and English. The figures on
hand-written texts, half of which were written before the rules and never used to make them, and on the
exercise are printed by the tests.
"""

from collections.abc import Iterable

import polars as pl

from analytics.claims import lexicon
from analytics.claims.text import folded, normalised


def _any(patterns: Iterable[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


_QUESTION = r"[^.!?]*\?[?! ]*"
_AFFIRMED = rf"\b(?:{_any(lexicon.AFFIRMED)})"
_FORBIDDEN = _any(lexicon.FORBIDDEN)
_CALL = lexicon.CALL
_NEGATED = _any(lexicon.NEGATED)
_SCAM = _any(lexicon.SCAM)
_DENIED = _any(lexicon.DENIED)
_DOUBLE = rf"{lexicon.DOUBLE}(?:{_NEGATED})"
_ASKED = _any(lexicon.ASKED)
_FRAMES = _any(lexicon.FRAMES)
_NEGATIONS = _any(lexicon.NEGATIONS)


def stances(texts: pl.Series) -> pl.DataFrame:
    """What each text (n,) says of its content: `negated, denial, scam, query, opposed`, all bool, n rows.

    negated  the content is negated: "n'est pas contaminée", "there is no leak", "ne buvez pas …"
    denial   it is framed as false or corrected: "FAUX : …", "la préfecture dément que …", "hoax", "Non, …"
    scam     it is warned of as a scam: "arnaque au colis", "faux SMS", "phishing"
    query    it is asked or doubted and nowhere denied: "Est-ce que … ?", "quelqu'un peut confirmer …"
    opposed  the whole opposes its content: negated, denied or warned of, and not the denial of a negation ("il est faux
             de dire que l'eau n'est pas contaminée")
    Negations that leave the content as it is do not count ("n'est pas seulement", "ne … que", "ce n'est pas une
    rumeur", "n'hésitez pas", "on ne nous dit pas que"), nor does a question's. A null is read as an empty text.
    """
    frame = folded(texts.fill_null("")).to_frame("text")
    said = (
        pl.col("text").str.replace_all(_QUESTION, " ").str.replace(_CALL, "").str.replace_all(_AFFIRMED, " ")
    )
    read = frame.select("text", said=said).with_columns(
        stated=pl.col("said").str.replace_all(_FORBIDDEN, "$1 "),
        scam=pl.col("said").str.contains(_SCAM),
        denial=pl.col("said").str.contains(_DENIED),
    )
    read = read.with_columns(negated=pl.col("stated").str.replace_all(_DENIED, " ").str.contains(_NEGATED))
    doubled = pl.col("stated").str.contains(_DOUBLE) & pl.col("negated")
    return read.select(
        "negated",
        "denial",
        "scam",
        query=pl.col("text").str.contains(_ASKED) & ~pl.col("denial"),
        opposed=(pl.col("negated") | pl.col("denial") | pl.col("scam")) & ~doubled,
    )


def content(texts: pl.Series) -> pl.Series:
    """The normalised texts without negation and denial framing; conditional and subjunctive in the indicative.

    "FAUX : l'eau serait contaminée", "l'eau n'est pas contaminée" and "l'eau est contaminée" become one. A text
    that would lose everything (or is null) keeps its normalised form.
    """
    bare = folded(texts).to_frame("text")
    plain = pl.col("text").str.replace_all(_DENIED, " ").str.replace_all(_FRAMES, " ")
    for mood, indicative in lexicon.MOODS.items():
        plain = plain.str.replace_all(mood, indicative)
    left = normalised(bare.select(plain.str.replace_all(_NEGATIONS, " ")).to_series())
    whole = normalised(texts)
    return (
        pl.select(pl.when(left.str.len_chars() >= 4).then(left).otherwise(whole))
        .to_series()
        .alias(texts.name)
    )
