"""Language of texts: what the source declares, else what the letters say, else "und"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, get_args

import polars as pl

from collectors.enrichment.text import MENTION, WEB_ADDRESS

if TYPE_CHECKING:
    from collections.abc import Callable

Backend = Literal["py3langid", "langdetect"]
UNKNOWN: Final = "und"
# On real titles and posts of 20 letters and more 96 to 99 % of the answers are right, below 12 letters 80 %.
MIN_LETTERS: Final = 20
_READ: Final = 400  # characters: more changes no answer and takes longer
# ISO 639-2 and -3 codes, old codes and local forms that sources write for a two-letter language.
_TWO_LETTERS: Final = {
    "fra": "fr", "fre": "fr", "eng": "en", "deu": "de", "ger": "de", "spa": "es", "ita": "it", "por": "pt",
    "nld": "nl", "dut": "nl", "ara": "ar", "rus": "ru", "ukr": "uk", "tur": "tr", "pol": "pl", "ron": "ro",
    "rum": "ro", "zho": "zh", "chi": "zh", "jpn": "ja", "cat": "ca", "eus": "eu", "baq": "eu", "bre": "br",
    "cos": "co", "oci": "oc", "in": "id", "iw": "he", "ji": "yi",
}  # fmt: skip
_NOT_LETTERS: Final = r"[^\p{L}\p{M}'’\-]+"


def detect(
    texts: pl.Series,
    declared: pl.Series | None = None,
    backend: Backend = "py3langid",
    min_letters: int = MIN_LETTERS,
) -> pl.Series:
    """Two-letter language of each text (ISO 639-1; three letters where there are no two), "und" if unknown.

    texts        (n,) str, nulls allowed
    declared     (n,) str, what the source says; "und", "zxx", "qme" and the like count as not declared
    min_letters  shorter texts, counted without addresses, mentions, hashtags and emoji, are "und"
    raises       ValueError on an unknown back end

    Each distinct text is looked at once. Given the same text the answer is the same, whatever came before.
    """
    if backend not in get_args(Backend):
        raise ValueError(f"unknown back end {backend!r}: one of {', '.join(get_args(Backend))}")
    said = pl.Series("declared", [None] * len(texts), dtype=pl.String) if declared is None else declared
    frame = pl.DataFrame({"text": texts, "declared": said}).with_columns(
        declared=_normalised(pl.col("declared"))
    )
    asked = frame.filter(pl.col("declared").is_null()).select("text").unique()
    words = asked.with_columns(words=_cleaned(pl.col("text"))).filter(_letters("words") >= min_letters)
    languages = _backend(backend)(words["words"].to_list())
    known = words.select("text", lang=pl.Series(languages, dtype=pl.String))
    joined = frame.join(known, on="text", how="left", maintain_order="left")
    return joined.select(lang=pl.coalesce("declared", "lang", pl.lit(UNKNOWN))).to_series()


def _normalised(declared: pl.Expr) -> pl.Expr:
    """'fr-FR', 'FRA' → 'fr'; null for what declares nothing (und, zxx, mul, mis, the q… local codes)."""
    code = declared.str.strip_chars().str.to_lowercase().str.extract(r"^([a-z]{2,3})(?:[-_].*)?$")
    short = code.replace(_TWO_LETTERS)
    return pl.when(short.str.contains(r"^(und|zxx|mul|mis|q[a-t][a-z]|art|xx)$")).then(None).otherwise(short)


def _cleaned(text: pl.Expr) -> pl.Expr:
    """Only words in running text: no address, mention, hashtag, emoji, figure or punctuation."""
    plain = (
        text.str.replace_all(WEB_ADDRESS, " ").str.replace_all(MENTION, " ").str.replace_all(r"[#＃]\S+", " ")
    )
    return plain.str.replace_all(_NOT_LETTERS, " ").str.strip_chars(" '’-").str.slice(0, _READ)


def _letters(column: str) -> pl.Expr:
    return pl.col(column).str.len_chars() - pl.col(column).str.count_matches(r"\P{L}")


def _backend(name: Backend) -> Callable[[list[str]], list[str]]:
    return _langdetect if name == "langdetect" else _py3langid


def _py3langid(texts: list[str]) -> list[str]:
    from collectors.enrichment.letter_runs import classify  # noqa: PLC0415 - numba takes half a second

    return classify(texts)


def _langdetect(texts: list[str]) -> list[str]:
    from langdetect import DetectorFactory, LangDetectException  # noqa: PLC0415 - optional back end
    from langdetect import detect as classify  # noqa: PLC0415 - optional back end

    DetectorFactory.seed = 0  # it draws at random otherwise

    def one(text: str) -> str:
        try:
            return str(classify(text)).split("-", maxsplit=1)[0]
        except LangDetectException:  # no feature it knows: a script without a profile
            return UNKNOWN

    return [one(text) for text in texts]
