"""What a model of needs is taught: the labels that users gave in a form."""

from typing import Final

import numpy as np
import polars as pl

from analytics.arrays import Int64s

RATINGS: Final = ("positive", "neutral", "negative")
AXES: Final = ("accessibility", "explanation", "relation", "responsiveness", "simplicity")
UNSAID: Final = "unsaid"  # an axis that the user did not judge
SERVICES = 8  # most frequent ones: rarer ones have too few texts to learn from
LEAST = 5  # texts of a class: with fewer, a fold of five would not know it


def frequent(service: pl.Series, most: int = SERVICES) -> tuple[str, ...]:
    """The services that most feedback is about, the most frequent first; equally frequent ones by name."""
    named = service.drop_nulls().to_frame("service").group_by("service").len()
    kept = named.filter(pl.col("len") >= LEAST).sort("len", "service", descending=[True, False])
    return tuple(kept["service"].head(most))


def taught(labels: pl.Series, classes: tuple[str, ...]) -> tuple[Int64s, Int64s]:
    """Rows whose label is one of the classes (m,), and its place among them (m,)."""
    place = labels.replace_strict(
        list(classes), list(range(len(classes))), default=None, return_dtype=pl.Int64
    )
    rows = np.flatnonzero(place.is_not_null().to_numpy())
    return rows, place.drop_nulls().to_numpy()
