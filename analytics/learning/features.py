"""What the model knows of an alert: its figures on even scales, its named components, its kind and territory."""

from collections.abc import Hashable

import polars as pl

Features = dict[Hashable, float]
KIND, PLACE, BOTH = "kind:", "place:", "kind, place:"
MOST_BITS, MOST_Q = 60.0, 16.0


def features(alerts: pl.DataFrame) -> list[Features]:
    """The features of each alert, in the order of the rows; about -2 to 4 each, 0 for what is not known.

    alerts  kind, location_code, observed, expected, score_bits, q: nothing of any person, nothing of who answered
    """
    observed, expected = pl.col("observed").cast(pl.Float64), pl.col("expected")
    surprise = pl.col("score_bits").clip(0, MOST_BITS) / 10 - 1
    lift = ((observed + 1) / (expected + 1)).log().clip(-3, 6) - 1
    sure = -pl.col("q").clip(10**-MOST_Q, 1).log10() / 4 - 0.5
    figures = alerts.select(
        surprise.alias("surprise"),
        lift.alias("lift"),
        sure.alias("sureness"),
        (observed.log1p() / 2 - 1).alias("size"),
    ).fill_null(0.0)
    places = alerts.select("kind", "location_code").iter_rows()
    return [
        _named(row, kind, code)
        for row, (kind, code) in zip(figures.iter_rows(named=True), places, strict=True)
    ]


def _named(figures: dict[str, float], kind: str, code: str) -> Features:
    indicators = (KIND + kind, PLACE + code, f"{BOTH}{kind}, {code}")
    return {**dict.fromkeys(indicators, 1.0), **dict(figures.items())}
