"""Four buttons that answer an alert, and one that takes the answer back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from analytics.learning.answers import UNDO, VERDICTS
from dash_app.components.aria import aria
from dash_app.texts import Lang, say

if TYPE_CHECKING:
    from dash.development.base_component import Component


def verdicts(page: str, name: str, what: str, lang: Lang) -> Component:
    """Buttons of an alert called `name`; each says to a screen reader of `what` it tells.

    page  which page's callback hears them: ids are {page, alert, answer}
    """
    buttons = [
        html.Button(
            say(f"answer.{answer}", lang),
            id=_id(page, name, answer),
            title=say(f"answer.{answer}.tip", lang),
            className=f"button answer-{answer}",
            **aria("label", f"{say(f'answer.{answer}', lang)}: {what}"),
        )
        for answer in VERDICTS
    ]
    return html.Div(buttons, className="verdicts", role="group", **aria("label", say("quality.ask", lang)))


def undo(page: str, name: str, what: str, lang: Lang) -> Component:
    """The button that takes back the last answer to an alert, or a declared miss."""
    return html.Button(
        say("quality.undo", lang),
        id=_id(page, name, UNDO),
        className="button",
        **aria("label", say("quality.undo_of", lang, what=what)),
    )


def _id(page: str, name: str, answer: str) -> dict[str, str]:
    return {"page": page, "alert": name, "answer": answer}
