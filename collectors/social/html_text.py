"""HTML of feeds and posts → the text that a reader sees."""

from __future__ import annotations

import html
import re
from typing import Final

_UNSEEN: Final = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_BREAK: Final = re.compile(
    r"</?(?:p|div|li|ul|ol|tr|table|h[1-6]|blockquote|section|article|pre)\b[^>]*>|<[bh]r\b[^>]*>",
    re.IGNORECASE,
)
_TAG: Final = re.compile(r"<[/!?a-zA-Z][^>]*>")


def plain(markup: str) -> str:
    """Text without tags, scripts and entities: one line a paragraph, no empty line, no run of spaces."""
    text = _BREAK.sub("\n", _UNSEEN.sub(" ", markup))
    lines = (" ".join(line.split()) for line in html.unescape(_TAG.sub("", text)).split("\n"))
    return "\n".join(line for line in lines if line)
