"""The work of `cyberimpact match`: two tables read, offers proposed, what is said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from analytics.matching import Matching, MatchingError, match
from analytics.posts import instants
from dash_app.exports import ExportError, write_table
from graph.territory import aliases, communes

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

# Columns as other tables name them: that of this project's posts and offers, that of `needs classify`.
_ALSO: Final = {
    "need": ("need_class", "class", "topic", "needs", "answers"),
    "at": ("created_at", "date"),
    "text": ("name", "description"),
    "uid": ("id",),
    "place_insee": ("code_insee", "insee_com"),
    "lat": ("latitude",),
    "lon": ("longitude",),
}
_SEPARATORS: Final = ",;\t"


def read(path: Path, name: str) -> pl.DataFrame:
    """The table as text, its columns by their own names; MatchingError (about `name`) where it is none."""
    try:
        head = path.read_text(encoding="utf-8-sig").split("\n", 1)[0]
        separator = max(_SEPARATORS, key=head.count)
        table = pl.read_csv(path, infer_schema=False, separator=separator)
    except UnicodeDecodeError as error:
        raise MatchingError(name, f"is not UTF-8 at byte {error.start}. Save it as CSV (UTF-8)") from error
    except (pl.exceptions.ComputeError, pl.exceptions.NoDataError) as error:
        reason = str(error).splitlines()[0]
        raise MatchingError(name, f"is no CSV table: {reason}. Save it as CSV (UTF-8)") from error
    table.columns = [column.strip().removeprefix("\ufeff").lower() for column in table.columns]
    return table.rename(_names(table.columns))


def _names(columns: list[str]) -> dict[str, str]:
    """Other names that the table uses → the names meant, where the table has not those themselves."""
    found: dict[str, str] = {}
    for meant, others in _ALSO.items():
        also = [other for other in others if other in columns]
        if meant not in columns and also:
            found[also[0]] = meant
    return found


def asked(
    as_of: str | None, *, km: float, hours: float, at_most_km: float
) -> tuple[datetime | None, Matching]:
    """The options as they are typed; ValueError where --as-of is no time."""
    options = Matching(km=km, hours=hours, at_most_km=at_most_km)
    if as_of is None:
        return None, options
    try:
        at: datetime = instants(pl.Series([as_of]))[0]
    except ValueError as error:
        raise ValueError(f"--as-of {as_of!r} is no time: write 2026-01-20T18:00:00Z or 2026-01-20") from error
    return at, options


def matched(
    needs: pl.DataFrame, offers: pl.DataFrame, as_of: datetime | None, options: Matching
) -> pl.DataFrame:
    """`match` with the communes of France, and the codes that were communes."""
    current = communes().select("code", "lat", "lon")
    former = aliases().join(current, on="code").select(code="alias", lat="lat", lon="lon")
    return match(needs, offers, pl.concat([current, former]), as_of=as_of, options=options)


def write(found: pl.DataFrame, out: Path) -> int:
    """Write the proposals; ValueError where the suffix names no form."""
    try:
        return write_table(found, "match", out)
    except ExportError as error:
        raise ValueError(str(error)) from error


def summary(found: pl.DataFrame, needs: pl.DataFrame, offers: pl.DataFrame) -> list[str]:
    """How many needs have an offer, and why the others have none."""
    proposed = found.filter(pl.col("why") == "proposed")
    score, km = proposed.select(pl.col("score").sum(), pl.col("distance_km").median().fill_null(0)).row(0)
    counts = f"{needs.height:,} needs, {offers.height:,} offers: {proposed.height:,} proposals"
    lines = [f"{counts}, total score {score:.3f}, median distance {km:.1f} km"]
    others = (
        found.filter(pl.col("why") != "proposed")
        .group_by("why")
        .len()
        .sort("len", "why", descending=[True, False])
    )
    return [*lines, *(f"  {count:,} {why}" for why, count in others.iter_rows())]


def refusal(path: Path, error: MatchingError) -> str:
    """Which file and row is wrong, why, and what to do."""
    if error.row is None:
        return (
            f"{path}: {error.message}. The forms of both files stand at the end of  cyberimpact match --help"
        )
    line = error.row + 2
    return (
        f"{path}, line {line}: {error.message}. Correct that cell or delete the line (the header is line 1)."
    )
