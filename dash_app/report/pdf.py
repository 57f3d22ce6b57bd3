"""A document as PDF/UA-1 (tagged, for screen readers), with the fonts that typst carries: alike everywhere."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import typst

from dash_app.texts import say

if TYPE_CHECKING:
    from datetime import datetime

    from dash_app.report.document import Document

PLACEHOLDER = "□"
_FONTS = '#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"))\n'
_UNUSUAL = re.compile(r"[^\x00-\u024f\u2010-\u2026\u202f€−→≥≤×□·]")
# What follows the first sign of an emoji: variants, skins, tags, and the signs joined to it.
_EMOJI_REST = re.compile(
    r"[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]|\u200d[\u2190-\u2bff\U0001f000-\U0001faff]"
)
_FLAG = re.compile(r"([\U0001f1e6-\U0001f1ff])[\U0001f1e6-\U0001f1ff]")
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed')
_LONG = re.compile(r"\S{28,}")
_BREAKS = re.compile(r"([/?&=_.,:-]|\w{24})(?=\S)")


def pdf(document: Document, generated_at: datetime) -> bytes:
    """Compile the document; a character that no font has becomes PLACEHOLDER, and a note says so."""
    data = _breakable(document.plain())
    text = _FLAG.sub(r"\1", _EMOJI_REST.sub("", json.dumps(data, ensure_ascii=False)))
    missing = _missing(text)
    note = say("report.placeholder", document.lang, sign=PLACEHOLDER) if missing else ""
    text = text.translate({ord(sign): "" if _invisible(sign) else PLACEHOLDER for sign in missing})
    template = (files("dash_app.report") / "report.typ").read_bytes()
    made = _compiler().compile(
        template,
        format="pdf",
        sys_inputs={"document": text, "note": note, "page": say("report.page", document.lang)},
        pdf_standards=["ua-1"],
        timestamp=generated_at.replace(microsecond=0),
    )
    assert isinstance(made, bytes)
    return made


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False)
    return typst.Compiler(font_paths=fonts, ignore_system_fonts=True)


def _missing(text: str) -> set[str]:
    """The characters that none of the fonts has: the compiler names them when asked for an accessible PDF."""
    unusual = sorted(set(_UNUSUAL.findall(text)))
    if not unusual:
        return set()
    try:
        signs = {"signs": " ".join(unusual)}
        source = f'#set document(title: "x")\n{_FONTS}#sys.inputs.signs'
        _compiler().compile(source.encode(), format="pdf", sys_inputs=signs, pdf_standards=["ua-1"])
    except typst.TypstError as error:
        return {_sign(found) for found in _MISSING.findall(error.diagnostic)}
    return set()


def _sign(found: str) -> str:
    r"""A character as the compiler writes it: itself, or \u{200b} when it cannot be seen."""
    return chr(int(found[3:-1], 16)) if found.startswith("\\u{") else found[0]


def _invisible(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cf", "Mn"}


def _breakable(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Long words (addresses, JSON) with places where a line may break; drawings and codes as they are."""
    if isinstance(value, dict):
        return {
            name: part
            if name == "svg" or (name == "text" and value.get("kind") == "code")
            else _breakable(part)
            for name, part in value.items()
        }
    if isinstance(value, list | tuple):
        return [_breakable(part) for part in value]
    if isinstance(value, str):
        return _LONG.sub(lambda word: _BREAKS.sub("\\1\u200b", word[0]), value)
    return value
