"""Files of labelled posts: CSV, JSON lines or Parquet with `uid, label, split`."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import polars as pl

from analytics.stance import labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


class LabelFileError(ValueError):
    """A file of labels that cannot be read: file, line and why."""


def read_labels(path: Path) -> pl.DataFrame:
    """uid, label, split, group of a .csv, .jsonl or .parquet file; LabelFileError names the file and the line."""
    try:
        return labels.read(_rows(path))
    except labels.LabelError as error:
        raise LabelFileError(f"{path}:{error}") from error
    except (OSError, UnicodeDecodeError, csv.Error, pl.exceptions.PolarsError) as error:
        raise LabelFileError(f"{path} cannot be read: {error}") from error


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, object]]]:
    match path.suffix.lower():
        case ".csv":
            return _csv(path)
        case ".jsonl" | ".ndjson" | ".json":
            return _json_lines(path)
        case ".parquet":
            return iter(enumerate(pl.read_parquet(path).iter_rows(named=True), start=1))
    raise LabelFileError(f"{path} is of no known kind: labels are .csv, .jsonl or .parquet")


def _csv(path: Path) -> Iterator[tuple[int, Mapping[str, object]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if missing := {"uid", "label"} - set(rows.fieldnames or ()):
            raise labels.LabelError(1, f"no column {' or '.join(sorted(missing))} in the header")
        for row in rows:
            yield rows.line_num, row


def _json_lines(path: Path) -> Iterator[tuple[int, Mapping[str, object]]]:
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield number, _object(number, line)


def _object(number: int, line: str) -> Mapping[str, object]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise labels.LabelError(number, f"not valid JSON: {error}") from error
    if not isinstance(row, dict):
        raise labels.LabelError(number, "not a JSON object")
    return row
