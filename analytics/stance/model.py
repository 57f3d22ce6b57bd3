"""A trained stance model: plain arrays in an npz file, nothing that could run."""

import io
import zipfile
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analytics.model_files import ModelError
from analytics.stance.features import BUCKETS, LETTERS, RUNS, WIDTH

STANCES: Final = ("support", "deny", "query", "comment")
FEATURES: Final = f"1: words {RUNS} letters {LETTERS} buckets {BUCKETS} width {WIDTH}"


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of STANCES over the features, and what they were learnt from.

    slope      (WIDTH, 4)
    intercept  (4,)
    posts      how many labelled posts
    digest     of their uids and labels, so that a card and a file can be told to belong together
    """

    slope: NDArray[np.float32]
    intercept: NDArray[np.float32]
    posts: int
    digest: str


def to_bytes(model: Model) -> bytes:
    """The npz file; the same model gives the same bytes."""
    file = io.BytesIO()
    np.savez_compressed(
        file,
        features=np.array(FEATURES),
        stances=np.array(STANCES),
        slope=model.slope,
        intercept=model.intercept,
        posts=np.array(model.posts),
        digest=np.array(model.digest),
    )
    return file.getvalue()


def from_bytes(content: bytes) -> Model:
    """The model of an npz file. ModelError when it is none, or of other features than these."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as held:
            arrays = {name: held[name] for name in held.files}
    except (ValueError, EOFError, zipfile.BadZipFile, TypeError) as error:
        raise ModelError("not a stance model: train one with  cyberimpact models train stance") from error
    if str(arrays.get("features")) != FEATURES or tuple(arrays.get("stances", ())) != STANCES:
        raise ModelError(
            "a stance model of another version: train it again with  cyberimpact models train stance"
        )
    return Model(arrays["slope"], arrays["intercept"], int(arrays["posts"]), str(arrays["digest"]))
