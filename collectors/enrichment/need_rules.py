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
_MEMORY: Final = 256 << 20  # bytes that the automaton may take; it needs a tenth of it


OFFER, ASIDE, NEED, QUESTION = "offer", "aside", "need", "question"


class Rule(NamedTuple):
    """What a pattern tells: a class that is needed or asked about, an offer, or something to pass over."""

    kind: str
    name: str
    pattern: str


def found_in(words: str) -> dict[str, list[str]]:
    """Kind of rule → the names, each once, of those whose pattern is in folded words."""
    known, search = rules(), _search()
    names: dict[str, dict[str, None]] = {}
    for number in sorted(search.Match(words) or ()):
        names.setdefault(known[number].kind, {})[known[number].name] = None
    return {kind: list(found) for kind, found in names.items()}


def without_asides(words: str) -> str:
    """The words without what means something else, and without clauses that say that nothing is lacking."""
    for aside in _asides():
        words = aside.sub(" , ", words)
    return words


@cache
def rules() -> tuple[Rule, ...]:
    found = taxonomy()
    asides = (
        f" {any_of(found.idioms)}",
        f" {_CLAUSE}{any_of(found.settled)}{_CLAUSE}",
        f" {any_of(found.thanks)}{_CLAUSE}",  # to the end of the clause
    )
    return (
        Rule(OFFER, OFFER, f" {any_of(found.offers)}"),
        *(Rule(ASIDE, ASIDE, pattern) for pattern in asides),
        *(Rule(NEED, need.name, pattern) for need in found.needs for pattern in _need(need)),
        *(Rule(QUESTION, need.name, pattern) for need in found.needs for pattern in _question(need)),
    )


@cache
def _search() -> re2.Set:
    """All rules as one automaton, which is made once and reads a text once."""
    options = re2.Options()
    options.max_mem = _MEMORY
    options.never_capture = True
    search = re2.Set.SearchSet(options)
    for rule in rules():
        search.Add(rule.pattern)
    search.Compile()
    return search


@cache
def _asides() -> tuple[re2._Regexp, ...]:
    return tuple(re2.compile(rule.pattern) for rule in rules() if rule.kind == ASIDE)


@cache
def tags() -> str:
    """The words that open a hashtag of several: "#besoineau"."""
    return f"#({'|'.join(taxonomy().tags)})"


@cache
def spellings() -> tuple[list[str], list[str]]:
    """Words and what they stand for, every word between two spaces of its own."""
    found = taxonomy().spellings
    return [f" {word} " for word in found], [f" {words} " for words in found.values()]


def _need(need: NeedClass) -> list[str]:
    cues, objects = taxonomy().cues, any_of(need.objects)
    before = f"{any_of(cues.asking)}{_ASKING}|{any_of(cues.lacking)}{_LACKING}"
    cued = f" (?:(?:{before}){objects}|{objects}{_AFTER}{any_of(cues.after)})"
    return [*([cued] if need.objects else []), *([f" {any_of(need.phrases)}"] if need.phrases else [])]


def _question(need: NeedClass) -> list[str]:
    cued = f" {any_of(need.questions)}{_ASKING}{any_of(need.subjects)}"
    asked = [cued] if need.questions and need.subjects else []
    return [*asked, *([f" {any_of(need.otherwise)}"] if need.otherwise else [])]


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
