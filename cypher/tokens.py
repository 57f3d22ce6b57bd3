"""Cypher text as tokens: what the rules look at, with strings and comments out of the way."""

import re
from dataclasses import dataclass
from typing import Literal

from cypher.errors import QueryError

Kind = Literal["word", "name", "param", "string", "number", "symbol"]


@dataclass(frozen=True, slots=True)
class Token:
    """One token; ``text`` is without quotes or dollar, ``line`` counts from 1, ``start`` is its offset."""

    kind: Kind
    text: str
    line: int
    start: int

    def is_word(self, *words: str) -> bool:
        """Whether this is one of these keywords, given in capitals (a back-quoted name never is)."""
        return self.kind == "word" and self.text.upper() in words

    def is_symbol(self, *symbols: str) -> bool:
        return self.kind == "symbol" and self.text in symbols


# The order matters: a number keeps its own dot, and leaves the two dots of a range alone.
_TOKEN = re.compile(
    r"""(?P<comment>//[^\r\n]*|/\*.*?\*/)
      |(?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
      |(?P<name>`(?:[^`]|``)*`)
      |(?P<param>\$\s*(?:`(?:[^`]|``)*`|\w+))
      |(?P<number>0[xo][0-9a-f]+|\d+(?:\.(?!\.)\d*)?(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)
      |(?P<word>\w+)
      |(?P<space>\s+)
      |(?P<symbol>\.\.|[^\s\w'"`\\])""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


def _bare(kind: str, text: str) -> str:
    if kind == "param":
        text = text[1:].lstrip()
    return text.strip("`") if kind in ("name", "param") else text


def tokens(text: str) -> list[Token]:
    r"""The tokens of a Cypher text, comments dropped.

    raises QueryError for an unclosed string or comment, and for ``\u`` escapes: Neo4j decodes them before
    it parses, so that they could close a string or spell a keyword unseen.
    """
    found: list[Token] = []
    position, line = 0, 1
    if (escape := re.search(r"\\u", text, re.IGNORECASE)) is not None:
        raise QueryError(
            f"line {text.count(chr(10), 0, escape.start()) + 1}: no \\u escapes, write the letter"
        )
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or text.startswith("/*", position) != (match.group().startswith("/*")):
            raise QueryError(
                f"line {line}: unclosed string, name or comment at {text[position : position + 20]!r}"
            )
        kind = match.lastgroup
        if kind in ("word", "name", "param", "string", "number", "symbol"):
            found.append(Token(kind, _bare(kind, match.group()), line, position))  # type: ignore[arg-type] # mypy keeps str
        line += match.group().count("\n")
        position = match.end()
    return found


def closing(stream: list[Token], opening: int) -> int:
    """Index of the bracket that closes the one at ``opening``; raises QueryError when none does."""
    depth = 0
    for index in range(opening, len(stream)):
        if stream[index].is_symbol("(", "[", "{"):
            depth += 1
        elif stream[index].is_symbol(")", "]", "}"):
            depth -= 1
            if depth == 0:
                return index
    raise QueryError(f"line {stream[opening].line}: {stream[opening].text!r} is not closed")
