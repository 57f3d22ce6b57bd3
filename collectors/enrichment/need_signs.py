"""What a text must hold to state a need: looked for first, so that the rules read few texts."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from collectors.enrichment.text import fold
from graph.taxonomy import taxonomy

if TYPE_CHECKING:
    import polars as pl

_OPEN: Final = re.compile(r"<\w+>|…|\S*0\S*")  # stands for other words


def may_state(words: pl.Expr) -> pl.Expr:
    """Whether the rules of need_rules.py can find a need in folded words: true wherever they do."""
    phrases, cues, objects, questions, subjects = _signs()
    asked = words.str.contains_any(cues) & words.str.contains_any(objects)
    wondered = words.str.contains_any(questions) & words.str.contains_any(subjects)
    return words.str.contains_any(phrases) | asked | wondered


@cache
def _signs() -> tuple[list[str], ...]:
    """Signs of: phrases that suffice; cues and their objects; questions and their subjects."""
    needs, cues = taxonomy().needs, taxonomy().cues
    written = (
        (p for need in needs for p in (*need.phrases, *need.otherwise)),
        (*cues.asking, *cues.lacking, *cues.after),
        (o for need in needs for o in need.objects),
        (q for need in needs for q in need.questions),
        (s for need in needs for s in need.subjects),
    )
    return tuple(sorted({sign for phrase in phrases for sign in signs(phrase)}) for phrases in written)


def signs(phrase: str) -> list[str]:
    """Strings of which words that hold the phrase hold one: its longest run of plain words, or its group's words."""
    words = phrase.split()
    if words[-1] == "de" and len(words) > 1:  # elided, or glued to the next word
        words.pop()
    longest = max((_plain(part) for part in _OPEN.split(" ".join(words))), key=len)
    groups = [word.strip("<>") for word in words if word.startswith("<")]
    if longest.strip(" ?") or not groups:
        return [longest or " "]
    return [sign for member in taxonomy().groups[groups[0]] for sign in signs(member)]


def _plain(part: str) -> str:
    """The longest run of whole words between their spaces; of a word that "*" cuts, the beginning."""
    *cut, last = part.split("*")
    runs = [*(f" {fold(run)}" for run in cut), f" {fold(last)} "]
    return max((run for run in runs if run.strip()), key=len, default="")
