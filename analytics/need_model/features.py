"""What a need is read from: words, runs of letters, and signs of how a user judges. Title and text, nothing else.

Neither who wrote, nor where, nor the axes that the form asked about: a text alone must do. Words and letters are
buckets of hashes, so that no text can be read from a model.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from scipy import sparse

from analytics.arrays import Floats, Int64s
from analytics.need_model.lexicon import CUES
from analytics.stance import spans

WORD_BUCKETS: Final = 2**17
LETTER_BUCKETS: Final = 2**18
RUNS: Final = (1, 2)  # words
LETTERS: Final = (2, 3, 4, 5)  # letters
_HEAD, _TAIL = 120, 160  # characters: how a text begins and ends says most of its judgement
MOST: Final = {"title": 4, "text": 6, "head": 4, "tail": 4}  # a cue that is found oftener says no more
_WINDOWS_1252: Final = {
    chr(code): bytes([code]).decode("cp1252", errors="replace").replace("\ufffd", " ")
    for code in range(0x80, 0xA0)
}
_MARKS: Final = {
    "questions": pl.col("raw").str.count_matches(r"\?").clip(0, 3) / 3,
    "exclamations": pl.col("raw").str.count_matches("!").clip(0, 4) / 4,
    "exclaims": pl.col("raw").str.contains("!"),
    "dots": pl.col("raw").str.contains(r"\.\.\.|…"),
    "length": (pl.col("raw").str.len_chars() / 3000).clip(0, 1),
    "log_length": (pl.col("raw").str.len_chars() + 1).log() / 9,
    "capitals": 3 * pl.col("raw").str.count_matches(r"\p{Lu}") / (pl.col("raw").str.len_chars() + 1),
    "figures": (pl.col("raw").str.count_matches(r"\d") / 20).clip(0, 1),
}
SIGNS: Final = (*(f"{cue}_{part}" for cue in CUES for part in (*MOST, "share")), *_MARKS)


@dataclass(frozen=True, slots=True)
class Said:
    """Features of n texts: words (n, WORD_BUCKETS) and letters (n, LETTER_BUCKETS), each 1 + ln of how often;
    signs (n, s).
    """

    words: sparse.csr_array
    letters: sparse.csr_array
    signs: Floats

    def rows(self, places: Int64s) -> "Said":
        """The same of some of the texts."""
        return Said(self.words[places], self.letters[places], self.signs[places])


def said(feedback: pl.DataFrame) -> Said:
    """Features of `title` and `text` (n rows; either may be null)."""
    raw = feedback.select(pl.col("title", "text").fill_null("").str.replace_many(_WINDOWS_1252))
    apart = raw.select(pl.all().str.replace_all(r"([\p{Ll}.!?…)])(\p{Lu}[\p{Ll}'’ ])", "$1 $2"))
    title, text = (spans.normalised(apart[name]) for name in ("title", "text"))
    plain = (title + " . " + text).str.replace_all(r"[^\w!?]+", " ")
    laid = spans.lay_out(plain)
    words = [spans.words(laid, run, WORD_BUCKETS, counted=True) for run in RUNS]
    letters = [spans.letters(laid, length, LETTER_BUCKETS, counted=True) for length in LETTERS]
    return Said(_damped(words), _damped(letters), _signs(raw["title"] + " " + raw["text"], title, text))


def _damped(blocks: list[sparse.csr_array]) -> sparse.csr_array:
    """1 + ln of how often a bucket stands in a text."""
    counts = sparse.csr_array(sum(blocks[1:], blocks[0]))
    counts.data = 1 + np.log(counts.data)
    return counts


def _signs(raw: pl.Series, title: pl.Series, text: pl.Series) -> Floats:
    """One column of each of SIGNS (n, s)."""
    parts = pl.DataFrame({"raw": raw, "title": title, "text": text}).with_columns(
        head=pl.col("text").str.head(_HEAD),
        tail=pl.col("text").str.tail(_TAIL),
        words=pl.col("text").str.count_matches(" ") + 1,
    )
    cues = [sign for name, cue in CUES.items() for sign in _cue(name, cue)]
    marks = [mark.cast(pl.Float64).alias(name) for name, mark in _MARKS.items()]
    return parts.select(*cues, *marks).to_numpy()


def _cue(name: str, cue: str) -> list[pl.Expr]:
    """How often a cue stands in each part, and its share among the words, each from 0 to 1."""
    counts = [
        (pl.col(part).str.count_matches(cue).clip(0, most) / most).alias(f"{name}_{part}")
        for part, most in MOST.items()
    ]
    all_ = pl.col("title").str.count_matches(cue) + pl.col("text").str.count_matches(cue)
    return [*counts, (20 * all_ / pl.col("words")).clip(0, 1).alias(f"{name}_share")]
