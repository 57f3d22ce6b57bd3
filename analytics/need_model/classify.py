"""What is finally said of a feedback: what its user stated stands, a model or rules tell the rest."""

from typing import Final

import polars as pl

from analytics.need_model.labels import AXES, RATINGS
from analytics.need_model.model import Model
from analytics.need_model.predict import predict
from analytics.need_model.rules import by_rules

COLUMNS: Final = ("rating", "rating_score", "service", "service_score", "need_class", "axes")
_NEGATIVE: Final = RATINGS[2]
_STATED: Final = 1.0  # the score of what the user stated


def classify(
    feedback: pl.DataFrame, model: Model | None, by_words: pl.Series | None = None, *, stated: bool = True
) -> pl.DataFrame:
    """One row for each of n rows, in their order: COLUMNS.

    feedback  title, text; rating, service and the axes as the user stated them (null where not)
    model     None: ratings by rules, no services
    by_words  (n,) List(String), need classes that the words of each text state (help in a crisis, a service's axis)
    stated    False: only title and text count, whatever the user stated
    returns   rating, service, each with its score (0 to 1, 1 for what was stated), axes (AXIS:RATING joined by "|",
              "" where none is judged) and need_class: the axis judged negative, the likeliest first; else what the
              words state; null for neither
    """
    told = by_rules(feedback) if model is None else predict(model, feedback)
    if stated:
        told = _kept(told, feedback)
    words = pl.Series("words", [[]] * told.height, dtype=pl.List(pl.String)) if by_words is None else by_words
    return told.with_columns(words.alias("words")).select(
        *COLUMNS[:4], _need_class().alias("need_class"), _axes().alias("axes")
    )


def _kept(told: pl.DataFrame, feedback: pl.DataFrame) -> pl.DataFrame:
    """What the user stated, where something was; an axis judged negative is a need for certain, another is none."""
    own = feedback.select("rating", "service", *AXES).rename(lambda name: f"own_{name}")
    kept = [_or_told(name) for name in ("rating", "service", *AXES)]
    scores = [
        pl.when(pl.col(f"own_{name}").is_not_null())
        .then(_STATED)
        .otherwise(f"{name}_score")
        .alias(f"{name}_score")
        for name in ("rating", "service")
    ]
    needs = [
        pl.when(pl.col(f"own_{axis}").is_not_null())
        .then((pl.col(f"own_{axis}") == _NEGATIVE) + pl.col(f"{axis}_need"))
        .otherwise(f"{axis}_need")
        .alias(f"{axis}_need")
        for axis in AXES
    ]
    return pl.concat([told, own], how="horizontal").with_columns(*kept, *scores, *needs)


def _or_told(name: str) -> pl.Expr:
    return pl.coalesce(f"own_{name}", name).alias(name)


def _need_class() -> pl.Expr:
    """The negative axis that is likeliest a need, else the first class that the words state."""
    needed = [pl.when(pl.col(axis) == _NEGATIVE).then(f"{axis}_need").alias(axis) for axis in AXES]
    strongest = pl.concat_list(needed).list.arg_max()
    by_axis = strongest.replace_strict(dict(enumerate(AXES)), default=None, return_dtype=pl.String)
    return pl.coalesce(by_axis, pl.col("words").list.first())


def _axes() -> pl.Expr:
    judged = [pl.when(pl.col(axis).is_not_null()).then(pl.format(f"{axis}:{{}}", axis)) for axis in AXES]
    return pl.concat_list(judged).list.drop_nulls().list.join("|")
