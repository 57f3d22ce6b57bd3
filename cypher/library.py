"""The files of the library, read once, checked against the rules and handed out as queries."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from cypher.check import check_tokens
from cypher.errors import QueryError, did_you_mean
from cypher.header import Header, read_header
from cypher.query import Query
from cypher.returned import check_scalars, final_return, is_ordered, returned_columns
from cypher.tokens import Token, tokens

WINDOWS, WRITES, SCHEMA = "windows", "writes", "schema"
INTERNAL = frozenset({WINDOWS, WRITES, SCHEMA})  # not shown to a reader as questions
_BILINGUAL = ("title", "title-fr", "about", "about-fr")


@cache
def query(name: str) -> Query:
    """The query of that name, as "rumours/top_cascades"; QueryError with close names if there is none."""
    resources = _resources()
    if name not in resources:
        raise QueryError(f"no query {name!r}{did_you_mean(name, resources)}")
    return parse(name, resources[name].read_text(encoding="utf-8"))


def queries(folder: str | None = None) -> tuple[Query, ...]:
    """The queries of one folder, or all public questions, by name; QueryError for an unknown one."""
    names = sorted(_resources())
    folders = {name.partition("/")[0] for name in names}
    if folder is not None and folder not in folders:
        raise QueryError(
            f"no folder {folder!r}{did_you_mean(folder, folders)}; there are {', '.join(sorted(folders))}"
        )
    chosen = folders - INTERNAL if folder is None else {folder}
    return tuple(query(name) for name in names if name.partition("/")[0] in chosen)


@cache
def schema_statements(engine: str) -> tuple[str, ...]:
    """The statements of ``schema/<engine>/*.cypher``, file by file, without comments and semicolons."""
    root = files("cypher").joinpath(SCHEMA)
    engines = sorted(entry.name for entry in root.iterdir() if entry.is_dir()) if root.is_dir() else []
    if engine not in engines:
        raise QueryError(f"no schema for {engine!r}; there are {', '.join(engines) or 'none'}")
    sources = [file.read_text(encoding="utf-8") for file in _cypher_files(root.joinpath(engine))]
    return tuple(statement for source in sources for statement in statements(source))


def statements(text: str) -> tuple[str, ...]:
    """The statements of a text, split at semicolons outside strings and comments, comment lines dropped."""
    ends = [token.start for token in tokens(text) if token.is_symbol(";")]
    pieces = [
        text[start:end] for start, end in zip([0, *(end + 1 for end in ends)], [*ends, None], strict=True)
    ]
    return tuple(_without_comment_lines(piece) for piece in pieces if tokens(piece))


def parse(name: str, text: str) -> Query:
    """A file of the library as a query.

    raises QueryError naming file and line when the header is incomplete or the text breaks a rule.
    """
    try:
        header = read_header(text)
        writes = name.startswith(f"{WRITES}/")
        _check(header, tokens(text), folder=name.partition("/")[0])
    except QueryError as error:
        raise QueryError(f"cypher/{name}.cypher: {error}") from None
    english = header.texts.get("title", ""), header.texts.get("about", "")
    return Query(
        name=name,
        title=english[0],
        title_fr=header.texts.get("title-fr", english[0]),
        about=english[1],
        about_fr=header.texts.get("about-fr", english[1]),
        params=tuple(header.params),
        columns=tuple(header.columns),
        text=text,
        writes=writes,
    )


def _check(header: Header, stream: list[Token], *, folder: str) -> None:
    for key in ("title",) if folder in INTERNAL else _BILINGUAL:
        if not header.texts.get(key):
            raise QueryError(f"line 1: the header has no '// {key}:'")
    check_tokens(stream, read_only=folder != WRITES)
    _check_params(header, stream, writes=folder == WRITES)
    _check_columns(header, stream)
    check_scalars(stream)
    if folder != WRITES and not header.single_row and not is_ordered(stream):
        line = final_return(stream)[0].line
        raise QueryError(f"line {line}: RETURN without a total ORDER BY (or say '// order: single row')")


def _check_params(header: Header, stream: list[Token], *, writes: bool) -> None:
    declared = {param.name for param in header.params}
    used = {token.text: token.line for token in reversed(stream) if token.kind == "param"}
    for name in sorted(used.keys() - declared):
        raise QueryError(f"line {used[name]}: ${name} is not declared; add '// param: {name} type'")
    for name in sorted(declared - used.keys()):
        raise QueryError(f"line 1: parameter {name!r} is declared and not used")
    if not writes and any(param.type == "rows" for param in header.params):
        raise QueryError("line 1: a parameter of type rows belongs to cypher/writes/")


def _check_columns(header: Header, stream: list[Token]) -> None:
    promised, returned = [column.name for column in header.columns], list(returned_columns(stream))
    if promised != returned:
        missing = ", ".join(sorted(set(promised) - set(returned))) or "nothing"
        extra = ", ".join(sorted(set(returned) - set(promised))) or "nothing"
        line = final_return(stream)[0].line if returned else 1
        raise QueryError(
            f"line {line}: the columns are not those promised, in that order: "
            f"promised and not returned {missing}, returned and not promised {extra}"
        )


def _without_comment_lines(piece: str) -> str:
    return "\n".join(line for line in piece.strip().splitlines() if not line.lstrip().startswith("//"))


@cache
def _resources() -> dict[str, Traversable]:
    """Query name → file, for every folder of the package but the schema."""
    folders = [entry for entry in files("cypher").iterdir() if entry.is_dir() and entry.name != SCHEMA]
    return {
        f"{folder.name}/{file.name.removesuffix('.cypher')}": file
        for folder in sorted(folders, key=lambda entry: entry.name)
        for file in _cypher_files(folder)
    }


def _cypher_files(folder: Traversable) -> list[Traversable]:
    return sorted(
        (file for file in folder.iterdir() if file.name.endswith(".cypher")), key=lambda file: file.name
    )
