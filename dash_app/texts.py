"""Every text of the interface, in French and English: `texts/*.yml`, key → {fr, en}."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal, get_args

import yaml

Lang = Literal["fr", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)


def language(value: object, default: Lang = "fr") -> Lang:
    """The language asked for, or the default when it is not one we speak."""
    return value if value in LANGS else default


def say(key: str, lang: Lang, **values: object) -> str:
    """The text of a key with its {values} filled in. Raises KeyError for an unknown key or value."""
    return texts()[key][lang].format(**values)


def say_count(key: str, count: int, lang: Lang, **values: object) -> str:
    """The text of `key.one` or `key.other`, as the language counts: French says "0 département"."""
    single = count <= 1 if lang == "fr" else count == 1
    return say(f"{key}.one" if single else f"{key}.other", lang, count=number(count, lang), **values)


def number(value: float, lang: Lang, digits: int = 0) -> str:
    """A number as the language writes it: "1 234,5" (no-break spaces) or "1,234.5"."""
    text = f"{value:,.{digits}f}"
    return text.replace(",", "\u202f").replace(".", ",") if lang == "fr" else text


@cache
def texts() -> dict[str, dict[str, str]]:
    """All keys; raises ValueError when two files give the same one."""
    found: dict[str, dict[str, str]] = {}
    for file in sorted((files("dash_app") / "texts").iterdir(), key=lambda entry: entry.name):
        entries = yaml.safe_load(file.read_text(encoding="utf-8")) if file.name.endswith(".yml") else {}
        if twice := sorted(found.keys() & entries.keys()):
            raise ValueError(f"{file.name} repeats {', '.join(twice)}")
        found |= entries
    return found
