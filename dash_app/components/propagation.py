"""The propagation graph with its replay, its sentence, the post that is read and the table of posts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dash_mantine_components as dmc
from dash import dcc, html

from dash_app.components.aria import aria
from dash_app.components.grids import grid, post_columns
from dash_app.figures.propagation_marks import COLOURS
from dash_app.texts import Lang, say

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from dash_app.view import View

KINDS = tuple(COLOURS)


def panel(view: View) -> Component:
    lang = view.lang
    return html.Section(
        [
            html.Div([html.H2(say("tree.title", lang), id="tree-title"), _legend(lang)], className="panel-head"),
            html.P(say("tree.pick", lang), id="tree-message", className="empty", hidden=view.root is not None),
            html.Div(
                id="graph", className="graph", tabIndex=0, role="application", hidden=True,
                **aria("label", say("tree.canvas", lang)),
            ),
            _replay(lang),
            html.P(id="tree-sentence", className="sentence", **aria("live", "polite")),
            html.P(say("tree.no_post", lang), id="post-card", className="post-read", **aria("live", "polite")),
            html.Details(
                [html.Summary(say("page.table", lang)), grid("posts", post_columns(lang), "uid", view.post)],
                id="posts-details",
            ),
            dcc.Store(id="propagation"),
            dcc.Store(id="post", data=view.post),
            dcc.Store(id="words", data=words(lang)),
        ],
        className="panel propagation",
        **aria("labelledby", "tree-title"),
    )  # fmt: skip


def words(lang: Lang) -> dict[str, Any]:
    """What the drawing itself needs to say, and its colours."""
    return {
        "lang": lang,
        "colours": COLOURS,
        "kind": {kind: say(f"kind.{kind}", lang) for kind in KINDS},
        "noText": say("tree.no_text", lang),
        "noPost": say("tree.no_post", lang),
        "folded": say("tree.folded", lang),
        "play": say("tree.play", lang),
        "pause": say("tree.pause", lang),
        "all": say("tree.all", lang),
    }


def _legend(lang: Lang) -> Component:
    entries = [
        html.Span(
            [html.Span(className="dot", style={"backgroundColor": COLOURS[kind]}), say(f"kind.{kind}", lang)],
            className="legend-entry",
            id=f"legend-{kind}",
        )
        for kind in KINDS
    ]
    return html.Div(entries, className="legend inline")


def _replay(lang: Lang) -> Component:
    return html.Div(
        [
            html.Button(say("tree.play", lang), id="play", type="button", className="button"),
            html.Span(say("tree.until", lang), className="replay-label"),
            dmc.Slider(
                id="until", value=1000, min=0, max=1000, step=10, label=None, updatemode="drag", size="sm",
                thumbLabel=say("tree.until", lang), className="replay-slider",
            ),
            html.Output(say("tree.all", lang), id="until-text", className="replay-time"),
            html.Button(say("tree.fit", lang), id="fit", type="button", className="button"),
        ],
        id="replay", className="replay", hidden=True,
    )  # fmt: skip
