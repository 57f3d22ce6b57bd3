"""Which published fact-checks speak of a claim: BM25 (Robertson & Zaragoza 2009), with the words they share.

A match says "somebody checked something like this", with the words that show it; never that the claim is false.
"""

from typing import Final

import polars as pl

from analytics.fact_checks.terms import terms

K1: Final = 1.2
B: Final = 0.75
LEAST_SHARED: Final = 2  # words: one alone is a coincidence
LEAST_SHARE: Final = 0.5  # of the words of the claim, or of what was checked
_TOGETHER = 1_000  # claims: keeps memory flat
_SCHEMA: dict[str, pl.DataType] = {
    "claim_id": pl.String(),
    "fact_check_uid": pl.String(),
    "score": pl.Float64(),
    "rank": pl.Int64(),
    "terms": pl.List(pl.String()),
}


def match(
    claims: pl.DataFrame, fact_checks: pl.DataFrame, top: int = 5, *, least_share: float = LEAST_SHARE
) -> pl.DataFrame:
    """The `top` fact-checks of each claim, best first; a claim that resembles none has no row.

    claims       claim_id, title, texts (list of what its posts say; may be absent or null)
    fact_checks  uid, claim, title (either may be null)
    least_share  0 to 1: how much of the claim must be in the fact-check, or of what it checks in the claim
    returns      claim_id, fact_check_uid, score (BM25 of claim and title, k1 1.2, b .75; a word weighs the
                 share of the claim's texts that have it), rank (from 1), terms (the claim's words that are
                 shared, the most telling first); by claim_id, rank
    """
    documents = _documents(fact_checks.unique("uid").sort("uid"))
    asked = claims.unique("claim_id").sort("claim_id")
    parts = [
        _matched(_queries(asked.slice(start, _TOGETHER)), documents, top, least_share)
        for start in range(0, asked.height, _TOGETHER)
    ]
    return pl.concat([pl.DataFrame(schema=_SCHEMA), *parts])


def _documents(fact_checks: pl.DataFrame) -> pl.DataFrame:
    """A row a fact-check and stem: fact_check_uid, stem, weight (of BM25), of_claim.

    of_claim  the stem's share of the distinct stems of what is checked, 0 for a stem of the title alone
    """
    claim, title = (pl.col(name).cast(pl.String) for name in ("claim", "title"))
    texts = fact_checks.select(
        pl.col("uid").cast(pl.String).alias("fact_check_uid"),
        all=pl.concat_str(claim, title, separator=" ", ignore_nulls=True),
        claim=pl.coalesce(claim, title),
    ).with_row_index("text")
    found = terms(texts["all"])
    counts = found.group_by("text", "stem").len("tf").with_columns(length=pl.col("tf").sum().over("text"))
    average = len(found) / max(1, fact_checks.height)
    df, tf = pl.len().over("stem"), pl.col("tf")
    idf = ((fact_checks.height - df + 0.5) / (df + 0.5)).log1p()
    weight = idf * tf * (K1 + 1) / (tf + K1 * (1 - B + B * pl.col("length") / average))
    of_claim = terms(texts["claim"]).select(
        "text", "stem", of_claim=1 / pl.col("stem").n_unique().over("text")
    )
    weighed = counts.with_columns(weight=weight).join(of_claim.unique(), on=["text", "stem"], how="left")
    named = weighed.join(texts, on="text")
    return named.select("fact_check_uid", "stem", "weight", pl.col("of_claim").fill_null(0.0))


def _queries(claims: pl.DataFrame) -> pl.DataFrame:
    """A row a claim and stem: claim_id, stem, word (its first spelling), share of the claim's texts, of_all."""
    claim = pl.col("claim_id").cast(pl.String)
    texts = claims.select(claim, text=pl.col("title").cast(pl.String))
    if "texts" in claims.columns:
        texts = pl.concat([texts, claims.select(claim, text="texts").explode("text")])
    texts = texts.drop_nulls("text").unique(maintain_order=True).with_row_index("place")
    found = terms(texts["text"]).rename({"text": "place"}).join(texts.drop("text"), on="place")
    texts_of = texts.group_by("claim_id").len("texts")
    shares = found.group_by("claim_id", "stem").agg(
        pl.col("word").min(), share=pl.col("place").n_unique().cast(pl.Float64)
    )
    shares = shares.join(texts_of, on="claim_id").with_columns(share=pl.col("share") / pl.col("texts"))
    return shares.with_columns(of_all=pl.col("share") / pl.col("share").sum().over("claim_id"))


def _matched(queries: pl.DataFrame, documents: pl.DataFrame, top: int, least_share: float) -> pl.DataFrame:
    gain = pl.col("share") * pl.col("weight")
    pairs = queries.join(documents, on="stem").with_columns(gain=gain)
    pairs = pairs.sort("claim_id", "fact_check_uid", "gain", "word", descending=[False, False, True, False])
    scored = pairs.group_by("claim_id", "fact_check_uid", maintain_order=True).agg(
        score=pl.col("gain").sum(),
        share=pl.max_horizontal(pl.col("of_all", "of_claim").sum()),
        terms=pl.col("word"),
    )
    near = (pl.col("terms").list.len() >= LEAST_SHARED) & (pl.col("share") >= least_share)
    ranked = scored.filter(near).sort("claim_id", "score", "fact_check_uid", descending=[False, True, False])
    rank = (pl.int_range(pl.len(), dtype=pl.Int64) + 1).over("claim_id")
    return ranked.with_columns(rank=rank).filter(pl.col("rank") <= top).select(*_SCHEMA)
