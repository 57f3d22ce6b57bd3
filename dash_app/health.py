"""How the sources fare at the moment the page is read: who needs a look, who is without news. Pure.

A collector notes the state of a source when it looks at it. What has come since, the page must see itself: a
source that nobody has looked at for an hour is without news, and yesterday's count is not today's.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl

from dash_app.source_words import age, state_word, title_of
from dash_app.texts import Lang, say, say_count

NEWS = timedelta(hours=1)  # a collector at work notes its sources more often
IDLE = ("ready", "off", "import")  # nothing is expected of them
STANDINGS = ("attention", "stale", "idle", "well")
_NAMED = 4  # sources named in the sentence


def seen(found: pl.DataFrame, now: datetime) -> pl.DataFrame:
    """Rows of `sources/health` as they read at `now`.

    Adds `stale` (in service, and nobody looked until `fresh_until`, else for NEWS) and `standing` (attention,
    stale, idle or well); erases a count of another day and the spending of another month.
    """
    checked = pl.col("checked_at")
    idle = pl.col("state").is_in(IDLE)
    expected = pl.coalesce("fresh_until", checked + NEWS)
    stale = (~idle & (expected < now)).fill_null(value=False)
    day, month = checked.dt.strftime("%Y-%m-%d"), checked.dt.strftime("%Y-%m")
    return found.with_columns(
        pl.when("attention").then(pl.lit("attention")).when(stale).then(pl.lit("stale"))
        .when(idle).then(pl.lit("idle")).otherwise(pl.lit("well")).alias("standing"),
        pl.when(day == f"{now:%Y-%m-%d}").then("loaded_today").alias("loaded_today"),
        pl.when(month == f"{now:%Y-%m}").then("spent").alias("spent"),
        stale=stale,
    )  # fmt: skip


def sentence(sources: pl.DataFrame, now: datetime, lang: Lang) -> str:
    """What to know first, over all sources as `seen`."""
    if sources.is_empty():
        return say("sources.none", lang)
    return " ".join(
        filter(None, (attention(sources, lang), _stale(sources, now, lang), _well(sources, lang)))
    )


def alert(sources: pl.DataFrame, now: datetime, lang: Lang) -> str:
    """What the other pages must say of the sources as `seen`: the ones to look at, or that all fell still."""
    running = sources.filter(pl.col("standing") != "idle")
    if said := attention(sources, lang):
        return said
    return _stale(sources, now, lang) if running["stale"].all() else ""


def attention(sources: pl.DataFrame, lang: Lang) -> str:
    """How many need somebody to look, with the first of them; empty when none does."""
    wanted = sources.filter("attention")
    if wanted.is_empty():
        return ""
    named = [
        say("sources.named", lang, title=title_of(row, lang), state=state_word(row["state"], lang))
        for row in wanted.head(_NAMED).iter_rows(named=True)
    ]
    names, more = ", ".join(named), wanted.height - len(named)
    if more:
        names = say("sources.more", lang, names=names, count=more)
    return say_count("sources.attention", wanted.height, lang, all=sources.height, names=names)


def _stale(sources: pl.DataFrame, now: datetime, lang: Lang) -> str:
    old = sources.filter("stale")
    if old.is_empty():
        return ""
    newest = old["checked_at"].max()
    assert isinstance(newest, datetime), "stale means checked long ago"
    return say_count("sources.stale", old.height, lang, age=age(newest, now, lang))


def _well(sources: pl.DataFrame, lang: Lang) -> str:
    """That all is well, when it is, and how many do not run."""
    count = {name: sources.filter(pl.col("standing") == name).height for name in STANDINGS}
    if count["attention"] or count["stale"]:
        return ""
    if not count["well"]:
        return say("sources.none_runs", lang)
    idle = say_count("sources.idle", count["idle"], lang) if count["idle"] else ""
    return f"{say_count('sources.well', count['well'], lang)} {idle}".strip()
