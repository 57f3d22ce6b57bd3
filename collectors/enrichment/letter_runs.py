"""py3langid's model on whole columns: the answers of its own `classify`, many times sooner.

The model is a naive Bayes over runs of bytes, which an automaton finds byte by byte (Lui and Baldwin 2012).
py3langid walks it in Python, text by text; here one kernel does.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

import numpy as np
from numba import njit
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Floats = NDArray[np.float32]
Wholes = NDArray[np.int64]


class Model(NamedTuple):
    """The automaton goes from state s by byte b to follow[row[s] << 8 | b]; found[s] is a run, or -1.

    weight (runs, languages) and prior (languages,) are logarithms; doubles are pairs of columns that are one
    language, the second of which stands for the first.
    """

    row: NDArray[np.uint32]
    follow: NDArray[np.uint32]
    found: NDArray[np.int32]
    weight: Floats
    prior: Floats
    doubles: Wholes


def classify(texts: Sequence[str], among: tuple[str, ...] | None = None) -> list[str]:
    """The language of each text, among those given or all; raises ValueError on a language without a model."""
    model, languages = _model(among)
    if not texts:
        return []
    said = [_read(text) for text in texts]
    ends = np.cumsum([len(text) for text in said], dtype=np.int64)
    best = _best(np.frombuffer(b"".join(said), dtype=np.uint8), ends, model)
    return [languages[column] for column in best.tolist()]


def _read(text: str) -> bytes:
    """As py3langid reads it: composed, and in lower case where all is in capitals."""
    return normalize("NFC", text.lower() if text.isupper() else text).encode()


@cache
def _model(among: tuple[str, ...] | None) -> tuple[Model, list[str]]:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - it takes 0.3 s

    known = LanguageIdentifier.from_model_file(MODEL_FILE)
    known.set_languages(among)
    labels = list(known.nb_classes)
    doubles = [(labels.index(label), n) for n, label in enumerate(labels) if labels.index(label) < n]
    model = Model(
        np.asarray(known.tk_row, dtype=np.uint32),
        np.asarray(known.tk_nextmove, dtype=np.uint32),
        np.asarray(known.tk_output, dtype=np.int32),
        np.ascontiguousarray(known.nb_ptc, dtype=np.float32),
        np.asarray(known.nb_pc, dtype=np.float32),
        np.asarray(doubles, dtype=np.int64).reshape(-1, 2),
    )
    return model, labels


@njit(cache=True)
def _best(data: NDArray[np.uint8], ends: Wholes, model: Model) -> Wholes:
    """The column of the likeliest language of each text; the first where a text has no known run."""
    best = np.zeros(ends.size, np.int64)
    count = np.zeros(model.weight.shape[0], np.int32)
    score = np.empty(model.prior.size, np.float32)
    start = 0
    for text in range(ends.size):
        runs = _runs(data[start : ends[text]], model, count)
        start = ends[text]
        if runs.size:
            score[:] = model.prior
            for run in runs:
                score += np.float32(np.log1p(np.float32(count[run]))) * model.weight[run]
                count[run] = 0
            for pair in range(model.doubles.shape[0]):
                first, second = model.doubles[pair]
                score[first] = max(score[first], score[second])
                score[second] = -np.inf
            best[text] = score.argmax()
    return best


@njit(cache=True)
def _runs(text: NDArray[np.uint8], model: Model, count: NDArray[np.int32]) -> NDArray[np.int32]:
    """The distinct runs of a text; how often each occurs is added to `count`."""
    runs = np.empty(text.size, np.int32)
    size, state = 0, np.int64(0)
    for byte in text:
        state = np.int64(model.follow[(np.int64(model.row[state]) << 8) + byte])
        run = model.found[state]
        if run >= 0:
            if count[run] == 0:
                runs[size] = run
                size += 1
            count[run] += 1
    return runs[:size]
