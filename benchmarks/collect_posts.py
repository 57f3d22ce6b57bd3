"""Canonical posts as JSON lines for the benchmarks of the collectors: French, half of them reposts."""

import tempfile
from pathlib import Path

import numpy as np
import polars as pl

from collectors.exercise import write as write_exercise

CHUNK = 50_000
_IDS = ("uid", "author_uid", "reply_to_uid", "repost_of_uid", "quote_of_uid", "root_uid")
_LISTS = ("urls", "hashtags")
_TAGS = ("#Inondation", "#Crue2026", "#VigilanceOrange", "#Secours", "#EauPotable", "#RetourÀLaNormale")


def write(file: Path, count: int, *, lang: str | None = None) -> None:
    """Write `count` posts, in order of time within each 50,000; all of them declare `lang`, or none does.

    A text is two sentences of an exercise, with its places and its spelling; a third has a link to one of a
    thousand pages, a fifth a mention, a sixth two hashtags. A repost repeats what it reposts, the other texts
    are all different. Each 50,000 has its own posts and accounts.
    """
    with tempfile.TemporaryDirectory() as folder:
        made = write_exercise(Path(folder), seed=7, size=CHUNK).posts
        posts = pl.read_ndjson(made, infer_schema_length=None)
    with file.open("wb") as out:
        for start in range(0, count, CHUNK):
            part = _chunk(posts, start // CHUNK).head(count - start)
            part.with_columns(lang=pl.lit(lang, pl.String)).write_ndjson(out)


def _chunk(posts: pl.DataFrame, number: int) -> pl.DataFrame:
    said = _texts(posts["text"], number)
    source = posts.with_row_index("row").select(repost_of_uid="uid", shown="row")
    shown = posts.with_row_index("row").join(source, on="repost_of_uid", how="left", maintain_order="left")
    text = said.gather(_originals(shown["row"].to_numpy(), shown["shown"]))
    return posts.with_columns(
        *(pl.col(name).str.replace("exercise:", f"exercise:{number:03}-", literal=True) for name in _IDS),
        text=text,
        urls=text.str.extract_all(r"https?://\S+"),
        hashtags=text.str.extract_all(r"#[\p{L}\p{N}]+").list.eval(pl.element().str.strip_prefix("#")),
    )


def _originals(row: np.ndarray, shown: pl.Series) -> pl.Series:
    """The row whose text each row shows: its own, or that of the end of its chain of reposts."""
    known = shown.is_not_null().to_numpy()
    found = np.where(known, shown.fill_null(0).to_numpy(), row)
    while not (found[found] == found).all():
        found = found[found]
    return pl.Series(found)


def _texts(texts: pl.Series, number: int) -> pl.Series:
    """Row i: its own sentence, another one, and what comes with it."""
    size = len(texts)
    row = pl.int_range(size, dtype=pl.Int64)
    other = texts.gather((np.arange(size) * 7_919 + (number + 1) * 104_729) % size)
    tags = pl.Series(_TAGS)
    tag = [pl.lit(tags.implode()).list.get((row // 6 + step + number) % len(tags)) for step in (0, 1)]
    none = pl.lit("")
    page = row % 1_009 + number
    link = pl.format(" https://www.journal-{}.example/articles/{}?utm_source=partage&id=7", page % 97, page)
    return pl.select(
        pl.concat_str(
            texts,
            pl.lit(" "),
            other,
            pl.when(row % 6 == 0).then(pl.format(" {} {}", *tag)).otherwise(none),
            pl.when(row % 5 == 0).then(pl.format(" @Compte_{}", row % 5_003)).otherwise(none),
            pl.when(row % 3 == 0).then(link).otherwise(none),
        )
    ).to_series()
