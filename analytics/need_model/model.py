"""A trained model of needs: plain arrays in an npz file, nothing that could run and no text."""

import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analytics.model_files import ModelError
from analytics.need_model.features import LETTER_BUCKETS, LETTERS, RUNS, SIGNS, WORD_BUCKETS
from analytics.need_model.task import Task
from analytics.need_model.weighting import Weighting

FEATURES: Final = (
    f"1: words {RUNS} of {WORD_BUCKETS}, letters {LETTERS} of {LETTER_BUCKETS}, signs {len(SIGNS)}"
)
_TRAIN = "train one with  cyberimpact models train needs"


@dataclass(frozen=True, slots=True)
class Model:
    """One weighting of words and letters, and the tasks over it.

    tasks     by name: rating, and service and the axes where they could be learnt
    feedback  how many texts were learnt from
    digest    of their uids and labels, so that a card and a file can be told to belong together
    """

    weighting: Weighting
    tasks: dict[str, Task]
    feedback: int
    digest: str


def to_bytes(model: Model) -> bytes:
    """The npz file; the same model gives the same bytes."""
    file = io.BytesIO()
    by = model.weighting
    about = {
        "features": FEATURES,
        "feedback": model.feedback,
        "digest": model.digest,
        "tasks": [[task.name, task.classes, task.views] for task in model.tasks.values()],
    }
    arrays: dict[str, NDArray[Any]] = {
        "about": np.array(json.dumps(about, ensure_ascii=False)),
        "words": by.words,
        "word_weight": by.word_weight,
        "letters": by.letters,
        "letter_weight": by.letter_weight,
    }
    for task in model.tasks.values():
        for place, (slope, intercept) in enumerate(zip(task.slopes, task.intercepts, strict=True)):
            arrays[f"{task.name}_{place}_slope"] = slope
            arrays[f"{task.name}_{place}_intercept"] = intercept
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()


def from_bytes(content: bytes) -> Model:
    """The model of an npz file. ModelError when it is none, or of other features than these."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as held:
            arrays = {name: held[name] for name in held.files}
        about = json.loads(str(arrays["about"]))
    except (ValueError, EOFError, zipfile.BadZipFile, TypeError, KeyError) as error:
        raise ModelError(f"not a model of needs: {_TRAIN}") from error
    if about.get("features") != FEATURES:
        raise ModelError(f"a model of needs of another version: {_TRAIN}")
    names = ("words", "word_weight", "letters", "letter_weight")
    by = Weighting(*(arrays[name] for name in names))
    tasks = {name: _task(arrays, name, classes, views) for name, classes, views in about["tasks"]}
    return Model(by, tasks, int(about["feedback"]), str(about["digest"]))


def _task(arrays: dict[str, NDArray[Any]], name: str, classes: list[str], views: list[list[str]]) -> Task:
    places = range(len(views))
    return Task(
        name,
        tuple(classes),
        tuple(tuple(view) for view in views),
        tuple(arrays[f"{name}_{place}_slope"] for place in places),
        tuple(arrays[f"{name}_{place}_intercept"] for place in places),
    )
