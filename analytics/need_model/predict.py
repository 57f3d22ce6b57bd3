"""What feedback says, where its user did not state it: rating, service, axes, and the need that follows."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import polars as pl

from analytics.arrays import Floats
from analytics.need_model.features import said
from analytics.need_model.labels import AXES, RATINGS, UNSAID
from analytics.need_model.model import Model
from analytics.need_model.task import Task, chances
from analytics.need_model.weighting import blocks

_TOGETHER = 5_000  # texts: keeps memory flat
_SERVED: Final = ("service", "service_score")


def predict(model: Model, feedback: pl.DataFrame) -> pl.DataFrame:
    """One row for each of n rows, in their order, from title and text alone.

    feedback  title, text
    returns   rating (of RATINGS), rating_score (its probability), service, service_score (null where the model
              knows no services), the five axes (of RATINGS, null where not judged or not learnt) and, for each,
              AXIS_need: the probability that it is judged negative
    """
    parts = [_part(model, part) for part in _parts(feedback)]
    return pl.concat(parts)


def _parts(feedback: pl.DataFrame) -> Iterator[pl.DataFrame]:
    for start in range(0, max(feedback.height, 1), _TOGETHER):
        yield feedback.slice(start, _TOGETHER)


def _part(model: Model, feedback: pl.DataFrame) -> pl.DataFrame:
    x = blocks(said(feedback), model.weighting)
    found = {name: chances(task, x) for name, task in model.tasks.items()}
    columns = [*_best(model.tasks["rating"], found["rating"], ("rating", "rating_score"))]
    if "service" in found:
        columns += _best(model.tasks["service"], found["service"], _SERVED)
    else:
        columns += [
            _nothing(name, kind, feedback.height)
            for name, kind in zip(_SERVED, (pl.String, pl.Float64), strict=True)
        ]
    for axis in AXES:
        columns += _axis(model.tasks.get(axis), found.get(axis), axis, feedback.height)
    return pl.DataFrame(columns)


def _best(task: Task, found: Floats, names: tuple[str, str]) -> list[pl.Series]:
    """The likeliest class of each row, and its probability."""
    place = pl.Series(found.argmax(axis=1), dtype=pl.Int64)
    label = place.replace_strict(dict(enumerate(task.classes)), return_dtype=pl.String)
    return [label.alias(names[0]), pl.Series(names[1], found.max(axis=1, initial=0))]


def _axis(task: Task | None, found: Floats | None, axis: str, height: int) -> list[pl.Series]:
    if task is None or found is None:
        return [_nothing(axis, pl.String, height), pl.Series(f"{axis}_need", np.zeros(height))]
    label, _ = _best(task, found, (axis, "_"))
    negative = found[:, task.classes.index(RATINGS[2])]
    return [label.set(label == UNSAID, None), pl.Series(f"{axis}_need", negative)]


def _nothing(name: str, kind: type[pl.DataType], height: int) -> pl.Series:
    return pl.Series(name, [None] * height, dtype=kind)
