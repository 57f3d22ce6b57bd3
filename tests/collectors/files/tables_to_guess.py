"""The tables of tables_to_guess.yml."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import yaml

FILE = Path(__file__).with_suffix(".yml")


class Table(NamedTuple):
    name: str
    kind: str
    columns: dict[str, tuple[str | None, list[str]]]  # column → the field that it is, and its values
    separator: str = ";"

    def text(self) -> str:
        lines = [list(self.columns), *zip(*(values for _, values in self.columns.values()), strict=True)]
        return "\n".join(self.separator.join(f'"{cell}"' for cell in line) for line in lines) + "\n"

    def fields(self) -> dict[str, str]:
        return {field: column for column, (field, _) in self.columns.items() if field}


def tables() -> list[Table]:
    given = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return [Table(**table) for table in (*given["tables"], *given["unseen"])]
