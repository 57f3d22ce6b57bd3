"""The words that set a community apart: log-odds with an informative Dirichlet prior.

After Monroe, Colaresi & Quinn (Political Analysis 2008, "Fightin' Words"). A word's count is the number of
members who used it, reposts included, so that one loud account labels nothing. Its log-odds among the words of
the community are set against those of all other communities; the prior is the word's share of the whole corpus,
worth PRIOR words, and draws rare words towards no difference. Words are ranked by z, the difference over its
standard deviation.
"""

import polars as pl

from analytics.communities.stopwords import STOP_WORDS

PRIOR = 20.0  # pseudo-words in all, about what one member uses: small communities have words too
SIGNIFICANT = 1.96  # z of a word that is shown
USERS = 2  # members who used it, at least
TOP = 8
NOISE = r"https?://\S+|www\.\S+|(?:\brt\s+)?@[\w.@-]+:?|&\w+;"  # links, repost marks, mentions, entities
WORD = r"#[\p{L}\p{M}\p{N}_]+|\p{L}[\p{L}\p{M}\p{N}]+(?:-[\p{L}\p{M}\p{N}]+)*"


def labels(members: pl.DataFrame, posts: pl.DataFrame, *, top: int = TOP) -> pl.DataFrame:
    """Up to `top` distinctive words of each community, the most distinctive first.

    members  author, community (at one resolution)
    posts    author_uid, text and, if known, hashtags (list of str); other columns are not read
    returns  community, words (list[str], lower case, hashtags with their #; empty when nothing is distinctive:
             z below 1.96, one member only, or a French or English stop word); by community
    raises   ValueError for an author with two communities
    """
    if members["author"].is_duplicated().any():
        raise ValueError("an author has two communities: take one resolution")
    words = _scored(_used(members, posts)).filter(pl.col("z") > SIGNIFICANT, pl.col("users") >= USERS)
    best = (
        words.sort("community", "z", "word", descending=[False, True, False])
        .group_by("community", maintain_order=True)
        .agg(pl.col("word").head(top).alias("words"))
    )
    every = members.select(pl.col("community").unique().sort())
    empty = pl.lit([], pl.List(pl.String))
    return every.join(best, on="community", how="left").with_columns(pl.col("words").fill_null(empty))


def _scored(used: pl.DataFrame) -> pl.DataFrame:
    """Word of a community: users and z. Used: community, word, users."""
    everywhere, size = pl.col("users").sum().over("word"), pl.col("users").sum().over("community")
    table = used.sort("community", "word").with_columns(
        everywhere=everywhere.cast(pl.Float64), size=size.cast(pl.Float64), corpus=pl.col("users").sum()
    )
    prior = PRIOR * pl.col("everywhere") / pl.col("corpus")
    own, others = pl.col("users") + prior, pl.col("everywhere") - pl.col("users") + prior
    rest_own = pl.col("size") + PRIOR - own
    rest_others = pl.col("corpus") - pl.col("size") + PRIOR - others
    odds = (own / rest_own).log() - (others / rest_others).log()
    return table.select("community", "word", "users", z=odds / (1 / own + 1 / others).sqrt())


def _used(members: pl.DataFrame, posts: pl.DataFrame) -> pl.DataFrame:
    """How many members of each community used each word: community, word, users."""
    said = posts.select("author_uid", _text(posts).alias("text")).drop_nulls().unique()
    texts = said.select(pl.col("text").unique())
    words = texts.with_columns(word=_words(pl.col("text"))).explode("word").drop_nulls()
    own = said.join(members.select(author_uid="author", community="community"), on="author_uid")
    users = own.join(words, on="text").unique(["author_uid", "word"])
    return users.group_by("community", "word").agg(pl.len().cast(pl.Int64).alias("users"))


def _text(posts: pl.DataFrame) -> pl.Expr:
    """The text followed by the hashtags."""
    text = pl.col("text") if "text" in posts.columns else pl.lit(None, pl.String)
    if "hashtags" not in posts.columns:
        return text
    tags = (
        pl.col("hashtags").cast(pl.List(pl.String)).list.eval("#" + pl.element().str.strip_chars_start("#"))
    )
    return pl.concat_str(text, tags.list.join(" "), separator=" ", ignore_nulls=True)


def _words(text: pl.Expr) -> pl.Expr:
    """Distinct words of each text that are not stop words, list[str]."""
    found = text.str.to_lowercase().str.replace_all(NOISE, " ").str.extract_all(WORD).list.unique()
    stop = pl.lit(pl.Series(sorted(STOP_WORDS)).implode())
    return found.list.set_difference(stop)
