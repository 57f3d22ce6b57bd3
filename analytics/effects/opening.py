"""Opening hours as they are written ("lundi 08:30 - 12:00 / 13:30 - 17:00 ; mardi 9h-12h") as hours of a week."""

import polars as pl

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = r"(?i)^\s*(" + "|".join([*WEEKDAYS, *ENGLISH]) + r")"
_SPAN = r"\d{1,2}\s*[:h]?\s*\d{0,2}\s*[-–à]\s*\d{1,2}\s*[:h]?\s*\d{0,2}"
_ENDS = r"(\d{1,2})\s*[:h]?\s*(\d{0,2})\s*[-–à]\s*(\d{1,2})\s*[:h]?\s*(\d{0,2})"
_NUMBER = {name: number % 7 for number, name in enumerate((*WEEKDAYS, *ENGLISH))}


def open_hours(offers: pl.DataFrame) -> pl.DataFrame:
    """When each offer is open: uid, weekday (0 Monday), hour (0 to 23, local), share of that hour that is open.

    offers  `uid, hours`: days with ";" between, spans of one day with "/" or spaces between. What is not written
            so is not guessed: it gives no row.
    """
    days = offers.drop_nulls("hours").select("uid", day=pl.col("hours").str.split(";")).explode("day")
    spans = (
        days.with_columns(
            weekday=pl.col("day").str.extract(_DAY).str.to_lowercase().replace_strict(_NUMBER, default=None),
            span=pl.col("day").str.extract_all(_SPAN),
        )
        .explode("span")
        .drop_nulls(["weekday", "span"])
    )
    ends = pl.col("span").str.extract_groups(_ENDS).struct.field("1", "2", "3", "4")
    timed = spans.select("uid", "weekday", ends).select(
        "uid", pl.col("weekday").cast(pl.Int64), start=_minutes("1", "2"), end=_minutes("3", "4")
    )
    return _by_hour(timed.filter((pl.col("start") < pl.col("end")) & (pl.col("end") <= 24 * 60)))


def _minutes(hour: str, minute: str) -> pl.Expr:
    written = pl.when(pl.col(minute) == "").then(pl.lit("0")).otherwise(pl.col(minute))
    return pl.col(hour).cast(pl.Int64) * 60 + written.cast(pl.Int64)


def _by_hour(spans: pl.DataFrame) -> pl.DataFrame:
    """Spans that overlap (some sites write a day twice) count an hour once: their minutes are capped."""
    hours = spans.with_columns(hour=pl.int_ranges(pl.col("start") // 60, (pl.col("end") - 1) // 60 + 1))
    within = pl.min_horizontal("end", (pl.col("hour") + 1) * 60) - pl.max_horizontal(
        "start", pl.col("hour") * 60
    )
    return (
        hours.explode("hour")
        .with_columns(share=within / 60)
        .group_by("uid", "weekday", "hour")
        .agg(pl.col("share").sum().clip(upper_bound=1.0))
        .sort("uid", "weekday", "hour")
    )
