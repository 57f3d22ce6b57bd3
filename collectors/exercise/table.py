"""The canonical post table of an exercise, in order of time."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from collectors.exercise.cascades import ORIGINAL, QUOTE, REPLY, REPOST, Rows
from collectors.exercise.plan import NO_GROUP, Flags, Plan
from collectors.exercise.setting import Setting
from collectors.exercise.settings import settings
from collectors.exercise.wording import Words

_UNKNOWN_PARENT, _DUPLICATES, _PLACES_LOST, _WRONG_LANGUAGE = 0.03, 0.05, 0.5, 0.1


@dataclass(frozen=True, slots=True)
class Posts:
    """table: the canonical posts, a row a line of posts.jsonl; uid (n,): that of each row of the plan."""

    table: pl.DataFrame
    uid: pl.Series


def draw_posts(rng: np.random.Generator, plan: Plan, words: Words, setting: Setting, noise: float) -> Posts:
    """The posts of a plan; with noise, repeated rows, parents that nobody knows, wrong languages."""
    order = np.argsort(plan.at, kind="stable")
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.arange(len(order))
    uid = _numbered("exercise:", number, 8)
    table = pl.DataFrame(
        {
            "uid": uid,
            "author_uid": _numbered("exercise:compte-", plan.author, 6),
            "text": words.text,
            "created_at": _iso(plan.at),
            **_relations(rng, plan, uid, noise),
            "lang": _languages(rng, words, noise),
            "place_insee": _where(plan.declared, setting.communes["code"].gather(plan.commune)),
            **_points(rng, plan, setting),
            "author_followers": plan.followers[plan.author],
            "platform": pl.Series(list(settings().platforms)).gather(plan.platform),
        }
    )
    table = table[order.tolist()].with_columns(
        urls=pl.col("text").str.extract_all(r"https?://[^\s»]+"),
        hashtags=pl.col("text")
        .str.extract_all(r"#[\p{L}\p{N}_]+")
        .list.eval(pl.element().str.strip_prefix("#").str.to_lowercase()),
        source=pl.lit("exercise"),
        url="https://exercise.example/p/" + pl.col("uid").str.strip_prefix("exercise:"),
    )
    return Posts(_repeated(rng, table, noise), uid)


def lose_places(rng: np.random.Generator, plan: Plan, noise: float) -> Plan:
    """The plan with some declared places missing; unchanged without noise."""
    return replace(plan, declared=plan.declared & (rng.random(len(plan.at)) >= _PLACES_LOST * noise))


def _relations(rng: np.random.Generator, plan: Plan, uid: pl.Series, noise: float) -> dict[str, pl.Series]:
    """What each post names: its parent, or only the root where its platform does so."""
    forest = plan.forest
    parent, root = uid.gather(np.maximum(forest.parent, 0)), uid.gather(forest.root)
    named = pl.select(pl.when(pl.Series(plan.root_only)).then(root).otherwise(parent)).to_series()
    lost = _lonely(plan) & (rng.random(len(uid)) < _UNKNOWN_PARENT * noise)
    reply = _where(forest.kind == REPLY, parent)
    nobody = _numbered("exercise:deleted-", np.arange(len(uid)), 8)
    return {
        "reply_to_uid": pl.select(pl.when(pl.Series(lost)).then(nobody).otherwise(reply)).to_series(),
        "repost_of_uid": _where(forest.kind == REPOST, named),
        "quote_of_uid": _where(forest.kind == QUOTE, parent),
        "root_uid": _where((forest.kind == REPLY) | plan.root_only, root),
    }


def _lonely(plan: Plan) -> Flags:
    """Originals that nobody answered and no group posted."""
    children = np.bincount(plan.forest.root, minlength=len(plan.at))
    lonely: Flags = (plan.forest.kind == ORIGINAL) & (children == 1) & (plan.group == NO_GROUP)
    return lonely


def _languages(rng: np.random.Generator, words: Words, noise: float) -> pl.Series:
    count = len(words.text)
    wrong = rng.random(count) < _WRONG_LANGUAGE * noise
    given = rng.random(count) < settings().declared_language
    return _where(given, pl.Series(["fr", "en"]).gather((words.english ^ wrong).astype(np.int64)))


def _points(rng: np.random.Generator, plan: Plan, setting: Setting) -> dict[str, pl.Series]:
    """A third of the posts that declare a place also give a point within about a kilometre."""
    shown = plan.declared & (rng.random(len(plan.at)) < 0.33)
    return {
        axis: _where(
            shown,
            (setting.communes[axis].gather(plan.commune) + rng.normal(0, 0.005, len(plan.at))).round(5),
        )
        for axis in ("lat", "lon")
    }


def _repeated(rng: np.random.Generator, table: pl.DataFrame, noise: float) -> pl.DataFrame:
    rows = np.flatnonzero(rng.random(table.height) < _DUPLICATES * noise)
    return table[np.sort(np.concatenate([np.arange(table.height), rows])).tolist()] if len(rows) else table


def _numbered(prefix: str, number: Rows, digits: int) -> pl.Series:
    return pl.select(prefix + pl.Series(number).cast(pl.String).str.zfill(digits)).to_series()


def _iso(at: Rows) -> pl.Series:
    start = int(settings().starts_at.timestamp())
    return pl.from_epoch(pl.Series(at + start), time_unit="s").dt.strftime("%Y-%m-%dT%H:%M:%SZ")


def _where(kept: Flags, values: pl.Series) -> pl.Series:
    """The values where `kept`, null elsewhere."""
    return pl.select(pl.when(pl.Series(kept)).then(values)).to_series()
