"""Names of signals: the same alert has the same name on every run."""

from hashlib import blake2b

import polars as pl

from analytics.signals.series import KEY


def signal_ids(alerts: pl.DataFrame) -> pl.Series:
    """`signal_id` of each alert, from what it is about, where, and when it began. There are few alerts."""
    written = alerts.select(
        pl.concat_str(*KEY, pl.col("start_at").dt.to_string("%+"), separator="|")
    ).to_series()
    names = ["signal:" + blake2b(text.encode(), digest_size=8).hexdigest() for text in written]
    return pl.Series("signal_id", names, dtype=pl.String)
