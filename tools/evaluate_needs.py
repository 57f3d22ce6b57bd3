"""How well needs are told from texts: rating and service of Services Publics+, information type of Lac-Mégantic.

    python -m tools.evaluate_needs [--data ../shared/data] [--seeds 0 1 2 3 4]

Options of the model were chosen on Services Publics+: the nested figures, whose options are chosen anew inside each
fold's training part among those that were tried, tell how much that flatters.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analytics.need_model.card import lines, short
from analytics.need_model.evaluate import cross_validated, nested
from analytics.need_model.features import said
from analytics.need_model.folds import grouped, stratified
from analytics.need_model.labels import RATINGS, frequent, taught
from analytics.need_model.task import ALL, RATING, SERVICE, Look, Options
from benchmarks import rumoureval
from collectors.files.feedback_frames import read_feedback

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDS = 5
PLAIN = (Look(("words",), 20.0), Look(("letters",), 20.0), Look(("signs",), 1.0))
TRIED = (
    RATING,
    SERVICE,
    Options((*PLAIN, Look(ALL, 3.0))),
    Options((*PLAIN, Look(ALL, 1.0, "graded"))),
    Options((Look(ALL, 1.0, "graded"),)),
)
UNLABELLED = ("Not labeled", "Not applicable")


def main() -> None:
    """Print every figure, or say what is absent."""
    parser = argparse.ArgumentParser(description="Needs told from real texts.")
    parser.add_argument("--data", type=type(rumoureval.DATA), default=rumoureval.DATA)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2, 3, 4])
    parser.add_argument(
        "--nested", action="store_true", help="choose the options inside the folds, too (minutes)"
    )
    asked = parser.parse_args()
    for name, figures in (("services_publics_plus", services), ("lac_megantic", crisis)):
        folder = asked.data / name
        if not folder.is_dir():
            print(f"skipped: {name} is not at {asked.data}")
            continue
        for line in figures(folder, asked.seeds, chosen_inside=asked.nested):
            print(line, flush=True)


def services(folder: Path, seeds: list[int], *, chosen_inside: bool) -> Iterator[str]:
    """Rating and service, from title and text alone."""
    table = read_feedback(folder / "experiences.csv", "services-publics-plus").feedback.sort("uid")
    read = said(table)
    tasks = (("rating", RATINGS, RATING), ("service", frequent(table["service"]), SERVICE))
    for name, classes, options in tasks:
        rows, y = taught(table[name], classes)
        own, accuracies = read.rows(rows), []
        for seed in seeds:
            found = cross_validated(own, y, classes, stratified(y, FOLDS, seed), options)
            accuracies.append(found.accuracy)
            what = f"{name}, {FOLDS} stratified folds, seed {seed}"
            yield from lines(what, found) if seed == seeds[0] else [short(what, found)]
        yield f"{name}: accuracy {np.mean(accuracies):.3f} over {len(seeds)} seeds, {_spread(accuracies)}"
        if chosen_inside:
            told, places = nested(own, y, classes, stratified(y, FOLDS, seeds[0]), TRIED)
            yield f"{short(f'{name}, options chosen inside the folds, seed {seeds[0]}', told)}; chosen {places}"


def crisis(folder: Path, seeds: list[int], *, chosen_inside: bool) -> Iterator[str]:  # noqa: ARG001 - as services
    """Information type of one event's posts: folds at random, and folds that keep reposts of one text together."""
    posts = pl.read_csv(folder / "tweets_labeled.csv", infer_schema=False)
    posts = posts.rename({name: name.strip() for name in posts.columns}).select(
        text="Tweet Text", title=pl.lit(""), kind="Information Type"
    )
    labelled = posts.filter(pl.col("kind").is_not_null(), ~pl.col("kind").is_in(UNLABELLED))
    classes = frequent(labelled["kind"])
    rows, y = taught(labelled["kind"], classes)
    same = (
        labelled.select(_repeated(pl.col("text")).rank("dense").cast(pl.Int64)).to_series().to_numpy()[rows]
    )
    read = said(labelled).rows(rows)
    options = SERVICE
    splits = {
        f"{FOLDS} folds that keep reposts of a text together": grouped(same, FOLDS, seeds[0]),
        f"{FOLDS} stratified random folds (reposts may lie on both sides)": stratified(y, FOLDS, seeds[0]),
    }
    for split, fold in splits.items():
        found = cross_validated(read, y, classes, fold, options)
        yield from lines(
            f"information type, one event (no other to leave out), {split}, seed {seeds[0]}", found
        )


def _repeated(text: pl.Expr) -> pl.Expr:
    """A text without who it repeats, addresses and signs."""
    bare = text.str.to_lowercase().str.replace_all(r"^(?:rt|mt) @\w+:?|https?\S*|[@#]", " ")
    return bare.str.replace_all(r"[^\p{L}\d]+", " ").str.strip_chars().str.head(60)


def _spread(values: list[float]) -> str:
    return f"{min(values):.3f} to {max(values):.3f}"


if __name__ == "__main__":
    main()
