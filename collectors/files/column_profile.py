"""What the values of one column look like: dates, addresses, codes, numbers, words; how many differ."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from collectors.files.commune_names import is_commune
from collectors.files.ratings import rating
from collectors.files.when import Order, when
from collectors.records import RecordError
from collectors.source import NULLS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_DATE: Final = re.compile(
    r"\d{1,2}[/.\- ]\d{1,2}[/.\- ]\d{2,4}\b.*|\d{4}-\d{2}-\d{2}.*|.*\b\d{1,2} \w+ \d{4}.*|[A-Z]\w\w .*"
)
_PATTERNS: Final[Mapping[str, re.Pattern[str]]] = {
    "number": re.compile(r"-?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?", re.IGNORECASE),
    "whole": re.compile(r"-?\d+(?:\.0+)?"),
    "decimal": re.compile(r"-?\d{1,3}[.,]\d{2,}"),
    "epoch": re.compile(r"1\d{9}(?:\.\d+)?|1\d{12}"),
    "url": re.compile(r"(?:https?://|www\.)\S+"),
    "insee": re.compile(r"(?:\d{2}|2[AB])\d{3}"),
    "postal": re.compile(r"\d{4,5}"),
    "departement": re.compile(r"(?:\d{1,2}|2[AB]|97\d)(?:\.0)?"),
    "lang": re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?|und"),
    "handle": re.compile(r"@[\w.\-]+"),
    "hashtags": re.compile(r"[\[\s]*['\"]?#\w+.*"),
    "code": re.compile(r"[\w:./@\-]+"),
    "platform": re.compile(
        r"(?:twitter|x|facebook|instagram|tiktok|youtube|reddit|telegram|bluesky|mastodon|linkedin|forum|blog|press[e]?)"
        r"(?:\.com)?",
        re.IGNORECASE,
    ),
    "level": re.compile(r"[1-4]|vert|jaune|orange|rouge|green|yellow|red", re.IGNORECASE),
}
_ORDERS: Final[tuple[Order, ...]] = ("iso", "day-first", "month-first")


@dataclass(frozen=True, slots=True)
class Profile:
    """One column of a sample.

    filled    share of rows that have a value
    distinct  share of the values that are different
    words     mean number of words of a value
    shares    kind of value → share of the values that are of it
    low, high  least and greatest number, where most values are numbers
    """

    filled: float
    distinct: float
    words: float
    shares: Mapping[str, float]
    low: float = 0.0
    high: float = 0.0

    def share(self, kind: str) -> float:
        return self.shares.get(kind, 0.0)

    @property
    def dates(self) -> float:
        """Share of values that are times in one order or another."""
        return max(self.share(order) for order in _ORDERS)

    @property
    def order(self) -> Order:
        """The order that reads most values; where day and month first read as many, the day."""
        return max(_ORDERS, key=self.share) if self.share("iso") < self.dates else "iso"


def profile(values: Sequence[object]) -> Profile:
    """The profile of a column's values (text, numbers, lists; None and empty texts count as missing)."""
    texts = [str(v).strip() for v in values if v is not None and str(v).strip() not in NULLS]
    if not texts:
        return Profile(0.0, 0.0, 0.0, {})
    shares = {name: _share(texts, pattern.fullmatch) for name, pattern in _PATTERNS.items()}
    shares |= {order: _share(texts, partial(_is_time, order)) for order in _ORDERS}
    shares["commune"] = _share(texts, is_commune)
    shares["rating"] = _share(texts, lambda text: rating(text, 10) is not None)
    numbers = [float(t.replace(",", ".")) for t in texts if _PATTERNS["number"].fullmatch(t)]
    return Profile(
        filled=len(texts) / len(values),
        distinct=len(set(texts)) / len(texts),
        words=sum(len(t.split()) for t in texts) / len(texts),
        shares=shares,
        low=min(numbers, default=0.0),
        high=max(numbers, default=0.0),
    )


def _share(texts: Sequence[str], test: Callable[[str], object]) -> float:
    return sum(bool(test(text)) for text in texts) / len(texts)


def _is_time(order: Order, text: str) -> bool:
    if not (_DATE.fullmatch(text) or _PATTERNS["epoch"].fullmatch(text)):
        return False
    try:
        when("", text, order, "UTC")
    except RecordError:
        return False
    return True
