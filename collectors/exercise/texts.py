"""From templates to texts: slots filled, spelling, the commune's name, links and hashtags."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collectors.exercise.cascades import Rows
from collectors.exercise.setting import Setting, fold, name_table, of
from collectors.exercise.settings import settings
from collectors.exercise.spelling import misspell

Flags = NDArray[np.bool_]
# What must not be misspelt is carried by private characters until the spelling is done.
MARKS = {
    "place": "\ue000", "à": "\ue001", "de": "\ue002", "official": "\ue003", "aid_link": "\ue004",
    "parcel_link": "\ue005", "bank_link": "\ue006",
}  # fmt: skip
_PLACE = re.compile(r"\{(place|à|de)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*\{(?:place|à|de)\}[^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")
_COLUMN = {"place": "bare", "à": "at", "de": "of"}


@dataclass(frozen=True, slots=True)
class Hand:
    """How people write: share of texts with a habit of spelling.py, shares of the styles of commune names."""

    careless: float
    names: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Templates:
    """Templates of all families, one after the other; those of family f are rows first[f] … first[f + 1] - 1.

    named, plain: the text with and without its place; places: whether `named` has one; english: its language
    """

    named: pl.Series
    plain: pl.Series
    places: Flags
    english: Flags


def parse(templates: Sequence[str], english: Sequence[bool]) -> Templates:
    named = [_OPTIONAL.sub(r"\1", text) for text in templates]
    plain = [_OPTIONAL.sub("", text).strip() for text in templates]
    return Templates(
        pl.Series([_marked(text) for text in named]),
        pl.Series([_marked(text) for text in plain]),
        np.array([_PLACE.search(text) is not None for text in named]),
        np.array(english, dtype=np.bool_),
    )


def fill(text: pl.Series, rng: np.random.Generator, slots: Mapping[str, Sequence[str]]) -> pl.Series:
    """The texts with every slot replaced by one of its values; a slot may stand three times in a text."""
    for name, values in slots.items():
        hole = MARKS.get(name, "{" + name + "}")
        for _ in range(3):
            rows = text.str.contains(hole, literal=True).arg_true()
            if not len(rows):
                break
            picked = pl.Series(values).gather(pl.Series(rng.integers(0, len(values), len(rows))))
            text = _replaced(text, rows, hole, picked)
    return text


def place(
    text: pl.Series, rng: np.random.Generator, commune: Rows, setting: Setting, styles: Mapping[str, float]
) -> pl.Series:
    """The texts with the name of their commune, each in one of the ways people write it."""
    names = name_table(setting, list(styles))
    style = rng.choice(len(styles), len(text), p=list(styles.values()))
    form = names[(commune * len(styles) + style).tolist()]
    for slot, column in _COLUMN.items():
        rows = text.str.contains(MARKS[slot], literal=True).arg_true()
        text = _replaced(text, rows, MARKS[slot], form[column].gather(rows))
    return text


def local_slots(setting: Setting) -> dict[str, Sequence[str]]:
    """Slots whose values come with the département."""
    river = setting.river
    return {
        "dep": [f"le {setting.code}", f"le département ({setting.code})", f"tout le {setting.code}"],
        "of_dep": [f"({setting.code})", f"du {setting.code}"],
        "dep_code": [setting.code],
        "tag": [f"Inondations{setting.code}", f"Crue{_word(setting.name)}"],
        "river": [river],
        "of_river": [of(river) if not river.startswith(("la ", "l'")) else f"de {river}"],
    }


def words(
    text: pl.Series, rng: np.random.Generator, commune: Rows, setting: Setting, hand: Hand
) -> pl.Series:
    """Finished texts from templates: slots, spelling, then what spelling must leave alone."""
    slots = {**local_slots(setting), **settings().slots}
    early = {name: values for name, values in slots.items() if name not in MARKS}
    late = {name: values for name, values in slots.items() if name in MARKS}
    written = misspell(fill(text, rng, early), rng, hand.careless)
    return fill(place(written, rng, commune, setting, hand.names), rng, late)


def _replaced(text: pl.Series, rows: pl.Series, hole: str, values: pl.Series) -> pl.Series:
    """The texts with `hole` replaced once, at `rows`, by the value of the same position."""
    part = pl.DataFrame({"text": text.gather(rows), "value": values})
    new = part.select(pl.col("text").str.replace(hole, pl.col("value"), literal=True))["text"]
    return text.clone().scatter(rows, new)  # scatter writes in place


def _marked(text: str) -> str:
    return _SLOT.sub(lambda m: MARKS.get(m[1], m[0]), text)


def _word(name: str) -> str:
    return "".join(part.capitalize() for part in fold(name).split())
