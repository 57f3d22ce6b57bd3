"""How well tasks are told of texts that were not learnt from: stratified folds, and a choice made inside them."""

from collections.abc import Sequence

import numpy as np

from analytics.arrays import Int64s
from analytics.confusion import Score, score
from analytics.need_model.features import Said
from analytics.need_model.folds import stratified
from analytics.need_model.task import Options, chances, learn
from analytics.need_model.weighting import blocks, weighting


def cross_validated(said: Said, y: Int64s, classes: tuple[str, ...], fold: Int64s, options: Options) -> Score:
    """Every fold told by a model learnt from the others; what is rare is counted in those alone."""
    return score(y, _told(said, y, classes, fold, [options] * (int(fold.max()) + 1)), classes)


def nested(
    said: Said, y: Int64s, classes: tuple[str, ...], fold: Int64s, candidates: Sequence[Options]
) -> tuple[Score, list[int]]:
    """The same where the options of each fold are chosen by three folds of the others.

    returns  the score, and the place in `candidates` that was chosen for each fold: nothing of the figure hangs on
             a choice that has seen the texts it is measured on
    """
    chosen = []
    for held in range(int(fold.max()) + 1):
        rest = np.flatnonzero(fold != held)
        part, own = said.rows(rest), y[rest]
        inner = stratified(own, 3, seed=held)
        found = [cross_validated(part, own, classes, inner, options).accuracy for options in candidates]
        chosen.append(int(np.argmax(found)))
    told = _told(said, y, classes, fold, [candidates[place] for place in chosen])
    return score(y, told, classes), chosen


def _told(
    said: Said, y: Int64s, classes: tuple[str, ...], fold: Int64s, options: Sequence[Options]
) -> Int64s:
    found = np.zeros_like(y)
    for held, own in enumerate(options):
        rest, out = np.flatnonzero(fold != held), np.flatnonzero(fold == held)
        learnt = said.rows(rest)
        by = weighting(learnt)
        task = learn("", blocks(learnt, by), y[rest], classes, own)
        found[out] = chances(task, blocks(said.rows(out), by)).argmax(axis=1)
    return found
