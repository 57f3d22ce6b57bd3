"""How people misspell: whole columns at once, one habit a text."""

import numpy as np
import polars as pl

HABITS = {
    "typographic": 0.28,
    "lower": 0.24,
    "unaccented": 0.12,
    "glued": 0.08,
    "typo": 0.12,
    "short": 0.08,
    "upper": 0.04,
    "stretched": 0.04,
}
_ACCENTS = dict(zip("àâäéèêëîïôöùûüçœÀÂÉÈÊÎÔÙÇ", [*"aaaeeeeiioouuuc", "oe", *"AAEEEIOUC"], strict=True))
_TYPOS = {
    "mm": "m", "tt": "t", "ement": "ment", "ée ": "er ", "és ": "é ", "ais ": "er ", "ette": "ete",
    "tion": "tino", "ou": "uo", "eau": "aeu",
}  # fmt: skip
_SHORT = {
    "quelqu'un": "qqn", "Quelqu'un": "Qqn", "c'est": "cé", "s'il vous plaît": "svp", "parce que": "pcq",
    "pas ": "pa ", "vous": "vs", "toujours": "tjs", "beaucoup": "bcp", "merci": "mrc", "depuis": "dpuis",
}  # fmt: skip


def misspell(text: pl.Series, rng: np.random.Generator, careless: float) -> pl.Series:
    """The texts; a share `careless` (0 to 1) of them in one of the habits, the others as they are."""
    names = list(HABITS)
    share = [1 - careless, *(HABITS[name] * careless for name in names)]
    habit = pl.Series(rng.choice(len(share), len(text), p=share) - 1)
    written = pl.col("text")
    ways = {
        "typographic": written.str.replace_all("'", "’", literal=True),
        "lower": written.str.to_lowercase(),
        "unaccented": written.str.replace_many(list(_ACCENTS), list(_ACCENTS.values())),
        "glued": written.str.replace_all(r"\b([lLdDjJnNcCsS]|[qQ]u)'(\p{Ll})", "$1$2"),
        "typo": written.str.replace_many(list(_TYPOS), list(_TYPOS.values())),
        "short": written.str.replace_many(list(_SHORT), list(_SHORT.values())),
        "upper": written.str.to_uppercase(),
        "stretched": written + "!!!!",
    }
    frame = pl.DataFrame({"text": text, "habit": habit}).with_row_index()
    parts = [frame.filter(pl.col("habit") < 0)]
    for number, name in enumerate(names):
        parts.append(frame.filter(pl.col("habit") == number).with_columns(text=ways[name]))
    return pl.concat(parts).sort("index")["text"]
