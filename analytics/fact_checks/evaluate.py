"""Mean average precision of matches, as CheckThat! reports it."""

import polars as pl


def mean_average_precision(found: pl.DataFrame, relevant: pl.DataFrame, at: int = 5) -> float:
    """MAP@`at`, 0 to 1, over the claims that have a relevant fact-check; nan without one.

    found     claim_id, fact_check_uid, rank (from 1)
    relevant  claim_id, fact_check_uid

    A claim's average precision is the mean, over its relevant ones (`at` at most), of the precision at the rank
    of each that is found; a claim without a match counts 0 (Barrón-Cedeño et al. 2020).
    """
    true = relevant.select("claim_id", "fact_check_uid").unique()
    hits = found.filter(pl.col("rank") <= at).join(true, on=["claim_id", "fact_check_uid"]).sort("rank")
    so_far = pl.int_range(1, pl.len() + 1).over("claim_id")
    gained = hits.with_columns(precision=so_far / pl.col("rank")).group_by("claim_id").agg("precision")
    of_each = true.group_by("claim_id").len("relevant").join(gained, on="claim_id", how="left")
    average = pl.col("precision").list.sum().fill_null(0.0) / pl.col("relevant").clip(upper_bound=at)
    mean = of_each.select(average.mean()).item()
    return float("nan") if mean is None else float(mean)
