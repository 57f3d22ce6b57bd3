"""The exercise's findings against its truth, in a few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from analytics import scoring
from cypher import query
from dash_app.texts import number, say

if TYPE_CHECKING:
    from analytics.scoring import Truth
    from dash_app.texts import Lang
    from graph.store import Store


def findings(store: Store, truth: Truth, lang: Lang) -> list[str]:
    """Trees, rumours, places and needs: what the graph holds, scored against the truth of the exercise."""
    return [
        say("exercise.title", lang),
        _trees(store, truth, lang),
        *_rumours(store, truth, lang),
        _places(store, truth, lang),
        *_needs(store, truth, lang),
    ]


def _trees(store: Store, truth: Truth, lang: Lang) -> str:
    score = scoring.trees(store.read(query("windows/members")), truth)
    return say(
        "exercise.trees",
        lang,
        correct=number(score.all.correct, lang),
        true=number(score.all.true, lang),
        observed=_share(score.observed.share, lang),
        root_only=_share(score.root_only.share, lang),
    )


def _rumours(store: Store, truth: Truth, lang: Lang) -> list[str]:
    scores = scoring.rumours(store.read(query("windows/cascades")), truth)
    return [_rumour(score, truth["claims"][score.claim]["title"], lang) for score in scores]


def _rumour(score: scoring.RumourScore, title: str, lang: Lang) -> str:
    if score.rank is None:
        return say("exercise.rumour_absent", lang, title=title)
    share = _share(score.share_in_top, lang)
    return say("exercise.rumour", lang, title=title, rank=score.rank, share=share, top=score.top)


def _places(store: Store, truth: Truth, lang: Lang) -> str:
    score = scoring.places(store.read(query("windows/places")), truth)
    shares = {name: _share(getattr(score, name), lang) for name in ("precision", "recall", "abstention")}
    return say("exercise.places", lang, **shares)


def _needs(store: Store, truth: Truth, lang: Lang) -> list[str]:
    found = store.read(query("windows/need_rates"))
    return [_level(scoring.needs(found, truth, level), level, lang) for level in get_args(scoring.Level)]


def _level(score: scoring.NeedScore, level: scoring.Level, lang: Lang) -> str:
    return say(
        f"exercise.needs_{level}",
        lang,
        compared=score.compared,
        error=number(score.error, lang, 1),
        rank=number(score.rank, lang, 2),
        hidden=score.hidden,
    )


def _share(value: float, lang: Lang) -> str:
    return f"{number(100 * value, lang, 1)} %"
