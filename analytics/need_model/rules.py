"""The rating of a text by its cues alone, where no model was trained."""

from typing import Final

import polars as pl

from analytics.need_model.features import MOST, SIGNS, said
from analytics.need_model.labels import AXES, RATINGS

# What a cue weighs: "sans aucun problème" also holds a lack and a problem, which its own weight makes up for.
_GOOD: Final = {"praise": 1, "thanks": 1, "ease": 1, "smooth": 3}
_BAD: Final = {"harsh": 1, "failure": 1, "silence": 1, "waiting": 1, "hard": 1, "not_good": 2}
_CLEAR: Final = 0.2  # of all cues: less of a difference is neutral


def by_rules(feedback: pl.DataFrame) -> pl.DataFrame:
    """As `predict`, without service and axes; rating_score is how much of the cues agrees, from ⅓ to 1.

    feedback  title, text
    """
    signs = pl.DataFrame(said(feedback).signs, schema=list(SIGNS))
    good, bad = (
        pl.sum_horizontal(_count(cue) * weight for cue, weight in cues.items()) for cues in (_GOOD, _BAD)
    )
    balance = (good - bad) / (good + bad).clip(lower_bound=1)
    rating = (
        pl.when(balance > _CLEAR)
        .then(pl.lit(RATINGS[0]))
        .when(balance < -_CLEAR)
        .then(pl.lit(RATINGS[2]))
        .otherwise(pl.lit(RATINGS[1]))
    )
    agree = 1 / 3 + 2 / 3 * balance.abs()
    nothing = [pl.lit(None, pl.String).alias(name) for name in ("service", *AXES)]
    none_needed = [pl.lit(0.0).alias(f"{axis}_need") for axis in AXES]
    return signs.select(
        rating.alias("rating"),
        agree.alias("rating_score"),
        nothing[0],
        pl.lit(None, pl.Float64).alias("service_score"),
        *[column for pair in zip(nothing[1:], none_needed, strict=True) for column in pair],
    )


def _count(cue: str) -> pl.Expr:
    """How often a cue stands in title and text, as far as it is counted."""
    return pl.sum_horizontal(pl.col(f"{cue}_{part}") * MOST[part] for part in ("title", "text"))
