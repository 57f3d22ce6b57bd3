"""The taxonomy's words as regular expressions for folded words (needs.py); the file explains their writing."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from collectors.enrichment.text import fold
from graph.taxonomy import NeedClass, taxonomy

if TYPE_CHECKING:
    from collections.abc import Iterable

# Characters that end a sentence, ask, or part a sentence. Line ends must not be folded into spaces.
MARKS: Final = dict.fromkeys("\n\r.!;…", " . ") | {"?": " ? ", ",": " , ", ":": " , "}
# Words between a cue and its object. Asking reaches over commas: "cherche canapé, lit, matelas".
_ASKING: Final = "(?:[a-z0-9,]+ ){0,7}"
_LACKING: Final = "(?:[a-z0-9]+ ){0,2}"
_AFTER: Final = "(?:[a-z0-9]+ ){0,4}"
_GAP: Final = "(?:[a-z0-9]+ ){0,4}"
_BREAK: Final = " … "
_CLAUSE: Final = "(?:[a-z0-9]+ )*"
_OF: Final = "d(?:u |es |e la |e l |e | )?(?:une? )?"  # "d" alone is glued to the next word: "pas deau"
_NEVER: Final = "[^\\s\\S]"


class Pattern(NamedTuple):
    """A class is named where `phrase` or `parted` is found, or `cued` in a text that has one of `words`.

    `words`, beginnings of objects, are quick to look for, and few texts have one. `parted` holds the
    phrases with a gap: in one automaton with the others its states are too many to keep.
    """

    name: str
    words: list[str]
    cued: str
    phrase: str
    parted: str


@cache
def needs() -> tuple[Pattern, ...]:
    """What states a need."""
    return tuple(_need(n) for n in taxonomy().needs if n.objects or n.phrases)


@cache
def questions() -> tuple[Pattern, ...]:
    """What counts in a text that states no need."""
    return tuple(_question(n) for n in taxonomy().needs if n.questions or n.otherwise)


@cache
def offers() -> str:
    return f" {any_of(taxonomy().offers)}"


@cache
def passed_over() -> tuple[str, ...]:
    """Idioms, clauses that say that nothing is lacking, and thanks to the end of their clause."""
    found = taxonomy()
    return (
        f" {any_of(found.idioms)}",
        f" {_CLAUSE}{any_of(found.settled)}{_CLAUSE}",
        f" {any_of(found.thanks)}{_CLAUSE}",
    )


@cache
def tags() -> str:
    """The words that open a hashtag of several: "#besoineau"."""
    return f"#({'|'.join(taxonomy().tags)})"


@cache
def spellings() -> tuple[list[str], list[str]]:
    """Words and what they stand for, every word between two spaces of its own."""
    found = taxonomy().spellings
    return [f" {word} " for word in found], [f" {words} " for words in found.values()]


def _need(need: NeedClass) -> Pattern:
    cues, objects = taxonomy().cues, any_of(need.objects)
    before = f"{any_of(cues.asking)}{_ASKING}|{any_of(cues.lacking)}{_LACKING}"
    cued = f" (?:(?:{before}){objects}|{objects}{_AFTER}{any_of(cues.after)})"
    return Pattern(need.name, _beginnings(need.objects), cued, *_phrases(need.phrases))


def _question(need: NeedClass) -> Pattern:
    subjects = any_of(need.subjects)
    cued = f" {any_of(need.questions)}{_ASKING}{subjects}"
    return Pattern(need.name, _beginnings(need.subjects), cued, *_phrases(need.otherwise))


def _beginnings(objects: Iterable[str]) -> list[str]:
    """What each object begins with, up to its first sign that stands for other words."""
    return [re.split(r"[*<…0]", f" {fold(word)} ")[0] for word in objects]


def _phrases(phrases: tuple[str, ...]) -> tuple[str, str]:
    """Those without a gap, those with one."""
    whole = [phrase for phrase in phrases if _BREAK not in phrase]
    return f" {any_of(whole)}", f" {any_of(p for p in phrases if _BREAK in p)}"


def any_of(phrases: Iterable[str]) -> str:
    """One of the phrases, with the space behind it; nothing matches where there are none.

    Phrases that share what stands before "…" are taken together: each gap costs the automaton states.
    """
    ends: dict[str, list[str]] = {}
    for phrase in phrases:
        head, _, tail = phrase.partition(_BREAK)
        ends.setdefault(head if tail else "", []).append(tail or phrase)
    whole = [_words(phrase) for phrase in ends.pop("", [])]
    parted = [f"{_words(head)}{_GAP}{any_of(tails)}" for head, tails in ends.items()]
    return f"(?:{'|'.join([*whole, *parted]) or _NEVER})"


def _words(phrase: str) -> str:
    """Pattern of words without a gap."""
    words = phrase.split()
    of = words[-1] == "de" and len(words) > 1
    return "".join(map(_word, words[:-1] if of else words)) + (_OF if of else "")


def _word(word: str) -> str:
    if word == "?":
        return r"\? "
    if word.startswith("<"):
        return any_of(taxonomy().groups[word.strip("<>")])
    return re.escape(fold(word)).replace(r"\*", "[a-z]*").replace("0", "[0-9]+") + " "
