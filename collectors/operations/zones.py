"""Zones as alert services write them (NUTS codes, names, INSEE codes) → codes of the French territory."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

import yaml

from graph import territory

_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_INSEE = re.compile(r"\d{5}|2[AB]\d{3}")


def departement_of_nuts(code: str) -> str | None:
    """`FR714` (NUTS 2013) or `FRK24` (2016 and later) → `38`."""
    return _nuts().get(code.strip().upper())


def departement_named(name: str) -> str | None:
    """`Hautes Alpes`, `HAUTES-ALPES` → `05`; hyphens, accents and case do not count."""
    return _names().get(folded(name))


def departement(code: str) -> str | None:
    """The code when it is a département's (`1` is read as `01`)."""
    found = code.strip().upper().removeprefix("FR-").zfill(2)
    return found if found in _departements() else None


def departement_name(code: str) -> str | None:
    """`29` → `Finistère`."""
    return _departements().get(code)


def region(code: str) -> str | None:
    """The code when it is a région's of today."""
    found = code.strip().zfill(2)
    return found if found in _regions() else None


def region_of(departement: str) -> str | None:
    """`38` → `84`."""
    return _around().get(departement)


def commune(code: str) -> str | None:
    """The code when it has the form of a commune's (INSEE)."""
    found = code.strip().upper()
    return found if _INSEE.fullmatch(found) else None


def folded(name: str) -> str:
    """Lower case, without accents, one space for all that is neither letter nor digit."""
    plain = unicodedata.normalize("NFKD", name.lower())
    return _NOT_LETTERS.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


@cache
def _nuts() -> dict[str, str]:
    data = yaml.safe_load(files(__package__).joinpath("nuts3.yml").read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for blocks, codes in data.items():
        overseas = len(codes) == 1
        for number, code in enumerate(codes, start=1):
            digit = 0 if overseas else number
            found |= {f"{block}{digit}": str(code) for block in blocks.split()}
    return found


@cache
def _departements() -> dict[str, str]:
    return dict(territory.departements().select("code", "name").iter_rows())


@cache
def _around() -> dict[str, str]:
    return dict(territory.departements().select("code", "region").iter_rows())


@cache
def _regions() -> frozenset[str]:
    return frozenset(territory.regions()["code"])


@cache
def _names() -> dict[str, str]:
    return {folded(name): code for code, name in _departements().items()}
