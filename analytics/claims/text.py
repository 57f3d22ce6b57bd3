"""Texts as they are compared: what says the same is written the same."""

import polars as pl

_LIGATURES = {"œ": "oe", "æ": "ae", "ß": "ss"}
_APOSTROPHES = "['’‘`´ʼ＇]"
_REPOST = r"(?i)^[\s\"«“]*(?:(?:rt|mt|via)\s+@[\w.\-]+(?:@[\w.\-]+)?\s*:?\s*|rt\s*:?\s+)+"
_LINK = r"(?i)\b(?:https?://|www\.)\S+|\b(?:t\.co|bit\.ly|youtu\.be)/\S+"
_MENTION = r"(?:^|[^\w])@[\w.\-]+(?:@[\w.\-]+)?"
_CAMEL = r"(\p{Ll})(\p{Lu})"


def normalised(text: pl.Series) -> pl.Series:
    """Lower case, no accents, no repost prefix, mention, link, emoji or punctuation; one space between words.

    The words of a hashtag stay (`#EauPotable` → `eau potable`), apostrophes vanish (`l'eau` and the careless
    `leau` are one), numbers stay. A null stays null; a text of links and emoji alone becomes empty.
    """
    bare = pl.col("text").str.replace(_REPOST, "").str.replace_all(_LINK, " ")
    bare = bare.str.replace_all(_MENTION, " ").str.replace_all(_CAMEL, "$1 $2")
    plain = _plain(bare).str.replace_all(_APOSTROPHES, "").str.replace_all(r"[^\p{L}\p{Nd}]+", " ")
    return text.to_frame("text").select(plain.str.strip_chars(" ").alias(text.name)).to_series()


def folded(text: pl.Series) -> pl.Series:
    """Lower case without accents, repost prefix, links and mentions; punctuation stays, one apostrophe for all.

    What the guard reads: it needs question marks, colons and the ends of sentences.
    """
    bare = pl.col("text").str.replace(_REPOST, "").str.replace_all(_LINK, " ")
    bare = bare.str.replace_all(_MENTION, " ").str.replace_all(_CAMEL, "$1 $2")
    plain = _plain(bare).str.replace_all(_APOSTROPHES, "'").str.replace_all(r"[\s\p{Cc}#*_]+", " ")
    return text.to_frame("text").select(plain.str.strip_chars(" ").alias(text.name)).to_series()


def _plain(text: pl.Expr) -> pl.Expr:
    plain = text.str.normalize("NFKD").str.to_lowercase().str.replace_all(r"\p{M}+", "")
    return plain.str.replace_many(list(_LIGATURES), list(_LIGATURES.values()))
