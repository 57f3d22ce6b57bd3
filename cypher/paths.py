"""The rule of paths: every path says how far it goes, and no pattern is quantified as a whole."""

from itertools import pairwise

from cypher.errors import QueryError
from cypher.tokens import Token, closing

LONGEST_PATH = 200  # hops; above it a question is a job for analytics, not for a traversal


def check_paths(stream: list[Token]) -> None:
    """Refuse unbounded, over-long and quantified paths, naming the line.

    kglite stops an unbounded path at 10 hops with only a warning, and Neo4j may never stop.
    """
    for index, token in enumerate(stream):
        if token.is_symbol("[") and index and stream[index - 1].is_symbol("-"):
            _check_relation(stream[index + 1 : closing(stream, index)])
        elif _is_arrow_end(stream, index) and _is_quantifier(stream, index + 1):
            raise QueryError(f"line {token.line}: a quantified relation; write -[:TYPE*1..50]-> instead")
        elif token.is_symbol("(") and _is_quantified_group(stream, index):
            raise QueryError(f"line {token.line}: a quantified path pattern; write -[:TYPE*1..50]-> instead")


def _check_relation(inside: list[Token]) -> None:
    """The inside of one -[…]-: after its ``*`` an upper bound must come; maps and WHERE are arithmetic."""
    for index, token in enumerate(inside):
        if token.is_symbol("{") or token.is_word("WHERE"):
            return
        if token.is_symbol("*"):
            _check_bound(token.line, inside[index + 1 : index + 4])
            return


def _check_bound(line: int, after: list[Token]) -> None:
    numbers = [token.text for token in after if token.kind == "number"]
    ranged = [position for position, token in enumerate(after) if token.is_symbol("..")]
    last = after[ranged[0] + 1 : ranged[0] + 2] if ranged else after[:1]
    if not numbers or not last or last[0].kind != "number":
        raise QueryError(f"line {line}: an unbounded path; give its longest length, as in *1..50")
    if not last[0].text.isdecimal() or int(last[0].text) > LONGEST_PATH:
        raise QueryError(f"line {line}: a path of up to {last[0].text} hops; {LONGEST_PATH} is the most")


def _is_quantifier(stream: list[Token], index: int) -> bool:
    return index < len(stream) and stream[index].is_symbol("+", "*", "{")


def _is_arrow_end(stream: list[Token], index: int) -> bool:
    """Whether a relation pattern ends here: ``]-``, ``]->``, ``-->`` or ``--``."""
    if stream[index].is_symbol(">"):
        index -= 1
    return index > 0 and stream[index].is_symbol("-") and stream[index - 1].is_symbol("]", "-")


def _is_quantified_group(stream: list[Token], opening: int) -> bool:
    """``((a)-[…]-(b)){…}``: brackets that hold a relation between two nodes, then a quantifier."""
    end = closing(stream, opening)
    if not _is_quantifier(stream, end + 1) or not stream[opening + 1 : opening + 2]:
        return False
    inside = stream[opening + 1 : end]
    return any(a.is_symbol("-") and b.is_symbol("[", "-") for a, b in pairwise(inside))
