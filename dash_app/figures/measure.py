"""The four measures a need map can show: their unit, digits and classes."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal, get_args

import numpy as np
import polars as pl

from dash_app.figures.classes import Classes, gap_classes, quantile_classes
from dash_app.texts import Lang, number, say
from graph.taxonomy import taxonomy

Measure = Literal["smoothed_rate", "people", "offers", "gap"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
_SPECIAL = {"all": "topic.all", "feedback": "topic.feedback"}  # topics that are no need class
PER = 10_000  # rates are stored per inhabitant and shown per 10,000
_DIGITS: dict[Measure, int] = {"smoothed_rate": 1, "people": 0, "offers": 0, "gap": 2}


def values(rates: pl.DataFrame, measure: Measure) -> pl.Series:
    """The measure as it is shown; null where the cell is hidden or unknown."""
    shown = rates[measure].cast(pl.Float64)
    return (shown * PER if measure == "smoothed_rate" else shown).alias("value")


def classes(shown: pl.Series, measure: Measure) -> Classes | None:
    """The colour classes for these values; None when there is no value at all."""
    known = shown.drop_nulls()
    if known.is_empty():
        return None
    if measure == "gap":
        return gap_classes()
    return quantile_classes(known.to_numpy().astype(np.float64), _DIGITS[measure])


def written(value: float, measure: Measure, lang: Lang) -> str:
    """A value with the digits of its measure, without unit."""
    return number(value, lang, _DIGITS[measure])


def topic_label(topic: str, lang: Lang) -> str:
    """The name of a need class; one that the taxonomy does not know is shown as it is stored."""
    return say(_SPECIAL[topic], lang) if topic in _SPECIAL else taxonomy().label(topic, lang)


def class_labels(found: Classes, measure: Measure, lang: Lang) -> list[str]:
    """What each class means, lowest first."""
    bounds = [written(bound, measure, lang) for bound in found.bounds]
    labels = [
        low if low == high else say("map.between", lang, low=low, high=high) for low, high in pairwise(bounds)
    ]
    if measure == "gap":
        labels[0] = say("gap.more_offer", lang, range=labels[0])
        labels[-1] = say("gap.more_need", lang, range=labels[-1])
    return labels
