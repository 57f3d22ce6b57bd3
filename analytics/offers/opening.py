"""Opening hours as people write them: "lundi 13:30 - 17:00 ; mardi 09:00 - 12:00 / 13:30 - 17:00"."""

from typing import Final

import polars as pl

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = rf"\b({'|'.join((*DAYS, *ENGLISH))})\b"
_SPAN = r"(\d{1,2})\s*(?:[:h])\s*(\d{2})?\s*(?:-|–|à|a|to)\s*(\d{1,2})\s*(?:[:h])\s*(\d{2})?"
SCHEMA: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "row": pl.UInt32,
    "day": pl.Int64,
    "opens": pl.Int64,
    "closes": pl.Int64,
}


def opening(hours: pl.Series) -> pl.DataFrame:
    """Each span of time in which something is open.

    hours    texts or null; days in French or English, times as 9:00, 9h00 or 9h
    returns  row (place in `hours`), day (0 is Monday), opens, closes (minutes since midnight), sorted; a span that
             ends before it begins is left out, and a text without any day has no rows
    """
    text = pl.DataFrame({"text": hours.cast(pl.String).str.to_lowercase()}).with_row_index("row")
    parts = pl.col("text").str.replace_all(_DAY, "\n${1}").str.split("\n")
    days = text.with_columns(part=parts).explode("part").filter(pl.col("part").str.contains(_DAY))
    spans = days.with_columns(
        name=pl.col("part").str.extract(_DAY, 1), span=pl.col("part").str.extract_all(_SPAN)
    ).explode("span")
    numbers = {name: number for names in (DAYS, ENGLISH) for number, name in enumerate(names)}
    found = spans.drop_nulls("span").select(
        "row",
        day=pl.col("name").replace_strict(numbers, return_dtype=pl.Int64),
        opens=_minutes(1),
        closes=_minutes(3),
    )
    return (
        found.filter(pl.col("opens") < pl.col("closes"))
        .unique()
        .sort("row", "day", "opens")
        .cast(pl.Schema(SCHEMA))
    )


def weekly(hours: pl.Series) -> pl.Series:
    """Minutes open in a week, null where no hours are told."""
    spans = opening(hours).group_by("row").agg(minutes=(pl.col("closes") - pl.col("opens")).sum())
    rows = pl.DataFrame({"row": range(hours.len())}, schema={"row": pl.UInt32})
    return rows.join(spans, on="row", how="left", maintain_order="left")["minutes"]


def _minutes(place: int) -> pl.Expr:
    hour = pl.col("span").str.extract(_SPAN, place).cast(pl.Int64)
    return hour * 60 + pl.col("span").str.extract(_SPAN, place + 1).cast(pl.Int64).fill_null(0)
