"""A table that somebody gives as CSV, with the columns that a verb needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def read_columns(path: Path, columns: Sequence[str]) -> pl.DataFrame:
    """All columns of the file, as text. ValueError where it is no CSV table or has not these columns."""
    try:
        table = pl.read_csv(path, infer_schema=False)
    except (pl.exceptions.ComputeError, pl.exceptions.NoDataError) as error:
        reason = str(error).splitlines()[0]
        raise ValueError(f"{path} is no CSV table: {reason}. Save it as CSV (UTF-8).") from error
    missing = [name for name in columns if name not in table.columns]
    if missing:
        raise ValueError(
            f"{path} has no column {', '.join(missing)}; it has {', '.join(table.columns)}. "
            f"Rename its columns to {', '.join(columns)}."
        )
    return table
