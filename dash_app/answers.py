"""What each part of the investigation page shows for one question: picture, rows and sentence, or a message."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from dash_app import reads
from dash_app.components.grids import Rows, rows
from dash_app.figures.alert_outlines import with_alerts
from dash_app.figures.need_map import need_map
from dash_app.figures.propagation import propagation
from dash_app.figures.propagation_marks import COLOURS
from dash_app.texts import Lang, say, say_count

if TYPE_CHECKING:
    from dash_app.figures.measure import Measure
    from graph.store import Store

_PLACES = 4  # territories named under the graph


@dataclass(frozen=True, slots=True)
class Answer:
    """`message` says what to do when there is nothing to show; it is empty otherwise."""

    picture: object = None
    rows: Rows = field(default_factory=list)
    sentence: str = ""
    message: str = ""


def cascades(
    store: Store, start: str | None, end: str | None, search: str | None, lang: Lang
) -> tuple[Rows, str]:
    """Rows of the table, and how many there are or what to do about none.

    raises StoreError, QueryError (a date that is not one)
    """
    found = reads.cascades(store, start, end, search)
    if found.is_empty() and not reads.has_cascades(store):
        return [], say("cascades.no_data", lang)
    return rows(found, lang), _how_many(found.height, lang)


def tree(store: Store, root: str | None, lang: Lang) -> Answer:
    """One cascade: the columns of its drawing."""
    if root is None:
        return Answer(message=say("tree.pick", lang))
    posts = reads.tree(store, root)
    if posts.is_empty():
        return Answer(message=say("tree.unknown", lang))
    figure = propagation(posts, lang=lang)
    said = f"{figure.sentence} {_places(reads.territories(store, root), lang)}".strip()
    return Answer(figure.columns(), _post_rows(figure.table, lang), said)


def needs(
    store: Store,
    topic: str,
    measure: Measure,
    departement: str | None,
    lang: Lang,
    *,
    alerts: pl.DataFrame | None = None,
) -> Answer:
    """The need map of France, or of the communes of one département; with official alerts over it where given."""
    rates = reads.rates(store, topic, departement)
    if rates.is_empty():
        return Answer(message=say("needs.no_communes" if departement else "needs.no_data", lang))
    level = "commune" if departement else "departement"
    figure = need_map(rates, level=level, topic=topic, measure=measure, lang=lang, parent=departement)
    if alerts is not None:
        figure = with_alerts(figure, alerts, departement, lang)
    return Answer(figure.component(), _need_rows(figure.table, lang), figure.sentence)


def _how_many(count: int, lang: Lang) -> str:
    if count == 0:
        return say("cascades.none_found", lang)
    said = say_count("cascades.found", count, lang)
    return say("cascades.capped", lang, count=count) if count == reads.CASCADES else said


def _post_rows(posts: pl.DataFrame, lang: Lang) -> Rows:
    kinds = {kind: say(f"kind.{kind}", lang) for kind in COLOURS}
    root = pl.when(pl.col("parent_uid").is_null()).then(pl.lit(kinds["root"]))
    return rows(posts.with_columns(kind_name=root.otherwise(pl.col("kind").replace(kinds))), lang)


def _need_rows(needed: pl.DataFrame, lang: Lang) -> Rows:
    hidden = pl.when("suppressed").then(pl.lit(say("cell.yes", lang))).alias("hidden")
    return rows(needed.with_columns(hidden), lang)


def _places(found: pl.DataFrame, lang: Lang) -> str:
    """The territories that a cascade names most; empty when it names none."""
    named = found.head(_PLACES).select("name", "posts").iter_rows()
    places = ", ".join(
        say("tree.place", lang, name=name, posts=say_count("posts", n, lang))
        if n
        else say("tree.few", lang, name=name)
        for name, n in named
    )
    return say("tree.places", lang, places=places) if places else ""
