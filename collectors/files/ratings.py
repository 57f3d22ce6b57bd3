"""What forms answer when they ask how it went: words and marks → positive, neutral or negative."""

from __future__ import annotations

import re
from typing import Final

from collectors.enrichment.text import fold

_ANSWERS: Final = {
    "positive": (
        "positive", "positif", "good", "very good", "bon", "bonne", "bien", "tres bien", "tres bon", "tres bonne",
        "plutot bien", "excellent", "excellente", "satisfait", "satisfaite", "tres satisfait", "tres satisfaite",
        "plutot satisfait", "plutot satisfaite", "satisfied", "very satisfied", "facile", "tres facile", "tres clair",
        "clair",
    ),
    "neutral": (
        "neutral", "neutre", "moyen", "moyenne", "medium", "average", "correct", "mitige", "sans avis",
        "ni bonne, ni mauvaise", "ni bon, ni mauvais", "ni satisfait, ni insatisfait", "moyennement satisfait",
    ),
    "negative": (
        "negative", "negatif", "bad", "very bad", "mauvais", "mauvaise", "tres mauvais", "tres mauvaise", "pas bien",
        "mal", "pas bon", "insatisfait", "insatisfaite", "tres insatisfait", "pas satisfait", "pas du tout satisfait",
        "peu satisfait", "plutot insatisfait", "unsatisfied", "dissatisfied", "difficile", "tres difficile",
        "pas clair du tout", "pas clair",
    ),
}  # fmt: skip
_RATING: Final = {answer: rating for rating, answers in _ANSWERS.items() for answer in answers}
_MARK: Final = re.compile(r"(\d+(?:[.,]\d+)?)(?:\s*/\s*(\d+))?")
_STARS: Final = re.compile(r"(★+)☆*|(⭐+)")


def rating(answer: str, best: int = 5) -> str | None:
    """positive, neutral or negative; None when the answer is none of the known ones.

    best  the best mark of the scale, where marks have none of their own (`7/10` has); scales of up to nine begin
          at 1, longer ones at 0. The middle fifth of a scale is neutral.
    """
    found = _RATING.get(fold(answer).strip(" .!"))
    if found:
        return found
    if stars := _STARS.fullmatch(answer.strip()):
        return _marked(float(len(stars[1] or stars[2])), 5)
    if mark := _MARK.fullmatch(answer.strip()):
        return _marked(float(mark[1].replace(",", ".")), int(mark[2] or best))
    return None


def _marked(mark: float, best: int) -> str | None:
    worst = 1 if best < 10 else 0
    if not worst <= mark <= best or best <= worst:
        return None
    share = (mark - worst) / (best - worst)
    if share < 0.4:
        return "negative"
    return "neutral" if share <= 0.6 else "positive"
