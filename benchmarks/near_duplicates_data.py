"""Short texts whose truth is known: seeds and their mutations, with look-alikes that say something else."""

import random

import numpy as np
import polars as pl
from numpy.typing import NDArray

VARIANTS = 5
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SYLLABLES = (
    *(consonant + vowel for consonant in "bcdfglmnprstv" for vowel in "aeio"),
    *("chan", "tion", "ment", "eur", "eau", "ouille", "age", "ette", "ier", "iste", "ance"),
)
LITTLE = (
    "le",
    "la",
    "les",
    "de",
    "du",
    "des",
    "un",
    "une",
    "et",
    "en",
    "dans",
    "sur",
    "pour",
    "par",
    "au",
    "aux",
    "que",
    "qui",
    "est",
    "sont",
    "ce",
    "cette",
    "on",
    "il",
    "elle",
    "plus",
)
TAGS = (
    "crue",
    "inondation",
    "urgence",
    "alerte",
    "actu",
    "direct",
    "info",
    "meteo",
    "securite",
    "solidarite",
)
TAILS = (
    "partagez vite svp",
    "merci de faire tourner",
    "source sure",
    "a verifier",
    "je viens de lire ca",
    "incroyable",
)
HEADS = ("rt ", "info ", "urgent ", "alerte ", "")


def texts(count: int, seed: int) -> tuple[pl.Series, NDArray[np.int64]]:
    """`count` normalised texts in any order, and the claim of each (count,).

    A claim has VARIANTS texts. Half of the claims come in twos that differ in one word in the middle (a
    template with another thing in its slot): texts of the two must not be paired.
    """
    rng = random.Random(seed)
    words = ["".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))) for _ in range(20_000)]
    weight = [1 / (rank + 10) for rank in range(len(words))]
    bag = rng.choices(words, weight, k=max(count * 3, 1000))
    written: list[str] = []
    claims = -(-count // VARIANTS)
    base: list[str] = []
    for claim in range(claims):
        if claim % 4 == 1:  # the other one of a template
            base = base.copy()
            slot = next(i for i in range(len(base) // 2, len(base)) if base[i] not in LITTLE)
            base[slot] = rng.choice(words)
        else:
            length, place = rng.randint(6, 14), rng.randrange(len(bag) - 20)
            base = [
                w
                for word in bag[place : place + length]
                for w in ([rng.choice(LITTLE), word] if rng.random() < 0.5 else [word])
            ]
        written += [" ".join(base), *(_mutated(base, rng) for _ in range(VARIANTS - 1))]
    order = np.random.default_rng(seed).permutation(len(written))[:count]
    return pl.Series(written).gather(order), order // VARIANTS


def _mutated(base: list[str], rng: random.Random) -> str:
    words = [_misspelt(word, rng) if rng.random() < 0.1 else word for word in base]
    text = rng.choice(HEADS) + " ".join(words)
    if rng.random() < 0.3:
        text += " " + rng.choice(TAILS)
    if rng.random() < 0.4:
        text += " " + " ".join(rng.sample(TAGS, rng.randint(1, 2)))
    return text


def _misspelt(word: str, rng: random.Random) -> str:
    place = rng.randrange(len(word))
    kind = rng.randrange(3)
    if kind == 0:
        return word[:place] + word[place + 1 :] if len(word) > 2 else word
    if kind == 1:
        return word[:place] + rng.choice(LETTERS) + word[place:]
    return word[:place] + word[place : place + 2][::-1] + word[place + 2 :]
