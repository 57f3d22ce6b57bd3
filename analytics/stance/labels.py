"""Labelled posts as people write them: known synonyms are read, anything else is refused with its line."""

from collections.abc import Iterable, Mapping
from typing import Final

import polars as pl

SPELLINGS: Final = {
    "support": "support", "supporting": "support", "agree": "support", "agreed": "support", "soutien": "support",
    "deny": "deny", "denying": "deny", "disagree": "deny", "disagreed": "deny", "refute": "deny", "deni": "deny",
    "query": "query", "querying": "query", "questioning": "query", "question": "query", "appeal-for-more-information":
    "query", "comment": "comment", "commenting": "comment", "neutral": "comment", "commentaire": "comment",
}  # fmt: skip
TRAIN: Final = "train"
SCHEMA: Final = {"uid": pl.String, "label": pl.String, "split": pl.String, "group": pl.String}


class LabelError(ValueError):
    """A label that cannot be used: its line in the file and why."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"{line}: {message}")
        self.line, self.message = line, message


def read(rows: Iterable[tuple[int, Mapping[str, object]]]) -> pl.DataFrame:
    """(line, row) pairs → uid, label (of STANCES), split ("train" where none is said), group (or null).

    A row has uid and label, and may have split and group (an event or a claim, for grouped folds). A row that
    says again what was said is dropped.

    raises  LabelError for a row without uid, an unknown label, or a uid with two labels or splits
    """
    found: dict[str, tuple[str, str, str | None]] = {}
    for line, row in rows:
        uid = _text(row, "uid")
        if uid is None:
            raise LabelError(line, "no uid; a row has uid, label, split")
        said = (_label(line, row), (_text(row, "split") or TRAIN).lower(), _text(row, "group"))
        if found.setdefault(uid, said) != said:
            raise LabelError(line, f"{uid} is {said[:2]} here and {found[uid][:2]} above")
    return pl.DataFrame([(uid, *said) for uid, said in found.items()], schema=SCHEMA, orient="row")


def _label(line: int, row: Mapping[str, object]) -> str:
    given = _text(row, "label")
    if given is None:
        raise LabelError(line, "no label; it is support, deny, query or comment")
    label = SPELLINGS.get(given.lower())
    if label is None:
        raise LabelError(line, f"{given!r:.40} is no stance; it is support, deny, query or comment")
    return label


def _text(row: Mapping[str, object], name: str) -> str | None:
    value = row.get(name)
    return None if value is None else str(value).strip() or None
