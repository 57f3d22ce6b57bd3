"""The words that explain a change: those that set two sets of texts apart.

Log-odds with an informative Dirichlet prior, as `analytics.communities.labels`: a word's count is the number of
people who used it.
"""

import polars as pl

from analytics.communities.labels import labels

AFTER, BEFORE = 0, 1


def words_of_change(
    before: pl.DataFrame, after: pl.DataFrame, *, top: int = 8, k: int = 11
) -> tuple[list[str], list[str]]:
    """Words that came and words that went, the most distinctive first.

    before, after  `person, text` of the same service and territory in two spans of time
    top            words of each list, at most
    k              a word is told when k distinct people of its span used it, so that none leads to one person
    returns        (came, went); both empty where a span has fewer than k people
    """
    parts = [part.select("person", "text").drop_nulls() for part in (after, before)]
    if min(part["person"].n_unique() for part in parts) < k:
        return [], []
    said = pl.concat(
        part.select(author_uid=pl.format("{}|{}", pl.lit(span), "person"), text="text", span=pl.lit(span))
        for span, part in ((AFTER, parts[0]), (BEFORE, parts[1]))
    )
    members = said.select(author="author_uid", community="span").unique("author")
    found = labels(members, said, top=said.height)
    came, went = (found.filter(community=span)["words"].to_list()[0] for span in (AFTER, BEFORE))
    return _often(came, parts[0], k)[:top], _often(went, parts[1], k)[:top]


def _often(words: list[str], said: pl.DataFrame, k: int) -> list[str]:
    """The words that k people used, in the same order."""
    text = said.with_columns(text=pl.col("text").str.to_lowercase())
    return [
        word
        for word in words
        if text.filter(pl.col("text").str.contains(word, literal=True))["person"].n_unique() >= k
    ]
