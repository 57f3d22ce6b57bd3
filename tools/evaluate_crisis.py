"""Needs matched with offers, replies that commit and safety statements, against the truth of exercises.

    python -m tools.evaluate_crisis [--seeds 1 2 3 4 5] [--size 20000]

Nothing is fitted here. The wordings of offers and of safety were looked at on seeds 1 to 3.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analytics.matching import MATCHING, match, offered, reply_marks
from analytics.matching.likeness import word_vectors
from analytics.posts import instants
from analytics.safety.statements import said
from analytics.scoring.matching import matches
from analytics.scoring.truth import retrieval
from collectors.enrichment.needs import from_text
from graph.territory import communes
from tools.exercises import exercise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.arrays import Floats
    from analytics.scoring import Truth


def main() -> None:
    """Print the figures of every seed."""
    parser = argparse.ArgumentParser(description="Crisis mode against the truth of exercises.")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    parser.add_argument("--size", type=int, default=20_000)
    asked = parser.parse_args()
    for seed in asked.seeds:
        posts, truth = exercise(seed, asked.size)
        print(f"exercise of {asked.size} posts, seed {seed}")
        own = posts.filter(pl.col("repost_of_uid").is_null())
        for part in (
            matched(own, truth),
            committed(posts, truth),
            safe(own, truth),
        ):
            for line in part:
                print(f"  {line}", flush=True)


def matched(own: pl.DataFrame, truth: Truth) -> Iterator[str]:
    """Proposals from true classes and places, then from classes read in the texts, against the best assignment."""
    offers = {u: c["need"] for c in truth["claims"].values() if c["kind"] == "offer" for u in c["posts"]}
    located = own.with_columns(
        place_insee=pl.col("uid").replace_strict(truth["places"], default=None, return_dtype=pl.String)
    ).drop("lat", "lon")
    columns = ["uid", "need", "text", "place_insee", pl.col("created_at").alias("at")]
    needs_of = pl.col("uid").replace_strict(
        truth["expressions"], default=None, return_dtype=pl.List(pl.String)
    )
    asked = located.with_columns(need=needs_of).drop_nulls(["need", "place_insee"]).select(columns)
    given = located.with_columns(
        need=pl.concat_list(pl.col("uid").replace_strict(offers, default=None, return_dtype=pl.String))
    )
    given = given.filter(
        pl.col("need").list.first().is_not_null(), pl.col("place_insee").is_not_null()
    ).select(columns)
    rows = asked.explode("need", empty_as_null=True, keep_nulls=True)
    keys = rows.select(pl.concat_str("uid", "need", separator="|")).to_series()
    worth = _worth(rows, given)
    read = (
        located.with_columns(need=from_text(located["text"]).list.eval(pl.element().struct["key"])),
        located.with_columns(need=offered(located["text"]).list.head(1)),
    )
    found = tuple(side.filter(pl.col("need").list.len() > 0).select(columns) for side in read)
    for title, (one, other) in {"true classes": (asked, given), "classes read in the texts": found}.items():
        told = match(one, other, communes()).filter(pl.col("why") == "proposed")
        pairs = told.select(need=pl.concat_str("need_uid", "need", separator="|"), offer="offer_uid")
        km = told.select(pl.col("distance_km").median()).item()
        score = matches(pairs, keys, given["uid"], worth)
        yield (
            f"matching, {title}: {score.proposed} proposals for {rows.height} needs and {given.height} offers, "
            f"{score.precision:.3f} right, {score.share:.3f} of the best total {score.best:.2f} "
            f"(greedy {score.greedy / score.best:.3f}), median {km:.1f} km"
        )


def _worth(needs: pl.DataFrame, offers: pl.DataFrame) -> Floats:
    """The score of every pair, straight from its definition: no candidates, no blocks."""
    words = word_vectors(pl.concat([needs["text"], offers["text"]]))
    alike = (words[: needs.height] @ words[needs.height :].T).toarray()
    same = needs["need"].to_numpy()[:, None] == offers["need"].list.first().to_numpy()[None, :]
    where = [
        np.radians(side.join(communes(), left_on="place_insee", right_on="code", how="left", maintain_order="left")
                   .select("lat", "lon").to_numpy())
        for side in (needs, offers)
    ]  # fmt: skip
    (lat, lon), (lat2, lon2) = ((place[:, 0], place[:, 1]) for place in where)
    half = np.sin((lat[:, None] - lat2) / 2) ** 2
    half += np.cos(lat)[:, None] * np.cos(lat2) * np.sin((lon[:, None] - lon2) / 2) ** 2
    km = 2 * 6371.0088 * np.arcsin(np.sqrt(half))
    at = [instants(side["at"]).to_physical().to_numpy() / 3.6e9 for side in (needs, offers)]
    score = (MATCHING.same_class + (1 - MATCHING.same_class) * alike) * np.exp(-km / MATCHING.km)
    score *= np.exp(-np.abs(at[0][:, None] - at[1]) / MATCHING.hours)
    worth: Floats = np.where(same & (km <= MATCHING.at_most_km) & (score >= MATCHING.least), score, 0.0)
    return worth


def committed(posts: pl.DataFrame, truth: Truth) -> Iterator[str]:
    """Replies that offer, under a need; and offers among all posts."""
    offers = {u: c["need"] for c in truth["claims"].values() if c["kind"] == "offer" for u in c["posts"]}
    own = posts.filter(pl.col("repost_of_uid").is_null())
    asked = pl.DataFrame({"need_uid": list(truth["expressions"])})
    under = [
        own.filter(pl.col(name).is_in(asked["need_uid"].implode()))["uid"]
        for name in ("reply_to_uid", "quote_of_uid", "root_uid")
    ]
    marks = reply_marks(own, asked).filter(pl.col("state") == "committed")
    score = retrieval(marks["evidence"].to_list(), set(pl.concat(under)) & set(offers))
    yield f"replies that commit: precision {score.precision:.3f} recall {score.recall:.3f} ({score.true} true)"
    told = own.with_columns(offered=offered(own["text"])).filter(pl.col("offered").list.len() > 0)
    both = retrieval(told["uid"].to_list(), set(offers) & set(own["uid"]))
    right = told.filter(pl.col("offered").list.first() == pl.col("uid").replace_strict(offers, default=None))
    yield (
        f"offers in posts: precision {both.precision:.3f} recall {both.recall:.3f}, "
        f"class right {right.height / both.correct:.3f} ({both.true} true)"
    )


def safe(own: pl.DataFrame, truth: Truth) -> Iterator[str]:
    """Statements of safety and of help, by wordings alone."""
    told = own.with_columns(said=said(own["text"]))
    rescue = {uid for uid, needs in truth["expressions"].items() if "rescue" in needs} & set(own["uid"])
    needy = set(told.filter(said="help")["uid"])
    any_need = len(needy & set(truth["expressions"])) / max(1, len(needy))
    yield (
        f"safety: {told.filter(said='safe').height} safe, {len(needy)} help, {any_need:.3f} of them express a need; "
        f"wordings alone find {len(needy & rescue) / len(rescue):.3f} of the calls for rescue"
    )


if __name__ == "__main__":
    main()
