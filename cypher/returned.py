"""What a query returns: the names of its columns, their order, and no node or path among them."""

from itertools import pairwise

from cypher.errors import QueryError
from cypher.tokens import Token

_PATTERN = ("MATCH", "MERGE", "CREATE")


def final_return(stream: list[Token]) -> list[Token]:
    """The tokens after the last RETURN outside every sub-query; empty when there is none."""
    depth, start = 0, None
    for index, token in enumerate(stream):
        depth += token.is_symbol("(", "[", "{") - token.is_symbol(")", "]", "}")
        if depth == 0 and token.is_word("RETURN"):
            start = index + 1
    return [] if start is None else stream[start:]


def returned_columns(stream: list[Token]) -> tuple[str, ...]:
    """The column names of the final RETURN, in order; raises QueryError for ``*`` and for a nameless one."""
    return tuple(_alias(item) for item in _items(final_return(stream)))


def is_ordered(stream: list[Token]) -> bool:
    """Whether the final RETURN has an ORDER BY of its own."""
    clause = final_return(stream)
    return any(a.is_word("ORDER") and b.is_word("BY") for a, b in pairwise(clause))


def check_scalars(stream: list[Token]) -> None:
    """Refuse to return a node, a relation or a path, alone or collected: the engines render them differently.

    Best effort: a name counts as a node, relation or path where a pattern binds it and nothing renames it.
    """
    bound = _pattern_names(stream)
    for item in _items(final_return(stream)):
        expression = item[:-2] if len(item) > 2 and item[-2].is_word("AS") else item
        if _is_collect(expression):
            expression = [token for token in expression[2:-1] if not token.is_word("DISTINCT")]
        if len(expression) == 1 and expression[0].text in bound:
            line, name = expression[0].line, expression[0].text
            raise QueryError(f"line {line}: {name} is a node, relation or path; return {name}.… AS …")


def _is_collect(expression: list[Token]) -> bool:
    return len(expression) > 3 and expression[0].is_word("COLLECT") and expression[1].is_symbol("(")


def _items(clause: list[Token]) -> list[list[Token]]:
    """The returned expressions, split at the commas outside brackets, up to ORDER BY, SKIP or LIMIT."""
    items: list[list[Token]] = [[]]
    depth = 0
    for index, token in enumerate(clause):
        depth += token.is_symbol("(", "[", "{") - token.is_symbol(")", "]", "}")
        if depth == 0 and _ends_items(clause, index):
            break
        if depth == 0 and token.is_symbol(","):
            items.append([])
        elif not (token.is_word("DISTINCT") and items == [[]]):
            items[-1].append(token)
    return [item for item in items if item]


def _ends_items(clause: list[Token], index: int) -> bool:
    """ORDER BY, SKIP, OFFSET, LIMIT or a semicolon; a property or an alias of such a name is not one."""
    named = index > 0 and (clause[index - 1].is_symbol(".") or clause[index - 1].is_word("AS"))
    token = clause[index]
    return token.is_symbol(";") or (token.is_word("ORDER", "SKIP", "OFFSET", "LIMIT") and not named)


def _alias(item: list[Token]) -> str:
    if len(item) > 2 and item[-2].is_word("AS"):
        return item[-1].text
    if len(item) == 1 and item[0].kind in ("word", "name"):
        return item[0].text
    raise QueryError(f"line {item[0].line}: a returned expression without a name; add AS …")


def _pattern_names(stream: list[Token]) -> set[str]:
    """Names that a pattern binds: (n:…), (n {…}), MATCH (n), -[r…]-, MATCH p = …; less what AS renames."""
    bound: set[str] = set()
    renamed: set[str] = set()
    for index, token in enumerate(stream[:-1]):
        if index == 0 or token.kind not in ("word", "name"):
            continue
        before, after = stream[index - 1], stream[index + 1]
        if before.is_word("AS"):
            renamed.add(token.text)
        elif _binds(stream[max(0, index - 2)], before, after):
            bound.add(token.text)
    return bound - renamed


def _binds(earlier: Token, before: Token, after: Token) -> bool:
    """Whether the name between ``before`` and ``after`` is a path, a relation or a node of a pattern."""
    if before.is_word("YIELD"):
        return True  # node, or relationship, comes first from every procedure we may call
    if before.is_symbol("["):
        return earlier.is_symbol("-") and after.is_symbol(":", "*", "]")
    if before.is_symbol("("):
        return after.is_symbol(":", "{") or (earlier.is_word(*_PATTERN) and after.is_symbol(")"))
    return before.is_word(*_PATTERN) and after.is_symbol("=")
