"""What each post says, as contents (texts without negation and framing) and the side it takes on them."""

import polars as pl

from analytics.claims import guard, topic
from analytics.codes import encode

POOR = 2  # a content with fewer distinctive words says nothing by itself: "merci !", "c'est vrai ?"
POOR_ANSWER = 3  # as long as only answers say it
MEDIA = "media:"


def worded(rows: pl.DataFrame) -> pl.DataFrame:
    """`content, opposed, denial, stems` of each post's own text, n rows (as reading.read gives them).

    A content too poor to state a claim is told apart by the link it comes with: "Regardez !" with a video is
    about that video. `stems` is its number of distinctive words, POOR_ANSWER for one that has a link.
    """
    texts = rows["text"].fill_null("")
    codes = encode(texts)
    distinct = texts.gather(codes.first)
    said = guard.stances(distinct).select("opposed", "denial")
    content = guard.content(distinct).fill_null("").alias("content")
    stems = pl.Series("stems", topic.richness(content))
    own = pl.DataFrame([content, stems, *said.get_columns()])[codes.code]
    linked = own.with_columns(link=_first_link(rows))
    poor = (pl.col("stems") < POOR) & pl.col("link").is_not_null()
    return linked.select(
        pl.when(poor).then(pl.col("content") + " " + pl.col("link")).otherwise("content").alias("content"),
        "opposed",
        "denial",
        pl.when(poor).then(POOR_ANSWER).otherwise("stems").cast(pl.Int64).alias("stems"),
    )


def links(rows: pl.DataFrame) -> pl.DataFrame:
    """`row, link, method`: canonical addresses and media hashes of each post."""
    numbered = rows.select("urls", "media").with_row_index("row")
    urls = numbered.select("row", link="urls", method=pl.lit("url")).explode("link")
    media = numbered.select("row", link="media", method=pl.lit("media")).explode("link")
    media = media.with_columns(link=MEDIA + pl.col("link"))
    return pl.concat([urls, media]).drop_nulls("link").unique().sort("row", "link")


def _first_link(rows: pl.DataFrame) -> pl.Series:
    url, media = pl.col("urls").list.drop_nulls().list, pl.col("media").list.drop_nulls().list
    link = pl.coalesce(url.get(0, null_on_oob=True), MEDIA + media.get(0, null_on_oob=True))
    return rows.select(link).to_series()
