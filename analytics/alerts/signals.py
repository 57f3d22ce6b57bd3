"""The table of signals, read and checked once."""

import polars as pl

from analytics.posts import UTC, instants

SIGNALS = pl.Schema({
    "signal_id": pl.String(), "kind": pl.String(), "topic": pl.String(), "location_code": pl.String(),
    "service": pl.String(), "start_at": UTC, "detected_at": UTC, "observed": pl.Int64(),
    "expected": pl.Float64(), "score_bits": pl.Float64(), "q": pl.Float64(), "why": pl.String(), "title": pl.String(),
    "evidence": pl.List(pl.String()),
})  # fmt: skip
REQUIRED = ("signal_id", "kind", "detected_at")
KEY = ("kind", "topic", "location_code", "service")
BETWEEN = "|"  # between the posts of an evidence written in one cell


def read_signals(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns of SIGNALS, one row a signal, by detection, then by signal_id.

    frame    at least REQUIRED; text that is absent is "" (no topic, no territory, no service; title is what the
             topic is called), figures are null, start_at is detected_at, evidence (a list, or text with BETWEEN)
             is empty
    raises   ValueError naming the missing column, the row whose time is none, or the signal that is there twice
    """
    if missing := [name for name in REQUIRED if name not in frame.columns]:
        raise ValueError(f"signals have no column {', '.join(missing)}; their columns are {frame.columns}")
    absent = {name: pl.lit(None, kind).alias(name) for name, kind in SIGNALS.items()}
    full = frame.with_columns([column for name, column in absent.items() if name not in frame.columns])
    full = full.with_columns(
        instants(full["detected_at"]).alias("detected_at"),
        instants(full["start_at"]).alias("start_at"),
        _evidence(full["evidence"]),
        pl.col(*KEY, "why", "title").cast(pl.String).fill_null(""),
    )
    full = full.with_columns(pl.coalesce("start_at", "detected_at").alias("start_at"))
    for name in REQUIRED:
        if full[name].null_count():
            raise ValueError(f"row {full[name].is_null().arg_max()} has no {name}")
    read = full.select(SIGNALS.names()).cast(SIGNALS)
    if twice := read.filter(pl.col("signal_id").is_duplicated())["signal_id"].sort().head(1).to_list():
        raise ValueError(f"signal {twice[0]} is there twice")
    return read.sort("detected_at", "signal_id")


def _evidence(column: pl.Series) -> pl.Series:
    if column.dtype == pl.String:
        parts = column.str.split(BETWEEN).list.eval(pl.element().filter(pl.element() != ""))
        return parts.fill_null([]).alias("evidence")
    return column.cast(pl.List(pl.String)).fill_null([]).alias("evidence")
