"""Learn stances from labelled posts. Nothing is drawn: the same posts and labels give the same bytes."""

import hashlib
from typing import Final

import numpy as np
import polars as pl

from analytics.arrays import Int64s
from analytics.stance.context import contexts
from analytics.stance.features import matrix
from analytics.stance.logistic import Weights, fit
from analytics.stance.model import STANCES, Model

# Chosen by macro-F1 over left-out events of RumourEval's train split.
STRENGTH: Final = 0.2
BALANCE: Final = 0.7


def train(posts: pl.DataFrame, labels: pl.DataFrame) -> Model:
    """Learn from the posts that have a label; the others are their context.

    posts    the canonical post table
    labels   uid, label (of STANCES), one row a post
    raises   ValueError when no labelled post is among the posts or all have one label
    """
    learnt = labelled(posts, labels)
    if learnt["label"].n_unique() < 2:
        found = ", ".join(learnt["label"].unique()) or "none"
        raise ValueError(f"at least two stances are needed to learn; of the posts given: {found}")
    weights = learn(learnt)
    told = "\n".join(f"{uid} {label}" for uid, label in learnt.select("uid", "label").iter_rows())
    return Model(
        slope=weights.slope.astype(np.float32),
        intercept=weights.intercept.astype(np.float32),
        posts=learnt.height,
        digest=hashlib.sha256(told.encode()).hexdigest()[:16],
    )


def labelled(posts: pl.DataFrame, labels: pl.DataFrame) -> pl.DataFrame:
    """Contexts of the posts that have a label, with it, by uid: `contexts`' columns and those of labels."""
    return contexts(posts).join(labels, on="uid", how="inner", maintain_order="left")


def learn(learnt: pl.DataFrame) -> Weights:
    """Weights for labelled contexts."""
    return fit(matrix(learnt), codes(learnt["label"]), len(STANCES), strength=STRENGTH, balance=BALANCE)


def codes(label: pl.Series) -> Int64s:
    """Place of each label in STANCES (n,)."""
    return label.cast(pl.Enum(STANCES)).to_physical().cast(pl.Int64).to_numpy()
