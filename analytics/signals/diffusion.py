"""Claims that spread faster than claims of their age do, while people doubt them.

A joke or good news spreads as well: what tells a rumour early is that people ask whether it is true and correct it
(Zhao, Resnick & Mei, "Enquiring Minds", WWW 2015). Both components are tested apart, both must speak, and
Fisher's method says how surprising they are together.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import polars as pl

from analytics.arrays import Floats, Int64s
from analytics.posts import UTC
from analytics.signals.judgement import MINUTE, Family, with_q
from analytics.signals.options import WatchOptions
from analytics.signals.persistence import as_a_whole, persistent
from analytics.signals.series import EVERYWHERE
from analytics.signals.shares import share_surprise
from analytics.signals.surprise import surprise

LIMIT = 3.0  # standard deviations beyond which a count is clipped before it becomes history
LEAST = 0.01  # variance of the rates of claims beyond Poisson, relative to its square, at least
FEWEST = 200  # windows of young claims before any is compared with them
FIRST = 10  # answers of a claim that count for what is usual, and posts that say what it is

_ASKS = pl.col("needs").list.len().fill_null(0) > 0


class Claims(NamedTuple):
    """stated   uid, claim_id, at: what each post states, but for claims that are told elsewhere

    answers  at, claim_id, doubt: replies, quotes and denials of a claim, in order of time
    """

    stated: pl.DataFrame
    answers: pl.DataFrame


def claims(posts: pl.DataFrame, found: pl.DataFrame) -> Claims:
    """Claims of watched posts (analytics.signals.watched) and what is answered to them.

    found  which claim each of them states or denies: the `posts` of analytics.claims.find

    Left aside where most of its FIRST written posts are so: a correction or warning (the claim it is against tells
    it), a need (the needs tell it), an answer (its conversation tells it).
    """
    related = found.join(posts.select("uid", "at"), on="uid")
    stating, denying = (related.filter(pl.col("relation") == name) for name in ("STATES", "DENIES"))
    stated = stating.join(_aside(stating, denying["uid"], posts), on="claim_id", how="anti")
    doubt = (pl.col("query") | pl.col("denial")) & ~_ASKS
    told = posts.select("at", uid="answers", answer="uid", doubt=doubt.fill_null(value=False)).drop_nulls(
        "uid"
    )
    replies = told.join(stated.select("uid", "claim_id"), on="uid").select(
        "claim_id", "at", "answer", "doubt"
    )
    denials = denying.select("claim_id", "at", answer="uid", doubt=pl.lit(value=True))
    both = (
        pl.concat([replies, denials])
        .group_by("claim_id", "answer")
        .agg(pl.col("at").min(), pl.col("doubt").max())
    )
    known = both.join(stated.select("claim_id").unique(), on="claim_id", how="semi")
    return Claims(stated.select("uid", "claim_id", "at"), known.sort("at", "claim_id", "answer"))


def _aside(stating: pl.DataFrame, denying: pl.Series, posts: pl.DataFrame) -> pl.DataFrame:
    """claim_id of those left aside: see `claims`. Only the first posts decide, so that a later one seldom does."""
    against = pl.col("uid").is_in(denying.unique().implode()) | pl.col("denial").fill_null(value=False)
    written = posts.filter(~pl.col("relay")).select(
        "uid", against=against, asks=_ASKS, replies=pl.col("answers").is_not_null()
    )
    rows = (
        stating.join(written, on="uid")
        .sort("at", "uid")
        .group_by("claim_id", maintain_order=True)
        .head(FIRST)
    )
    shares = rows.group_by("claim_id").agg(pl.col("against", "asks", "replies").mean())
    return shares.filter(pl.max_horizontal("against", "asks", "replies") > 0.5).select("claim_id")


@dataclass(slots=True)
class Young:
    """What is known of young claims after some windows of one length, which come in order of time.

    edge     the first window that is not judged yet
    windows, posts, squares  of the claims that were young in them: how many, what they held, and its squares
    answers, doubts          the first answers of claims, and questions and denials among them
    tail     the rows of the last windows, for `persistent`
    """

    family: Family
    edge: int | None = None
    windows: float = 0.0
    posts: float = 0.0
    squares: float = 0.0
    answers: int = 0
    doubts: int = 0
    tail: pl.DataFrame | None = None


def young(minutes: int, options: WatchOptions) -> Young:
    """Before any claim."""
    return Young(Family(options.family_h * 60 // minutes, options.discovery / len(options.windows_min)))


def spreading(
    found: Claims, until: int, minutes: int, options: WatchOptions, before: Young | None = None
) -> pl.DataFrame:
    """Claims that persist in windows of one length: the columns of `persistent`, and

    rate_bits  posts from start_at on, against what claims held in the `young_h` after their first post
    answers, doubts, usual, doubt_bits  answers of the last `young_h`, questions and denials among them, usual share
    p, bits, q both together (Fisher), and with Benjamini–Hochberg over claims × windows
    until      instant in µs: windows that end after it are not judged
    before     what is known from earlier windows, which are not judged again; it learns these
    """
    known = before or young(minutes, options)
    told = _told(found, until, minutes, options, known)
    speaks = (pl.col("p") <= options.speaks) & (pl.col("doubt_p") <= options.speaks)
    every = told if known.tail is None else pl.concat([known.tail, told])
    first = told["at"].min()
    held = as_a_whole(persistent(every, speaks, minutes, options)).rename({"bits": "rate_bits"})
    held = held.filter(pl.col("at") >= first) if isinstance(first, datetime) else held.clear()
    near = timedelta(minutes=minutes * (options.of - 1))
    known.tail = every.filter(
        pl.col("at") >= (pl.lit(until, pl.Int64).cast(UTC) - near).dt.truncate(f"{minutes}m")
    )
    together = (pl.col("rate_bits") + pl.col("doubt_bits")) * np.log(2)
    fisher = together - together.log1p()  # two chances: P = x (1 − ln x) of their product x
    both = held.with_columns(p=(-fisher).exp(), bits=fisher / np.log(2))
    return with_q(both, told.filter("born"), minutes, options, known.family)


def _told(found: Claims, until: int, minutes: int, options: WatchOptions, known: Young) -> pl.DataFrame:
    """KEY, at, observed, expected, shape, p, born, what is answered: a row a claim and new window that holds posts."""
    length = minutes * MINUTE
    window = pl.col("at").to_physical() // length
    stated = found.stated.filter((window + 1) * length <= until).with_columns(window=window)
    held = stated.group_by("claim_id", "window").agg(observed=pl.len().cast(pl.Int64))
    born = stated.group_by("claim_id").agg(born=pl.col("window").min())
    rows = held.join(born, on="claim_id").sort("window", "claim_id")
    if known.edge is None and rows.height:
        known.edge = int(rows["window"][0])
    rows = rows.filter(pl.col("window") >= (known.edge or 0))
    end = until // length
    shape, rate = _beliefs(rows, born["born"].to_numpy(), options.young_h * 60 // minutes, known, end)
    seen = surprise(rows["observed"].to_numpy(), shape, rate)
    answers = found.answers.with_columns(window=window).filter(pl.col("window") < end)
    told = _doubted(rows, answers, options.young_h * 60 // minutes, known).with_columns(
        kind=pl.lit("diffusion"),
        topic="claim_id",
        location_code=pl.lit(EVERYWHERE),
        at=(pl.col("window") * length).cast(UTC),
        expected=pl.Series(shape / rate).fill_nan(None),
        shape=pl.Series(shape).fill_nan(None),
        p=pl.Series(seen.p),
        born=pl.col("born") == pl.col("window"),
    )
    known.edge = None if known.edge is None else max(known.edge, end)
    return told


def _beliefs(rows: pl.DataFrame, born: Int64s, age: int, known: Young, end: int) -> tuple[Floats, Floats]:
    """Gamma shape and rate of the posts of a young claim in a window, by moments of earlier windows, (n,) each.

    rows   window, born, observed, by window; born (c,) first window of every claim
    age    windows that a claim stays young: those that hold nothing count as well
    nan while fewer than FEWEST windows of young claims are known
    """
    window, count = rows["window"].to_numpy(), rows["observed"].to_numpy().astype(np.float64)
    shape, rate = np.full(count.size, np.nan), np.full(count.size, np.nan)
    if known.edge is None:
        return shape, rate
    is_young = (rows["window"] - rows["born"]).to_numpy() < age
    span = np.arange(known.edge, end + 1)
    bounds, begun = np.searchsorted(window, span), np.sort(born)
    alive = np.searchsorted(begun, span, "right") - np.searchsorted(begun, span - age, "right")
    for t, (first, last) in enumerate(pairwise(bounds)):
        most = float("inf")
        if known.windows >= FEWEST and known.posts:
            mean = known.posts / known.windows
            beyond = max(known.squares / known.windows - mean**2 - mean, LEAST * mean**2)
            shape[first:last], rate[first:last] = mean**2 / beyond, mean / beyond
            most = mean + LIMIT * np.sqrt(mean + beyond) + 1
        held = np.minimum(count[first:last][is_young[first:last]], most)
        known.windows += int(alive[t])
        known.posts += float(held.sum())
        known.squares += float(held @ held)
    return shape, rate


def _doubted(rows: pl.DataFrame, answers: pl.DataFrame, age: int, known: Young) -> pl.DataFrame:
    """`rows` (window, claim_id) with answers, doubts, usual, doubt_p, doubt_bits as of the end of each window."""
    early = answers.filter(pl.int_range(pl.len()).over("claim_id") < FIRST)
    early = early.filter(pl.col("window") >= (known.edge or 0))
    usual = (
        early.group_by(window=pl.col("window") + 1)  # what is usual is known from the windows before
        .agg(of_all=pl.len(), of_doubts=pl.col("doubt").sum())
        .sort("window")
        .with_columns(pl.col("of_all", "of_doubts").cum_sum().cast(pl.Int64))
    )
    full = _answered(rows, answers, age).join_asof(usual, on="window").fill_null(0)
    counted = full.with_columns(
        answers=pl.col("answers") - pl.col("answers_before"),
        doubts=pl.col("doubts") - pl.col("doubts_before"),
        of_all=pl.col("of_all") + known.answers,
        of_doubts=pl.col("of_doubts") + known.doubts,
    )
    known.answers, known.doubts = known.answers + early.height, known.doubts + int(early["doubt"].sum())
    share = share_surprise(*(counted[c].to_numpy() for c in ("doubts", "answers", "of_doubts", "of_all")))
    return counted.select(*rows.columns, "answers", "doubts", **share.columns("usual", "doubt"))


def _answered(rows: pl.DataFrame, answers: pl.DataFrame, age: int) -> pl.DataFrame:
    """`rows` by window, with answers and doubts of each claim until then, and until `age` windows before."""
    by_window = (
        answers.group_by("claim_id", "window")
        .agg(answers=pl.len(), doubts=pl.col("doubt").sum())
        .sort("claim_id", "window")
        .with_columns(pl.col("answers", "doubts").cum_sum().over("claim_id").cast(pl.Int64))
    )
    told = rows.sort("window", "claim_id").with_columns(before=pl.col("window") - age)
    now = told.join_asof(by_window, on="window", by="claim_id", check_sortedness=False)
    then = now.sort("before", "claim_id").join_asof(
        by_window,
        left_on="before",
        right_on="window",
        by="claim_id",
        suffix="_before",
        check_sortedness=False,
    )
    return then.sort("window", "claim_id")
