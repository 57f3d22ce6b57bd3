"""A laid-out cascade as one HTML file that needs nothing else: for a colleague without the interface, or offline.

Drawn by pyvis (vis-network in the file itself): positions are given, nothing is simulated, and no address outside
the file is named.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from pyvis.network import Network

from dash_app.figures.propagation import axis_name
from dash_app.figures.propagation_marks import COLOURS
from dash_app.texts import Lang, say

if TYPE_CHECKING:
    from dash_app.figures.propagation import Propagation

_WIDE = 1.6  # vis-network's units per unit of x
_BELOW = 60.0  # from the lowest post to the axis
_OUTSIDE = re.compile(r'<link\s+href="https://[^>]*>|<script\s+src="https://[^>]*>\s*</script>')
_EMPTY = re.compile(r"<center>\s*<h1>\s*</h1>\s*</center>")
_OPTIONS = {
    "physics": {"enabled": False},
    "edges": {"smooth": False, "color": {"color": "#8c8c8c", "opacity": 0.6}},
    "interaction": {"hover": True, "dragNodes": False, "keyboard": {"enabled": True, "bindToWindow": False}},
}
_STYLE = """<style>
body { font: 16px/1.4 Arial, Helvetica, sans-serif; margin: 1rem; color: #222; }
h1 { font-size: 1.2rem; margin: 0 0 .3rem; } p { margin: .3rem 0; }
#mynetwork { float: none !important; height: calc(100vh - 11rem) !important; min-height: 20rem; }
.dot { display: inline-block; width: .8em; height: .8em; border-radius: 50%; margin: 0 .3em 0 1em; }
div.vis-tooltip { white-space: pre-wrap; max-width: 24rem; }
</style>"""


def standalone(drawn: Propagation, *, notice: str | None = None) -> str:
    """An HTML document: title, sentence, legend and the drawing, to zoom, move and hover.

    notice  shown above, as "EXERCICE — données fictives"
    """
    network = Network(cdn_resources="in_line", directed=True)
    network.nodes = [*_posts(drawn), *_axis(drawn)]  # in bulk: add_edge looks through all edges each time
    network.edges = _edges(drawn)
    network.options = _OPTIONS
    page = _EMPTY.sub("", _OUTSIDE.sub("", network.generate_html()))
    head = f"<title>{escape(drawn.title)}</title>{_STYLE}</head>"
    page = page.replace("<html>", f'<!DOCTYPE html>\n<html lang="{drawn.lang}">', 1)
    return page.replace("</head>", head, 1).replace("<body>", f"<body>{_above(drawn, notice)}", 1)


def _posts(drawn: Propagation) -> list[dict[str, Any]]:
    columns = drawn.columns()
    told = [_card(*row, drawn.lang) for row in zip(columns["at"], drawn.kinds, columns["text"], strict=True)]
    return [
        {
            "id": row,
            "x": x * _WIDE,
            "y": y,
            "shape": "dot",
            "size": size,
            "color": COLOURS[kind],
            "title": title,
        }
        for row, (x, y, size, kind, title) in enumerate(
            zip(columns["x"], columns["y"], columns["radius"], drawn.kinds, told, strict=True)
        )
    ]


def _card(at: str | None, kind: str, text: str | None, lang: Lang) -> str:
    """What hovering a post shows; vis-network takes it as text, never as HTML."""
    when = (at or "?").replace("T", " ").removesuffix("Z")
    return f"{say(f'kind.{kind}', lang)} · {when} (UTC)\n{text or say('tree.no_text', lang)}"


def _axis(drawn: Propagation) -> list[dict[str, Any]]:
    low = float(drawn.y.max(initial=0.0)) + _BELOW
    ticks = [(x * _WIDE, low, text) for x, text in drawn.axis.ticks(drawn.lang)]
    named = [*ticks, (500 * _WIDE, low + _BELOW / 2, axis_name(drawn.axis, drawn.lang))]
    return [
        {"id": f"axis:{i}", "x": x, "y": y, "shape": "text", "label": text, "font": {"size": 20}}
        for i, (x, y, text) in enumerate(named)
    ]


def _edges(drawn: Propagation) -> list[dict[str, int]]:
    parents = drawn.posts.parent.tolist()
    return [{"from": parent, "to": row} for row, parent in enumerate(parents) if parent >= 0]


def _above(drawn: Propagation, notice: str | None) -> str:
    legend = "".join(
        f'<span class="dot" style="background:{COLOURS[kind]}"></span>{escape(say(f"kind.{kind}", drawn.lang))}'
        for kind in COLOURS
        if kind in drawn.kinds
    )
    warned = f"<p><strong>{escape(notice)}</strong></p>" if notice else ""
    return f"{warned}<h1>{escape(drawn.title)}</h1><p>{escape(drawn.sentence)}</p><p>{legend}</p>"
