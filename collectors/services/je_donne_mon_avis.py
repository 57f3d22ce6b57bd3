"""Je donne mon avis: opinions on State services online, as its site exports them with verbatims (CSV, XLSX).

Source: the exporter of the site (its three generations of headers) and the questions of its forms. A column is a
question; times are UTC; several answers to one question stand in one cell, ` / ` or line breaks between, and an
answer about one means of contact reads `Par téléphone … : Oui`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from collectors.dates import iso_or_epoch
from collectors.files.ratings import rating
from collectors.records import Feedback
from collectors.source import declare

if TYPE_CHECKING:
    from datetime import datetime

    from collectors.source import Row

VERBATIMS: Final = ("verbatim", "other_difficulty", "other_help")
_ZONELESS: Final = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)?")
_ANSWERS: Final = re.compile(r"\s+/\s+|\n-?\s*")
_REACHED: Final = {"oui": "positive", "non": "negative"}


def normalise(row: Row) -> Feedback:
    """One opinion → one feedback. What the user was asked to tick becomes axes, what was written becomes the text."""
    return Feedback(
        uid=f"je-donne-mon-avis:{row.need('id')}",
        text="\n\n".join(text for name in VERBATIMS if (text := row.text(name))),
        created_at=_time(row),
        rating=_asked(row, "satisfaction"),
        services=[form] if (form := row.text("form")) else None,
        explanation=_asked(row, "comprehension"),
        simplicity=_asked(row, "ease"),
        responsiveness=_reached(row),
        relation=_asked(row, "help_quality"),
        source="je-donne-mon-avis",
        repairs=tuple(row.repairs),
    )


def _time(row: Row) -> datetime:
    """The exporter writes UTC and leaves the zone out."""
    text = row.need("created_at")
    found = _ZONELESS.fullmatch(text)
    return iso_or_epoch("Date de l'avis", f"{found[1]}T{found[2]}+00:00" if found else text)[0]


def _answers(row: Row, name: str) -> list[str]:
    """The answers of one cell, each without the means of contact that it is about."""
    text = row.text(name)
    parts = _ANSWERS.split(text.removeprefix("- ")) if text else []
    return [answer for part in parts if (answer := part.rpartition(" : ")[2].strip())]


def _asked(row: Row, name: str) -> str | None:
    """What the answers say together; one that is not known leaves the axis open and is told."""
    found = [rating(answer) for answer in _answers(row, name) if answer != "Ne se prononce pas"]
    if None in found:
        row.repairs.append(f"unknown answer to a question ({name}): left out")
    return _together([r for r in found if r])


def _reached(row: Row) -> str | None:
    """Could the administration be reached? Yes, no, or by one means and not by another."""
    found = [_REACHED.get(answer.lower()) for answer in _answers(row, "reached")]
    if None in found:
        row.repairs.append("unknown answer to a question (reached): left out")
    return _together([r for r in found if r])


def _together(ratings: list[str]) -> str | None:
    """One rating of several: theirs where they agree, neutral where they do not."""
    if not ratings:
        return None
    return ratings[0] if len(set(ratings)) == 1 else "neutral"


SOURCE = declare("collectors.services", "je_donne_mon_avis.yml", normalise)
