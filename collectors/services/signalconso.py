"""SignalConso: reports of consumers to the fraud-prevention authority (DGCCRF), from the economy's open data.

The published data hold no free text, no name and no company: what the consumer chose in the questionnaire (category,
then one answer after the other) is all that was said, and stands as title and text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from collectors.dates import iso_or_epoch
from collectors.records import Feedback, RecordError
from collectors.services.opendatasoft import collect, unpack
from collectors.source import declare

if TYPE_CHECKING:
    from collectors.source import Row

_WORD = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])")
_ERASED = "SuppressionRGPD"
_YES = frozenset({"1", "true", "oui"})


def normalise(row: Row) -> Feedback | None:
    """One report → one feedback of its département; None when its consumer had it erased."""
    if row.text("status") == _ERASED:
        return None
    category = " ".join(_said(row, "category"))
    named = _WORD.sub(" ", category)
    return Feedback(
        uid=f"signalconso:{row.need('id')}",
        title=named or None,
        text=" › ".join(_said(row, "subcategories")),
        created_at=iso_or_epoch("created_at", row.need("created_at"))[0],  # a day: midnight UTC
        status="answered" if _flag(row, "answered") else "waiting",
        departement=_departement(row.text("departement")),
        services=[named] if named else None,
        source="signalconso",
        repairs=tuple(row.repairs),
    )


def _said(row: Row, name: str) -> list[str]:
    """A list of answers, or one text of them with commas or bars between, as exports have it."""
    value = row.get(name)
    if isinstance(value, list):
        return [part.strip() for part in value if isinstance(part, str) and part.strip()]
    if value is None or isinstance(value, str):
        return [part.strip() for part in re.split(r"[|;]", value or "") if part.strip()]
    raise RecordError(name, f"{value!r:.40} is neither a text nor a list of texts")


def _flag(row: Row, name: str) -> bool:
    value = row.get(name)
    return value is True or str(value).lower().removesuffix(".0") in _YES


def _departement(code: str | None) -> str | None:
    """`1` and `01` → `01`; `2A` and `971` as they are."""
    return code.upper().zfill(2) if code else None


SOURCE = declare("collectors.services", "signalconso.yml", normalise, unpack=unpack, collect=collect)
