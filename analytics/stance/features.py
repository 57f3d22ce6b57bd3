"""What a stance is read from: words, runs of letters, cues, and how the text resembles what it answers.

Nothing about the author: neither who, nor followers, nor history. Every block of words or letters is scaled to
length 1 a post; a sign is between 0 and 1.
"""

from typing import Final

import numpy as np
import polars as pl
from scipy import sparse

from analytics.arrays import Floats
from analytics.stance import spans
from analytics.stance.lexicon import CUES

BUCKETS: Final = 2**15  # of words, and as many of letters
RUNS: Final = (1, 2)  # words
LETTERS: Final = (3, 4, 5)  # letters
_EARLY = 30  # characters: what is said first weighs most in a reply
_SIGNS: Final = {
    **{f"cue_{name}": pl.col("text").str.count_matches(cue).clip(0, 3) / 3 for name, cue in CUES.items()},
    **{f"early_{name}": pl.col("early").str.contains(CUES[name]) for name in ("deny", "negation", "support")},
    **{
        f"{above}_{name}": pl.col(above).str.contains(CUES[name])
        for above in ("parent", "root")
        for name in ("deny", "query")
    },
    "questions": pl.col("raw").str.count_matches(r"\?").clip(0, 3) / 3,
    "ends_in_question": pl.col("raw").str.contains(r"\?\W*$"),
    "exclamations": pl.col("raw").str.count_matches("!").clip(0, 3) / 3,
    "address": pl.col("raw").str.contains("https?://"),
    "dots": pl.col("raw").str.contains(r"\.\.\.|…"),
    "quotation": pl.col("raw").str.contains('["“«]'),
    "repeats": pl.col("raw").str.contains(r"^\W*RT\b"),
    "hashtags": pl.col("raw").str.count_matches("#").clip(0, 3) / 3,
    "mentions": pl.col("raw").str.count_matches("@").clip(0, 4) / 4,
    "words": pl.col("words").clip(0, 40) / 40,
    "short": pl.col("words") < 5,
    "capitals": pl.col("raw").str.count_matches(r"\p{Lu}") / (pl.col("raw").str.count_matches(r"\p{L}") + 1),
    "is_root": pl.col("depth") == 0,
    "answers_root": pl.col("depth") == 1,
    "depth": pl.col("depth").clip(0, 8) / 8,
    "parent_asks": pl.col("parent").str.contains(r"\?"),
    "root_asks": pl.col("root").str.contains(r"\?"),
    "parent_unseen": pl.col("parent") == "",
}
_LIKENESS: Final = ("like_parent", "like_root")
WIDTH: Final = 2 * BUCKETS + len(_SIGNS) + len(_LIKENESS)


def matrix(contexts: pl.DataFrame) -> sparse.csr_array:
    """Features of n contexts (see `context.contexts`): (n, WIDTH), the same columns at every call."""
    own, parent, root = (spans.normalised(contexts[name]) for name in ("text", "parent_text", "root_text"))
    texts = spans.lay_out(own)
    words, *longer = (spans.words(texts, run, BUCKETS) for run in RUNS)
    letters = [spans.letters(texts, length, BUCKETS) for length in LETTERS]
    likeness = [_likeness(words, spans.words(spans.lay_out(other), 1, BUCKETS)) for other in (parent, root)]
    signs = np.column_stack([_signs(contexts, own, parent, root), *likeness])
    said = [_unit(sum(longer, words)), _unit(sum(letters[1:], letters[0]))]
    return sparse.hstack([*said, sparse.csr_array(signs)], format="csr")


def _signs(contexts: pl.DataFrame, own: pl.Series, parent: pl.Series, root: pl.Series) -> Floats:
    """One column a sign (n, s)."""
    frame = pl.DataFrame(
        {"raw": contexts["text"], "text": own, "parent": parent, "root": root, "depth": contexts["depth"]}
    ).with_columns(words=pl.col("text").str.count_matches(" ") + 1, early=pl.col("text").str.head(_EARLY))
    return frame.select(sign.cast(pl.Float64).alias(name) for name, sign in _SIGNS.items()).to_numpy()


def _unit(block: sparse.csr_array) -> sparse.csr_array:
    """Each row divided by its length; an empty row stays empty."""
    length = np.sqrt(np.asarray(block.multiply(block).sum(axis=1)).ravel())
    return sparse.csr_array(sparse.diags_array(1 / np.maximum(length, 1)) @ block)


def _likeness(left: sparse.csr_array, right: sparse.csr_array) -> Floats:
    """Cosine of each row of `left` with the same row of `right` (n,)."""
    return np.asarray(_unit(left).multiply(_unit(right)).sum(axis=1)).ravel()
