"""The work of `cyberimpact models … needs` and `cyberimpact needs`: a model, its card, its figures; a file told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

import polars as pl

from analytics.need_model import COLUMNS, classify, from_bytes, to_bytes, train
from analytics.need_model.card import card, lines, short
from analytics.need_model.evaluate import cross_validated
from analytics.need_model.features import said
from analytics.need_model.folds import stratified
from analytics.need_model.labels import RATINGS, frequent, taught
from analytics.need_model.task import RATING, SERVICE
from analytics.signals.urgency import urgent
from graph.terminal import ERR, OUT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from analytics.confusion import Score
    from analytics.need_model import Model

FILE: Final = "needs.npz"
CARD: Final = "needs.card.md"
SEED: Final = 0


class FeedbackFile(Protocol):
    """What the reader of feedback gives: see collectors/files/feedback_frames.py."""

    @property
    def rows(self) -> pl.DataFrame: ...
    @property
    def feedback(self) -> pl.DataFrame: ...
    @property
    def refused(self) -> list[str]: ...


def write_model(file: FeedbackFile, out: Path, note: str | None, count: int) -> Model:
    """Learn from a file of feedback; write out/needs.npz with its card; ValueError where nothing can be learnt.

    note   origin and licence of the data; count: folds whose figures the card reports, 0 for none
    """
    tell_refused(file)
    model = train(file.feedback)
    found = scores(file.feedback, count)
    out.mkdir(parents=True, exist_ok=True)
    (out / FILE).write_bytes(to_bytes(model))
    (out / CARD).write_text(card(model, note, found), encoding="utf-8")
    OUT.print(f"{out / FILE}  learnt from {model.feedback:,} feedbacks, digest {model.digest}")
    OUT.print("\n".join(short(*item) for item in found.items()) or "no folds: no figure")
    return model


def evaluate(file: FeedbackFile, out: Path, count: int) -> None:
    """Tell how well rating and service are told of texts that were not learnt from; train where there is no model.

    The figures are those of the method on this file: each fold is told by a model that has not seen it.
    """
    if not (out / FILE).exists():
        write_model(file, out, None, 0)
    else:
        model = from_bytes((out / FILE).read_bytes())
        OUT.print(f"{out / FILE}  learnt from {model.feedback:,} feedbacks, digest {model.digest}")
    for item in scores(file.feedback, count).items():
        OUT.print("\n".join(lines(*item)))


def scores(feedback: pl.DataFrame, count: int) -> dict[str, Score]:
    """Rating and service, from title and text alone, each in `count` stratified folds; none below two."""
    if count < 2:
        return {}
    table = feedback.sort("uid").unique("uid", keep="first", maintain_order=True)
    read = said(table)
    services = frequent(table["service"])
    found = {}
    for name, classes, options in (("rating", RATINGS, RATING), ("service", services, SERVICE)):
        rows, y = taught(table[name], classes)
        if len(set(y.tolist())) > 1:
            split = f"{name}, {count} stratified folds, seed {SEED}, {len(classes)} classes"
            fold = stratified(y, count, SEED)
            found[split] = cross_validated(read.rows(rows), y, classes, fold, options)
    return found


def classified(
    file: FeedbackFile, model: Model | None, states: Callable[[pl.Series], pl.Series], *, stated: bool
) -> pl.DataFrame:
    """The rows of a file with COLUMNS, empty in rows that could not be read; columns of these names give way.

    states  the need classes that texts state in words, as List(String)
    stated  what users stated in the form stands
    """
    table = file.feedback
    by_words = states(table["text"])
    found = classify(table, model, by_words, stated=stated).with_columns(_as_spelt(table), row=table["row"])
    rows = (
        file.rows.drop(COLUMNS, strict=False).with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))
    )
    return rows.join(found, on="row", how="left", maintain_order="left").drop("row")


def with_urgency(rows: pl.DataFrame, file: FeedbackFile) -> pl.DataFrame:
    """With `urgent`, of the text alone: a word of urgency says nothing about who wrote it. Null without a text."""
    told = file.feedback.select("row", urgent=urgent(file.feedback["text"]))
    numbered = rows.drop("urgent", strict=False).with_row_index("row").cast({"row": pl.Int64})
    return numbered.join(told, on="row", how="left", maintain_order="left").drop("row")


def _as_spelt(table: pl.DataFrame) -> pl.Expr:
    """A service as the file spells it, so that the column can be compared with the file's own."""
    spelt = (
        table.select("service", "service_spelt")
        .drop_nulls()
        .unique("service", keep="first", maintain_order=True)
    )
    return pl.col("service").replace(spelt["service"], spelt["service_spelt"])


def tell_refused(file: FeedbackFile) -> None:
    """Say how many rows were left out, and what is wrong with the first."""
    if file.refused:
        ERR.print(f"{len(file.refused):,} rows cannot be read as feedback, the first: {file.refused[0]}")
