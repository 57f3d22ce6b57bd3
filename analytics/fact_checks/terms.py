"""The words by which a claim and a fact-check are compared, in French and English."""

from typing import Final

import polars as pl

_STOP_WORDS = """
a about after all also am an and any are as at be because been being but by can did do does for from had has
have he her here him his how i if in into is it its just may me more most my new no not now of on only or our
out over s said say says she so some such t than that the their them then there these they this those to under
up very was we were what when where which who why will with would you your rt via amp http https www ai au aucun
aucune aujourd aussi autre aux avait avec avoir beaucoup bien c ca car ce cela ces cet cette ceux chez comme d
dans de depuis des donc dont du elle elles en encore entre est et etait ete etre eu fait faire faut hui ici il
ils j je jusqu l la le les leur leurs lors lui ma mais meme mes moi mon n ne ni nos notre nous ont ou par pas
peut plus pour pourquoi qu quand que quel quelle qui quoi sa sans se selon sera ses si son sont sous sur ta te
tes toi ton tous tout toute toutes tres tu un une va vers vos votre vous y
"""
_STOP: Final = _STOP_WORDS.split()
_ENDINGS: Final = r"(?:ements?|ement|ations?|ation|ings?|ees|es|ee|ed|er|ez|e|s|x)$"
_SHORTEST = 4  # letters of a word that loses its ending


def terms(texts: pl.Series) -> pl.DataFrame:
    """Every word of n texts that is no stop word, in order: text (its position), word, stem.

    A word is two letters or figures at least, in lower case and without accents; the stem is the word without a
    plural, feminine or verbal ending, so that `contaminée`, `contaminés` and `contaminated` come near.
    """
    folded = (
        texts.fill_null("")
        .str.replace_all(r"https?://\S+|www\.\S+|@\w+", " ")
        .str.to_lowercase()
        .str.replace_all("œ", "oe", literal=True)
        .str.normalize("NFKD")
        .str.replace_all(r"\p{M}", "")
    )
    words = pl.DataFrame({"word": folded.str.extract_all(r"\w\w+")}).with_row_index("text").explode("word")
    known = words.drop_nulls().filter(~pl.col("word").is_in(_STOP))
    return known.with_columns(stem=_stem(pl.col("word")))


def _stem(word: pl.Expr) -> pl.Expr:
    short = word.str.replace(_ENDINGS, "")
    return pl.when(short.str.len_chars() >= _SHORTEST).then(short).otherwise(word.str.replace("[sx]$", ""))
