"""What is true of an exercise, for truth.json."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import numpy as np
import polars as pl

from collectors.exercise.cascades import QUOTE, REPLY, REPOST
from collectors.exercise.claims import claims, families
from collectors.exercise.feedback import Feedback
from collectors.exercise.plan import NO_GROUP, Plan
from collectors.exercise.setting import Setting
from collectors.exercise.settings import settings
from collectors.exercise.sites import SiteList
from collectors.exercise.wording import Words

_STANCES = {"rumour": "support", "denial": "deny"}


def truth_of(
    plan: Plan, words: Words, uid: pl.Series, setting: Setting, *, feedback: Feedback, sites: SiteList
) -> dict[str, Any]:
    """Claims, trees, coordinated groups, needs, offers, signals and places, in values that JSON has.

    trees         root → child → true parent; `root_only` lists posts whose platform names only the root
    places        post or feedback → commune code, for those that declare or name it
    expressions   post or feedback → need classes it expresses itself (a repost expresses none)
    needs         class → commune → distinct people among those expressions whose commune can be known
    needs_by_departement  the same by département, of all whose département can be known
    stances       reply or quote in a rumour's tree → support, deny, query or comment
    """
    posts = _posts(plan, words, uid, setting)
    told = _told(feedback)
    said = pl.concat([posts.filter("original").select(_EXPRESSION), told.select(_EXPRESSION)])
    asked = said.filter(pl.col("kind") == "need")
    return {
        "starts_at": f"{settings().starts_at:%Y-%m-%dT%H:%M:%SZ}",
        "crisis_at": _time(settings().crisis_h * 3600),
        "departement": setting.code,
        "claims": _claims(posts),
        "trees": _trees(plan, uid),
        "root_only": uid.filter(pl.Series(plan.root_only)).to_list(),
        "stances": _stances(plan, uid),
        "coordinated": _coordinated(posts.with_columns(group=pl.Series(plan.group))),
        "expressions": dict(asked.group_by("uid", maintain_order=True).agg("need").iter_rows()),
        "needs": _people(asked, "code"),
        "needs_by_departement": _people(asked, "departement"),
        "offers": {"people": _people(said.filter(pl.col("kind") == "offer"), "code"), "sites": sites.count},
        "signals": _signals(posts, setting),
        "places": dict(
            pl.concat([posts.select("uid", "code"), told.select("uid", "code")]).drop_nulls().unique(
                maintain_order=True).iter_rows()
        ),
    }  # fmt: skip


_EXPRESSION = ("uid", "author", "kind", "need", "code", "departement")


def _posts(plan: Plan, words: Words, uid: pl.Series, setting: Setting) -> pl.DataFrame:
    """A row a post: uid, author, at, claim, kind, need, code and departement (when known), original."""
    claim = np.array([family.claim for family in families()])[plan.family]
    known = plan.declared | words.named
    code, departement = (
        pl.select(pl.when(pl.Series(known)).then(setting.communes[c].gather(plan.commune))).to_series()
        for c in ("code", "departement")
    )
    return pl.DataFrame(
        {
            "uid": uid,
            "author": "exercise:compte-" + pl.Series(plan.author).cast(pl.String).str.zfill(6),
            "at": plan.at,
            "claim": claim,
            "kind": pl.Series([c.kind for c in claims()]).gather(claim),
            "need": pl.Series([c.need for c in claims()]).gather(claim),
            "code": code,
            "departement": departement,
            "original": plan.forest.kind != REPOST,
        }
    )


def _told(feedback: Feedback) -> pl.DataFrame:
    """A row for each need that an experience expresses; every experience is a person of its own."""
    own = pl.DataFrame({"uid": feedback.uid, "code": feedback.commune, "departement": feedback.departement})
    return pl.concat(
        [
            own.filter(pl.Series(flags)).with_columns(author="uid", kind=pl.lit("need"), need=pl.lit(name))
            for name, flags in feedback.needs.items()
        ]
    )


def _claims(posts: pl.DataFrame) -> dict[str, dict[str, Any]]:
    stated = dict(posts.sort("claim", "at", "uid").group_by("claim").agg("uid").iter_rows())
    return {
        claim.uid: {
            "title": claim.title, "kind": claim.kind, "denies": claim.denies, "need": claim.need,
            "posts": stated.get(row, []),
        }
        for row, claim in enumerate(claims())
    }  # fmt: skip


def _trees(plan: Plan, uid: pl.Series) -> dict[str, dict[str, str]]:
    rows = np.flatnonzero(plan.forest.parent >= 0)
    found: dict[str, dict[str, str]] = {}
    for root, child, parent in zip(
        uid.gather(plan.forest.root[rows]),
        uid.gather(rows),
        uid.gather(plan.forest.parent[rows]),
        strict=True,
    ):
        found.setdefault(root, {})[child] = parent
    return found


def _stances(plan: Plan, uid: pl.Series) -> dict[str, str]:
    """Stance of each reply and quote towards the rumour that its tree's root states."""
    kinds = np.array([claims()[family.claim].kind for family in families()])
    names = [
        _STANCES.get(kind, family.name if family.name in {"support", "query"} else "comment")
        for family, kind in zip(families(), kinds, strict=True)
    ]
    answer = (plan.forest.kind == REPLY) | (plan.forest.kind == QUOTE)
    rows = np.flatnonzero(answer & (kinds[plan.family[plan.forest.root]] == "rumour"))
    return dict(zip(uid.gather(rows), (names[f] for f in plan.family[rows]), strict=True))


def _coordinated(posts: pl.DataFrame) -> list[dict[str, Any]]:
    groups = posts.filter(pl.col("group") != NO_GROUP).sort("group", "at", "uid")
    frame = groups.group_by("group", maintain_order=True).agg(
        pl.col("author").unique().sort(), pl.col("uid"), pl.col("claim").first()
    )
    return [
        {"authors": authors, "posts": uids, "claim": claims()[claim].uid}
        for _, authors, uids, claim in frame.iter_rows()
    ]


def _people(said: pl.DataFrame, level: str) -> dict[str, dict[str, int]]:
    """Class → code of the column `level` → distinct people."""
    people = pl.col("author").n_unique()
    cells = said.drop_nulls(level).group_by("need", level).agg(people).sort("need", level)
    found: dict[str, dict[str, int]] = {}
    for need, code, people in cells.iter_rows():
        found.setdefault(need, {})[code] = people
    return found


def _signals(posts: pl.DataFrame, setting: Setting) -> list[Mapping[str, str]]:
    """The start of every rumour, fraud and need: what a watch over the département should have seen."""
    seen = posts.filter(pl.col("kind").is_in(["rumour", "fraud", "need"]))
    starts = seen.group_by("claim").agg(pl.col("at").min(), pl.col("kind").first(), pl.col("need").first())
    return [
        {
            "kind": kind,
            "topic": need or claims()[claim].uid,
            "location_code": setting.code,
            "start_at": _time(at),
        }
        for claim, at, kind, need in starts.sort("claim").iter_rows()
    ]


def _time(seconds: int) -> str:
    return f"{settings().starts_at + timedelta(seconds=int(seconds)):%Y-%m-%dT%H:%M:%SZ}"
