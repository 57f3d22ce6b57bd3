"""Which posts ask for help and which offer it."""

from __future__ import annotations

import polars as pl

from analytics.matching import offered
from graph.taxonomy import taxonomy


def sides(posts: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The posts that ask (needs: their classes of the crisis family) and those that offer (needs: the first class).

    posts  canonical posts with text and needs (list or null); reposts ask and offer nothing. What a text offers is
           read in its words (`analytics.matching.offered`); a text that offers does not ask.
    """
    own = posts.filter(pl.col("repost_of_uid").is_null(), pl.col("text").fill_null("") != "")
    gives = own.with_columns(gives=offered(own["text"]))
    crisis = [need.name for need in taxonomy().needs if need.family == "crisis"]
    wanted = pl.col("needs").fill_null([]).list.set_intersection(pl.lit(crisis)).list.sort()
    asks = gives.filter(pl.col("gives").list.len() == 0).with_columns(needs=wanted)
    offers = gives.filter(pl.col("gives").list.len() > 0).with_columns(needs=pl.col("gives").list.head(1))
    return asks.filter(pl.col("needs").list.len() > 0).drop("gives"), offers.drop("gives")
