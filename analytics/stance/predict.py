"""The stance of replies and quotes: a signal with its probability, never a verdict."""

import numpy as np
import polars as pl

from analytics.stance.context import contexts
from analytics.stance.features import matrix
from analytics.stance.logistic import Weights, probabilities
from analytics.stance.model import STANCES, Model

_TOGETHER = 20_000  # posts: keeps memory flat


def predict(model: Model, posts: pl.DataFrame) -> pl.DataFrame:
    """One row a reply or quote (a repost takes no stance of its own), by uid.

    posts    the canonical post table, with the posts that are answered where they are known
    returns  uid, stance (of STANCES), probability (0 to 1, of that stance; classes were balanced while
             learning, so rare stances are rarer than their probabilities say)
    raises   as `analytics.cascades.measure`
    """
    around = contexts(posts)
    return of_contexts(model, around.filter("answers"))


def of_contexts(model: Model, around: pl.DataFrame) -> pl.DataFrame:
    """The same for contexts, whether they answer a post or begin a thread."""
    weights = Weights(model.slope.astype(np.float64), model.intercept.astype(np.float64))
    parts = [
        probabilities(matrix(around.slice(start, _TOGETHER)), weights)
        for start in range(0, around.height, _TOGETHER)
    ]
    found = np.concatenate(parts) if parts else np.zeros((0, len(STANCES)))
    best = found.argmax(axis=1)
    stance = pl.Series("stance", best).replace_strict(dict(enumerate(STANCES)), return_dtype=pl.String)
    return pl.DataFrame({"uid": around["uid"], "stance": stance, "probability": found.max(axis=1, initial=0)})
