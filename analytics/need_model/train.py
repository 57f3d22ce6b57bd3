"""Learn what users say of services. Nothing is drawn: the same feedback gives the same bytes, in whatever order."""

import hashlib

import polars as pl

from analytics.need_model.features import said
from analytics.need_model.labels import AXES, RATINGS, UNSAID, frequent, taught
from analytics.need_model.model import Model
from analytics.need_model.task import AXIS, RATING, SERVICE, Options, Task, learn
from analytics.need_model.weighting import Blocks, blocks, weighting


def train(feedback: pl.DataFrame) -> Model:
    """Learn rating, service and axes from the feedback that has them.

    feedback  uid, title, text; rating, service and the five axes as far as known (null where not)
    raises    ValueError when fewer than two ratings are there to be told apart
    """
    table = feedback.sort("uid").unique("uid", keep="first", maintain_order=True)
    if table["rating"].n_unique() - (table["rating"].null_count() > 0) < 2:
        raise ValueError(
            "at least two different ratings are needed to learn: is the column of ratings filled?"
        )
    read = said(table)
    by = weighting(read)
    x = blocks(read, by)
    tasks = [_task(name, x, labels, classes, options) for name, labels, classes, options in _asked(table)]
    return Model(by, {task.name: task for task in tasks if task is not None}, table.height, _digest(table))


def _asked(table: pl.DataFrame) -> list[tuple[str, pl.Series, tuple[str, ...], Options]]:
    axes = [(axis, table[axis].fill_null(UNSAID), (*RATINGS, UNSAID), AXIS) for axis in AXES]
    service = ("service", table["service"], frequent(table["service"]), SERVICE)
    return [("rating", table["rating"], RATINGS, RATING), service, *axes]


def _task(name: str, x: Blocks, labels: pl.Series, classes: tuple[str, ...], options: Options) -> Task | None:
    """None where there is nothing to be told apart."""
    rows, y = taught(labels, classes)
    if len(set(y.tolist())) < 2:
        return None
    return learn(name, x.rows(rows), y, classes, options)


def _digest(table: pl.DataFrame) -> str:
    told = table.select("uid", "rating", "service", *AXES)
    return hashlib.sha256(told.write_csv().encode()).hexdigest()[:16]
