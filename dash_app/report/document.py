"""A document as a list of blocks: what HTML and PDF both draw, each in its own way."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dash_app.texts import Lang


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 1
    new_page: bool = False
    kind: str = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`look`: plain, lead (set larger) or small."""

    text: str
    look: str = "plain"
    kind: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of somebody else; `lang` as recognised, empty when it was not."""

    text: str
    source: str
    lang: str = ""
    kind: str = "quote"


@dataclass(frozen=True, slots=True)
class Facts:
    """Figures with their names: (name, value)."""

    pairs: tuple[tuple[str, str], ...]
    kind: str = "facts"


@dataclass(frozen=True, slots=True)
class Table:
    """`numeric`: columns set to the right; `widths`: share of each column, 0 as wide as its content."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    widths: tuple[int, ...]
    kind: str = "table"


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing; `alt` says the same in words, `width` is its share of the page in %."""

    svg: str
    alt: str
    caption: str
    width: int = 100
    kind: str = "figure"


@dataclass(frozen=True, slots=True)
class Items:
    items: tuple[str, ...]
    kind: str = "items"


@dataclass(frozen=True, slots=True)
class Code:
    """A query: what it is called, how it was asked, its text."""

    title: str
    lines: tuple[str, ...]
    text: str
    kind: str = "code"


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks that stay together on one page where there is room."""

    blocks: tuple[Block, ...]
    kind: str = "group"


Block = Heading | Paragraph | Quote | Facts | Table | Figure | Items | Code | Group


@dataclass(frozen=True, slots=True)
class Document:
    lang: Lang
    title: str
    window: str
    made: str
    caution: str
    notice: str
    footer: str
    blocks: tuple[Block, ...]

    def plain(self) -> dict[str, Any]:
        """The document as maps, lists and texts, ready for JSON."""
        return asdict(self)
