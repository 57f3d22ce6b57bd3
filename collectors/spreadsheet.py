"""Spreadsheets (XLSX, XLS, XLSB, ODS) → the rows of a table, cells as texts the way a CSV has them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

SUFFIXES: Final = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
ABOVE: Final = 20  # rows that may stand above the header: a title, a date, an empty line


class SpreadsheetError(Exception):
    """A spreadsheet that cannot be read, and the cure."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet with a table: its header as it stands, the row number of its first line, and its lines."""

    header: tuple[str, ...]
    start: int
    lines: Iterable[Sequence[object]]
    height: int


def read_sheet(
    path: Path, name: str | None = None
) -> tuple[list[str], Iterator[tuple[int, dict[str, object]]]]:
    """Header and numbered rows of a sheet: (row number in the sheet, column → text), empty cells missing.

    name    a sheet; None: the first with a table, followed by all further ones with the same header (tools that
            export much put one year on a sheet), whose row numbers go on counting
    raises  SpreadsheetError for a file that is none, is protected, or has no such sheet
    """
    workbook = _opened(path)
    sheets = [_table(workbook, wanted) for wanted in _names(workbook, path, name)]
    tables = [sheet for sheet in sheets if sheet is not None]
    if not tables:
        raise SpreadsheetError(f"{path} has no table in it\n  Put the names of the columns in the first row.")
    header = tables[0].header
    named = [column for column, name in zip(_columns(header), header, strict=True) if name]
    return named, _rows(header, [table for table in tables if table.header == header])


def _opened(path: Path) -> CalamineWorkbook:
    try:
        return load_workbook(path)
    except PasswordError:
        raise SpreadsheetError(
            f"{path} is protected by a password\n  Save it without one, then import it."
        ) from None
    except (CalamineError, OSError) as error:
        raise SpreadsheetError(
            f"{path} is no readable spreadsheet: {error}\n  Save it as CSV (UTF-8)."
        ) from None


def _names(workbook: CalamineWorkbook, path: Path, name: str | None) -> list[str]:
    if name is not None:
        if name in workbook.sheet_names:
            return [name]
        raise SpreadsheetError(f"{path} has no sheet {name!r}\n  It has {', '.join(workbook.sheet_names)}.")
    shown = [m for m in workbook.sheets_metadata if m.visible == SheetVisibleEnum.Visible]
    return [m.name for m in shown if m.typ == SheetTypeEnum.WorkSheet]


def _table(workbook: CalamineWorkbook, name: str) -> _Sheet | None:
    """The header is the first of the top rows that is at least half as wide as the widest of them."""
    sheet = workbook.get_sheet_by_name(name)
    lines = iter(sheet.iter_rows())
    top = list(islice(lines, ABOVE))
    widest = max((_filled(cells) for cells in top), default=0)
    if not widest:
        return None
    place = next(place for place, cells in enumerate(top) if 2 * _filled(cells) >= widest)
    height = (sheet.start or (0, 0))[0] + sheet.height
    header = tuple(" ".join((text(cell) or "").split()) for cell in top[place])
    return _Sheet(header, place + 2, chain(top[place + 1 :], lines), height)


def _filled(cells: Sequence[object]) -> int:
    return sum(text(cell) is not None for cell in cells)


def _columns(header: tuple[str, ...]) -> list[str]:
    """The names of the columns; of two with one name the second is `name (2)`, one without a name is `column 5`."""
    seen: dict[str, int] = {}
    names = []
    for place, name in enumerate(header, start=1):
        seen[name] = seen.get(name, 0) + 1
        names.append((f"{name} ({seen[name]})" if seen[name] > 1 else name) if name else f"column {place}")
    return names


def _rows(header: tuple[str, ...], tables: list[_Sheet]) -> Iterator[tuple[int, dict[str, object]]]:
    names, before = _columns(header), 0
    for table in tables:
        for number, cells in enumerate(table.lines, start=before + table.start):
            texts = {name: value for name, cell in zip(names, cells, strict=False) if (value := text(cell))}
            if texts:
                yield number, dict(texts)
        before += table.height


def text(cell: object) -> str | None:
    """One cell as text: dates in ISO 8601, numbers without a needless `.0`; None for an empty one."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return (cell + timedelta(milliseconds=500)).replace(microsecond=0).isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell).strip() or None if cell is not None else None
