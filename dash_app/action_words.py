"""One action in words: what was declared, what it changed, and how sure that is. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash_app.texts import Lang, number, say, say_count, texts
from graph.taxonomy import taxonomy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    import polars as pl

    from analytics.effects.effect import Effect
    from analytics.effects.fits import Estimate
    from analytics.effects.progress import Missing
    from dash_app.actions.effect import Found
    from dash_app.components.grids import Rows

_DATE = {"fr": "%d/%m/%Y %H:%M", "en": "%Y-%m-%d %H:%M"}

Action = dict[str, Any]  # a row of `actions/declared`


def rows(actions: pl.DataFrame, lang: Lang) -> Rows:
    """Rows of the table: figures to sort by, and each as it is written in a field with `_text` after its name."""
    return [_row(row, lang) for row in actions.iter_rows(named=True)]


def sentence(actions: pl.DataFrame, lang: Lang) -> str:
    """What to know first, over all actions."""
    if actions.is_empty():
        return say("actions.none", lang)
    seen = actions.filter(actions["looks"] > 0).height
    return f"{say_count('actions.count', actions.height, lang)} {say_count('actions.seen', seen, lang)}"


def title(row: Action, lang: Lang) -> str:
    """Kind, metric and target in one line."""
    return say("actions.titled", lang, kind=_word("kind", row["kind"], lang),
               metric=_word("metric", row["metric"], lang), target=target(row, lang))  # fmt: skip


def target(row: Action, lang: Lang) -> str:
    """A claim by its title, a need by its label, a service by its name."""
    if row["title"]:
        return say("signals.claim", lang, title=row["title"])
    return taxonomy().label(row["target"], lang)


def verdict(name: str, lang: Lang) -> str:
    """The outcome of an effect."""
    return _word("verdict", name, lang)


def facts(row: Action, lang: Lang) -> list[tuple[str, str]]:
    """Name and value of what was declared; what was not is left out."""
    known = {
        "at": moment(row["at"], lang),
        "declared_at": moment(row["declared_at"], lang),
        "when": say("actions.beforehand" if row["beforehand"] else "actions.afterwards", lang),
        "territory": row["territory"],
        "message": row["message"],
        "audience": row["audience"],
        "looks": number(row["looks"], lang),
    }
    return [(say(f"action.{name}", lang), value) for name, value in known.items() if value]


def said(found: Found, lang: Lang) -> list[str]:
    """What is said of an effect, one sentence a line."""
    if found.effect is None:
        return [say("actions.small", lang)]
    return list(_effect(found.effect, lang, found.followed.missing))


def _effect(found: Effect, lang: Lang, lacks: Missing) -> Iterator[str]:
    yield say("actions.points", lang, before=found.before, after=found.after)
    if lacks.before or lacks.after:
        yield say("actions.missing", lang, before=lacks.before, after=lacks.after)
        return
    if found.model is None or found.verdict == "descriptive only":
        yield say("actions.why", lang, why=found.why)
        return
    share = found.relative
    relative = "" if share is None else say("actions.relative", lang, share=f"{100 * share:+.0f}")
    yield (
        say(
            "actions.mean",
            lang,
            level=number(100 * found.level, lang),
            estimate=_estimate(found.model.mean, lang),
        )
        + relative
    )
    yield say("actions.level", lang, estimate=_estimate(found.model.level, lang))
    yield say("actions.slope", lang, estimate=_estimate(found.model.slope, lang))
    if found.placebos is not None:
        dates = found.placebos
        yield say("actions.placebos", lang, found=dates.found, count=len(dates.dates))


def _estimate(one: Estimate, lang: Lang) -> str:
    low, high, value = (number(x, lang, 2) for x in (one.low, one.high, one.value))
    return say("actions.estimate", lang, value=value, low=low, high=high)


def _row(row: Action, lang: Lang) -> Action:
    times = ("at", "declared_at")
    outcome = row["last_outcome"]
    return {
        "action": row["action"],
        "kind": _word("kind", row["kind"], lang),
        "metric": _word("metric", row["metric"], lang),
        "target": target(row, lang),
        "territory": row["territory"],
        "message": row["message"],
        "outcome": verdict(outcome, lang) if outcome else say("actions.not_seen", lang),
        **{name: row[name].timestamp() for name in times},
        **{f"{name}_text": moment(row[name], lang) for name in times},
    }


def _word(family: str, name: str, lang: Lang) -> str:
    key = f"action.{family}.{name}"
    return say(key, lang) if key in texts() else name


def moment(at: datetime, lang: Lang) -> str:
    """A moment as this language writes it, in UTC."""
    return f"{at:{_DATE[lang]}}"
