"""The taxonomy's words as regular expressions for folded words (needs.py); the file explains their writing."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import re2

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
_MEMORY: Final = 32 << 20  # bytes of states that an automaton keeps before it begins again


NEED, QUESTION = "need", "question"


class Rule(NamedTuple):
    """A class of need that is stated, or asked about, where the pattern is found."""

    kind: str
    name: str
    pattern: str


def claimed(words: str) -> str | None:
    """Folded words without what means something else or says that nothing is lacking; None: they offer help."""
    search, asides = _aside()
    found = search.Match(words) or []
    if len(asides) in found:
        return None
    for number in sorted(found):
        words = asides[number].sub(" , ", words)
    return words


def stated(words: str) -> list[str]:
    """The classes that folded words state; those of questions where there is no other."""
    found = {rules[number][:2] for search, rules in _searches() for number in search.Match(words) or ()}
    names = [
        [need.name for need in taxonomy().needs if (kind, need.name) in found] for kind in (NEED, QUESTION)
    ]
    return names[0] or names[1]


@cache
def asides() -> tuple[str, ...]:
    """Idioms, clauses that say that nothing is lacking, and thanks to the end of their clause."""
    found = taxonomy()
    return (
        f" {any_of(found.idioms)}",
        f" {_CLAUSE}{any_of(found.settled)}{_CLAUSE}",
        f" {any_of(found.thanks)}{_CLAUSE}",
    )


@cache
def cued() -> tuple[Rule, ...]:
    """A cue and what it asks for."""
    needs = [Rule(NEED, need.name, _asking(need)) for need in taxonomy().needs if need.objects]
    asked = [n for n in taxonomy().needs if n.questions and n.subjects]
    wondered = [f" {any_of(n.questions)}{_ASKING}{any_of(n.subjects)}" for n in asked]
    return (*needs, *(Rule(QUESTION, n.name, pattern) for n, pattern in zip(asked, wondered, strict=True)))


@cache
def phrases() -> tuple[Rule, ...]:
    """What suffices by itself."""
    needs = [Rule(NEED, need.name, f" {any_of(need.phrases)}") for need in taxonomy().needs if need.phrases]
    others = [Rule(QUESTION, n.name, f" {any_of(n.otherwise)}") for n in taxonomy().needs if n.otherwise]
    return (*needs, *others)


@cache
def _searches() -> tuple[tuple[re2.Set, tuple[Rule, ...]], ...]:
    """Two automata, made once: together their states would be the product of both."""
    return tuple((_set(rule.pattern for rule in rules), rules) for rules in (cued(), phrases()))


@cache
def _aside() -> tuple[re2.Set, list[re2._Regexp]]:
    """One automaton of asides and offers; the asides one by one."""
    offers = f" {any_of(taxonomy().offers)}"
    return _set([*asides(), offers]), [re2.compile(pattern) for pattern in asides()]


def _set(patterns: Iterable[str]) -> re2.Set:
    """All patterns as one automaton, which reads a text once and tells the numbers of those that are in it."""
    options = re2.Options()
    options.max_mem = _MEMORY
    options.never_capture = True
    search = re2.Set.SearchSet(options)
    for pattern in patterns:
        search.Add(pattern)
    search.Compile()
    return search


@cache
def tags() -> str:
    """The words that open a hashtag of several: "#besoineau"."""
    return f"#({'|'.join(taxonomy().tags)})"


@cache
def spellings() -> tuple[list[str], list[str]]:
    """Words and what they stand for, every word between two spaces of its own."""
    found = taxonomy().spellings
    return [f" {word} " for word in found], [f" {words} " for words in found.values()]


def _asking(need: NeedClass) -> str:
    cues, objects = taxonomy().cues, any_of(need.objects)
    before = f"{any_of(cues.asking)}{_ASKING}|{any_of(cues.lacking)}{_LACKING}"
    return f" (?:(?:{before}){objects}|{objects}{_AFTER}{any_of(cues.after)})"


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
