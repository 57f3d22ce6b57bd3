"""Denials of what they neither answer nor repeat: the claim they are most about."""

import numpy as np
import polars as pl

from analytics.claims import topic

ALIKE = 0.25  # overlap (topic.overlap) of a wording of the denial with one of the claim
SHARED = 2  # distinctive words in common, at least
SAID = 3  # posts that state the claim, at least


def adopted(wordings: pl.DataFrame, texts: pl.Series, stems: pl.DataFrame, total: int) -> pl.DataFrame:
    """`component, of`: components that only deny, and the one whose claim each denies.

    wordings  component, opposed, framed, posts: a row a wording and side, `framed` where it is a denial
    texts     (n,) their contents; stems, total: topic.counts of all contents and how many there are

    Each takes the best match alone, so that it joins no two claims.
    """
    numbered = wordings.with_row_index("row")
    denies_only = pl.col("opposed").all().over("component") & pl.col("framed").any().over("component")
    spread = pl.col("posts").filter(~pl.col("opposed")).sum().over("component") >= SAID
    orphans = numbered.filter(denies_only & pl.col("framed"))
    stating = numbered.filter(~pl.col("opposed") & spread)
    if orphans.is_empty() or stating.is_empty():
        return pl.DataFrame(schema={"component": pl.Int64, "of": pl.Int64})
    ours, theirs = (
        topic.terms(texts.gather(part["row"])).with_columns(pl.col("row").cast(pl.Int64))
        for part in (orphans, stating)
    )
    pairs = (
        ours.join(theirs.rename({"row": "other"}), on="stem")
        .group_by("row", "other")
        .len()
        .filter(pl.col("len") >= SHARED)
    )
    left, right = orphans[pairs["row"].to_numpy()], stating[pairs["other"].to_numpy()]
    score = topic.overlap(texts.gather(left["row"]), texts.gather(right["row"]), stems, total)
    best = pl.DataFrame(
        [left["component"], right["component"].alias("of"), pl.Series("score", np.round(score, 9))]
    )
    best = best.filter(pl.col("score") >= ALIKE).sort(
        "component", "score", "of", descending=[False, True, False]
    )
    return best.unique("component", keep="first", maintain_order=True).select("component", "of")
