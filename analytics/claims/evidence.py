"""What joins wordings that are no near-duplicates: a conversation about the same words, a link they all carry.

Evidence says "about the same claim", not "for it": what a claim says and what denies it are parted afterwards.
"""

import polars as pl

from analytics.claims import topic

SHARED_WORDS = 0.05  # overlap of an answer with what it answers (topic.overlap), measured on the exercise
TO_THE_POINT = 0.25  # of what a wording answers shares words with it; what answers anything is about nothing
FEW = 3  # wordings with one link need not be about the same words
COHERENT = 0.25  # share of a link's wordings that share its most frequent stem
DISPUTED = 0.2  # share of the wordings with a link that oppose their content: from there, it is a reference
HOME = r"^(?:[a-z]+://)?[^/?#]+/?$"
EDGES = pl.Schema({"left": pl.Int64, "right": pl.Int64, "method": pl.String, "score": pl.Float64})


def conversations(
    pairs: pl.DataFrame, contents: pl.DataFrame, stems: pl.DataFrame, threshold: float = SHARED_WORDS
) -> pl.DataFrame:
    """EDGES "observed" between an answer's content and its parent's that share distinctive words.

    pairs     child, parent: rows of `contents` (column `content`)
    stems     topic.counts of all contents

    Not for a wording that stands mostly under posts with which it shares none.
    """
    distinct = pairs.filter(pl.col("child") != pl.col("parent")).unique().sort("child", "parent")
    said = contents["content"]
    score = topic.overlap(
        said.gather(distinct["child"]), said.gather(distinct["parent"]), stems, contents.height
    )
    about = distinct.with_columns(method=pl.lit("observed"), score=pl.Series(score, dtype=pl.Float64))
    near = pl.col("score") >= threshold
    wording = contents["leader"].gather(distinct["child"])
    about = about.with_columns(wording.alias("wording")).filter(
        near.mean().over("wording") >= TO_THE_POINT, near
    )
    ends = {"left": pl.min_horizontal("child", "parent"), "right": pl.max_horizontal("child", "parent")}
    return _strongest(about.select(**ends, method="method", score="score"))


def shared_links(links: pl.DataFrame, contents: pl.DataFrame) -> pl.DataFrame:
    """EDGES "url" or "media" from each link's first wording to its others, for links that carry a claim.

    links   link, method, content, opposed: distinct uses of a link by a wording

    Home pages never do, nor does what mostly those cite who deny something (a source, not a claim), nor a link
    under unrelated wordings: more than FEW without a distinctive word in a quarter of them. Wordings that
    oppose their content are not joined by what they cite.
    """
    measured = links.filter((pl.col("method") != "url") | ~pl.col("link").str.contains(HOME)).with_columns(
        disputed=pl.col("opposed").mean().over("link"), wordings=pl.col("content").n_unique().over("link")
    )
    carrying = measured.filter(pl.col("disputed") < DISPUTED, ~pl.col("opposed"), pl.col("wordings") > 1)
    coherent = carrying.join(_coherence(carrying, contents), on="link", how="left")
    kept = coherent.filter((pl.col("wordings") <= FEW) | (pl.col("coherence") >= COHERENT))
    first = pl.col("content").min().over("link")
    edges = kept.select(
        left=first, right="content", method="method", score=pl.col("coherence").fill_null(0.0)
    )
    return _strongest(edges.filter(pl.col("left") < pl.col("right")))


def _strongest(edges: pl.DataFrame) -> pl.DataFrame:
    """EDGES, one for two contents and a method (two wordings may share several links), in order."""
    ranked = edges.cast(EDGES).sort("left", "right", "method", "score", descending=[False] * 3 + [True])
    return ranked.unique(["left", "right", "method"], keep="first", maintain_order=True)


def _coherence(links: pl.DataFrame, contents: pl.DataFrame) -> pl.DataFrame:
    """`link, coherence`: the share of its wordings that hold its most frequent stem."""
    used = links.select("content").unique().sort("content").with_row_index("row")
    said = topic.terms(contents["content"].gather(used["content"]))
    stems = said.join(used, on="row").select("content", "stem")
    pairs = links.select("link", "content", "wordings").unique().join(stems, on="content")
    often = pairs.group_by("link", "stem").agg(share=pl.len() / pl.col("wordings").first())
    return often.group_by("link").agg(coherence=pl.col("share").max())
