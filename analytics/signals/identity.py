"""The form of signals, and their names: the same alert has the same name on every run."""

from hashlib import blake2b

import polars as pl

from analytics.posts import UTC
from analytics.signals.series import KEY

SIGNALS = pl.Schema(
    {
        "signal_id": pl.String(), "kind": pl.String(), "topic": pl.String(), "location_code": pl.String(),
        "start_at": UTC, "detected_at": UTC, "observed": pl.Int64(), "expected": pl.Float64(),
        "score_bits": pl.Float64(), "q": pl.Float64(), "why": pl.String(), "evidence": pl.List(pl.String),
    }
)  # fmt: skip


def signal_ids(alerts: pl.DataFrame) -> pl.Series:
    """`signal_id` of each alert, from what it is about, where, and when it began. There are few alerts."""
    written = alerts.select(
        pl.concat_str(*KEY, pl.col("start_at").dt.to_string("%+"), separator="|")
    ).to_series()
    names = ["signal:" + blake2b(text.encode(), digest_size=8).hexdigest() for text in written]
    return pl.Series("signal_id", names, dtype=pl.String)
