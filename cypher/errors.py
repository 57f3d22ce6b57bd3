"""The one error of the query library."""

from collections.abc import Iterable
from difflib import get_close_matches


class QueryError(ValueError):
    """A question that does not exist, cannot be asked this way, or is written against the rules."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The hint " — did you mean a, b?", or nothing when no known name is close."""
    near = get_close_matches(word, list(known), n=3, cutoff=0.6)
    return f" — did you mean {', '.join(near)}?" if near else ""
