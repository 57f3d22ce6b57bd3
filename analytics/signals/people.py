"""Nothing is told of fewer than `crowd` people, nor to more digits than a count of few people would survive.

An alert's count and its surprise follow from counts of the past that nobody may see. With all their digits they
are equations with one solution in small whole numbers; as they are told here many pasts say the same.
"""

import polars as pl

from analytics.signals.options import WatchOptions

EXPECTED = 1  # digits after the point of what was expected
SHARE = 2  # and of a share


def enough_people(
    found: pl.DataFrame, rows: pl.DataFrame, seen: pl.DataFrame, options: WatchOptions
) -> pl.DataFrame:
    """The rows of `found` that at least `options.crowd` distinct people stand behind, from start_at until detected_at.

    found  KEY, start_at, detected_at and any others; those of kind crowd have had their people counted
    rows   analytics.signals.series.MEMBERS of what is counted
    seen   analytics.signals.watched: who wrote each post
    Counts that no post stands behind (events of operational sources) tell of no people and stay.
    """
    asked = found.with_row_index("row")
    wrote = rows.join(seen.select("uid", "author"), on="uid").select(*_KEY, "at", "author")
    near = asked.select("row", *_KEY, "start_at", "detected_at").join(wrote, on=_KEY)
    people = (
        near.filter(pl.col("at") >= pl.col("start_at"), pl.col("at") < pl.col("detected_at"))
        .group_by("row")
        .agg(people=pl.col("author").n_unique())
    )
    few = people.filter(pl.col("people") < options.crowd)
    told = asked.filter((pl.col("kind") == "crowd") | ~pl.col("row").is_in(few["row"].implode()))
    return told.drop("row")


def as_told(bits: str) -> pl.Expr:
    """A surprise in whole bits: a tenth of one would tell what was expected to three digits."""
    return pl.col(bits).round(0) + 0.0


def hidden_unless(counts: tuple[str, str], crowd: int) -> list[pl.Expr]:
    """A part and its whole, null unless both the part and the rest of the whole are 0 or `crowd` and more."""
    part, whole = pl.col(counts[0]), pl.col(counts[1])
    shown = pl.all_horizontal((one == 0) | (one >= crowd) for one in (part, whole - part))
    return [pl.when(shown).then(one) for one in (part, whole)]


_KEY = ["kind", "topic", "location_code"]
