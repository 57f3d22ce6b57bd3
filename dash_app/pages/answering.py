"""What pages on which an alert can be answered share: the button that was pressed, written down and told."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from dash import ctx

from analytics.learning.answers import UNDO
from dash_app.alerts.answering import answer
from dash_app.alerts.book import Book
from dash_app.quality_words import told

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from dash_app.texts import Lang


def note(path: Path, now: datetime, lang: Lang) -> str:
    """Write down the answer of the button that was pressed, and say it; nothing where none was."""
    pressed = ctx.triggered_id
    if not pressed or not ctx.triggered[0]["value"]:  # a button that only appeared
        return ""
    with closing(Book(path)) as book:
        change = answer(book, pressed["alert"], pressed["answer"], now)
    return told(change, None if pressed["answer"] == UNDO else pressed["answer"], lang)
