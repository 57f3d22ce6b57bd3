"""A commune by its name, where a table has names and no codes."""

from __future__ import annotations

import re
from functools import cache

from collectors.enrichment.text import fold
from graph import territory

_ARRONDISSEMENT = re.compile(r"\s+(?:\d{1,2}(?:er|e|eme)?(?:\s+arrondissement)?|cedex(?:\s+\d+)?)$")


def commune(name: str, where: str | None = None) -> str | None:
    """INSEE code of the commune of that name, or None when there is none or several.

    where  a postal code or the code of a département, which tells communes of the same name apart
    """
    found = _named().get(_plain(name), ())
    if where and len(found) > 1:
        found = tuple(c for c in found if where in c[1:])
    codes = {code for code, *_ in found}
    return codes.pop() if len(codes) == 1 else None


def is_commune(name: str) -> bool:
    """Whether a commune bears that name, one or several."""
    return _plain(name) in _named()


def _plain(name: str) -> str:
    flat = _ARRONDISSEMENT.sub("", fold(re.sub(r"\(.*?\)", " ", name)))
    flat = re.sub(r"\bste\b", "sainte", re.sub(r"\bst\b", "saint", flat))
    return " ".join(flat.split())


@cache
def _named() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Plain name → (code, département, postal codes…) of each commune of that name."""
    table: dict[str, tuple[tuple[str, ...], ...]] = {}
    rows = territory.communes().select("name", "code", "departement", "postal_codes").iter_rows()
    for name, code, departement, postal in rows:
        key = _plain(name)
        table[key] = (*table.get(key, ()), (code, departement, *(postal or ())))
    return table
