"""A question to the graph: its text, its parameters and the columns it promises."""

from collections.abc import Mapping
from dataclasses import dataclass

from cypher.errors import QueryError, did_you_mean
from cypher.values import convert, written


@dataclass(frozen=True, slots=True)
class Param:
    """One parameter; ``default`` counts only when it is not ``required``; ``optional`` may stay null."""

    name: str
    type: str
    default: object
    required: bool
    optional: bool
    about: str

    def __str__(self) -> str:
        kind = f"{self.name} {self.type}{'?' if self.optional else ''}"
        return kind if self.required else f"{kind} = {written(self.default)}"


@dataclass(frozen=True, slots=True)
class Column:
    """One promised column; ``optional`` says that it may hold nulls."""

    name: str
    type: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Query:
    """One file of the library. ``name`` is its path without the ending, as "rumours/top_cascades"."""

    name: str
    title: str
    title_fr: str
    about: str
    about_fr: str
    params: tuple[Param, ...]
    columns: tuple[Column, ...]
    text: str
    writes: bool

    def bind(self, values: Mapping[str, object]) -> dict[str, object]:
        """Every parameter with a value of its type, ready for the driver.

        Text is converted ("2015-01-07" → UTC datetime, "20" → int, "a|b" → list); what is absent
        or None takes its default.

        raises QueryError naming the query, the parameter, what was expected and what can be given.
        """
        known = [param.name for param in self.params]
        for name in values:
            if name not in known:
                raise self._refusal(f"no parameter {name!r}{did_you_mean(name, known)}")
        return {param.name: self._value(param, values.get(param.name)) for param in self.params}

    def _value(self, param: Param, given: object) -> object:
        if given is None:
            if param.required:
                raise self._refusal(f"parameter {param.name!r} is missing, it has no default")
            return None if param.default is None else convert(param.type, param.default)
        try:
            return convert(param.type, given)
        except ValueError as expected:
            raise self._refusal(
                f"parameter {param.name!r} ({param.type}) is {_shown(given)}, expected {expected}"
            ) from None

    def _refusal(self, problem: str) -> QueryError:
        params = ", ".join(map(str, self.params)) or "none"
        return QueryError(f"{self.name}: {problem}\n  parameters: {params}")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:80]}…"
