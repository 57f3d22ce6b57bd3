"""The guard in front of the graph: the common dialect of both engines, and reading only.

It serves the files of this library and what a user types, so it must not be fooled: it looks at tokens, and
where a word could be a clause it takes it for one. A property or an alias of such a name is back-quoted.
"""

from collections.abc import Iterator
from itertools import pairwise

from cypher.errors import QueryError
from cypher.paths import check_paths
from cypher.tokens import Token, tokens

_WRITES = ("CREATE", "MERGE", "SET", "DELETE", "DETACH", "NODETACH", "REMOVE", "FOREACH", "INSERT")
_ADMIN = (
    *("DROP", "ALTER", "GRANT", "DENY", "REVOKE", "RENAME", "SHOW", "TERMINATE", "USE"),
    *("ENABLE", "DEALLOCATE", "REALLOCATE", "DRYRUN", "CYPHER", "EXPLAIN", "PROFILE"),
)
READ_PROCEDURES = (
    *("db.index.fulltext.querynodes", "db.index.fulltext.queryrelationships"),
    *("db.index.vector.querynodes", "db.index.vector.queryrelationships"),
    *("db.labels", "db.propertykeys", "db.relationshiptypes"),
)
_DIALECT = {
    "POINT.DISTANCE": "no point.distance: distances are computed on the lat and lon columns",
    "PERCENTILECONT": "no percentileCont: percentiles are computed on the columns",
}


def check_text(text: str, *, read_only: bool = True) -> None:
    """Refuse a Cypher text that leaves the common dialect or, by default, that could write or administer.

    raises QueryError naming the line and the rule; says nothing when the text is fine.
    """
    check_tokens(tokens(text), read_only=read_only)


def check_tokens(stream: list[Token], *, read_only: bool) -> None:
    """As ``check_text``, on tokens."""
    if not stream:
        raise QueryError("the query is empty")
    if read_only:
        _check_reads(stream)
    _check_dialect(stream)
    check_paths(stream)


def _check_reads(stream: list[Token]) -> None:
    for index, token in enumerate(stream):
        if not _may_be_clause(stream, index):
            continue
        if token.is_word(*_WRITES) or _follows(stream, index, "LOAD", "CSV"):
            raise QueryError(f"line {token.line}: {token.text} writes, and this query may only read{_QUOTE}")
        if token.is_word(*_ADMIN):
            raise QueryError(f"line {token.line}: {token.text} is not for a question{_QUOTE}")
        if token.is_word("CALL"):
            _check_procedure(stream, index)
    if not any(token.is_word("RETURN") for token in stream):
        raise QueryError("the query returns nothing: end it with RETURN … AS …")


_QUOTE = " (a property or alias of that name is written between back-quotes)"


def _may_be_clause(stream: list[Token], index: int) -> bool:
    """A word is a clause unless it comes after a dot or a colon, where it names a property or a label."""
    return stream[index].kind == "word" and not (index and stream[index - 1].is_symbol(".", ":"))


def _check_procedure(stream: list[Token], index: int) -> None:
    """CALL { … } and CALL (x) { … } read on; a named procedure must be one of READ_PROCEDURES."""
    name = _dotted(stream, index + 1)
    if name and name.lower() not in READ_PROCEDURES:
        raise QueryError(
            f"line {stream[index].line}: procedure {name} is not one of {', '.join(READ_PROCEDURES)}"
        )


def _dotted(stream: list[Token], index: int) -> str:
    """The dotted name that starts at ``index``, or an empty text."""
    parts: list[str] = []
    while index < len(stream) and stream[index].kind in ("word", "name"):
        parts.append(stream[index].text)
        if index + 1 >= len(stream) or not stream[index + 1].is_symbol("."):
            break
        index += 2
    return ".".join(parts)


def _follows(stream: list[Token], index: int, *words: str) -> bool:
    following = stream[index : index + len(words)]
    return len(following) == len(words) and all(
        token.is_word(word) for token, word in zip(following, words, strict=True)
    )


def _check_dialect(stream: list[Token]) -> None:
    for index, token in enumerate(stream):
        for broken in _broken_rules(stream, index):
            raise QueryError(f"line {token.line}: {broken}")


def _broken_rules(stream: list[Token], index: int) -> Iterator[str]:
    token, after = stream[index], stream[index + 1 : index + 3]
    if token.is_symbol(";") and after:
        yield "one statement at a time: what follows the semicolon is not run"
    if token.kind not in ("word", "name") or (index and stream[index - 1].is_symbol(".")):
        return
    name = _dotted(stream, index).upper()
    if name.startswith("APOC."):
        yield f"no APOC ({_dotted(stream, index)}): the common dialect has no plug-ins"
    if name in _DIALECT:
        yield _DIALECT[name]
    if token.is_word("CALL") and after and after[0].is_symbol("{") and _follows(stream, index + 2, "WITH"):
        yield "no CALL { WITH …: write CALL (x) { … }"
    if token.is_word("TRANSACTIONS") and _closes_subquery(stream, index):
        yield "no CALL … IN TRANSACTIONS: bounded batches, as in WITH n LIMIT $batch"


def _closes_subquery(stream: list[Token], index: int) -> bool:
    """``} IN TRANSACTIONS`` or ``} IN 4 CONCURRENT TRANSACTIONS``."""
    before = stream[max(0, index - 4) : index]
    return any(a.is_symbol("}") and b.is_word("IN") for a, b in pairwise(before))
