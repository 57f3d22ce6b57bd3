"""A report as a file: HTML in one piece, or PDF."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from dash_app.exports import ExportError
from dash_app.report.layout import document
from dash_app.report.pdf import pdf

if TYPE_CHECKING:
    from pathlib import Path

    from dash_app.report.data import Report
    from dash_app.report.document import Document


def write(report: Report, out: Path) -> None:
    """Write the report, by suffix: .html or .pdf; ExportError for another one, OSError for a full disk."""
    kind = out.suffix.lower()
    if kind == ".html":
        out.write_text(html(document(report)), encoding="utf-8")
    elif kind == ".pdf":
        out.write_bytes(pdf(document(report), report.generated_at))
    else:
        raise ExportError(f"{out.name} cannot be written: reports go to .html or .pdf")


def html(made: Document) -> str:
    """One file that asks nothing of the network: styles and drawings are inside."""
    source = (files("dash_app.report") / "report.html").read_text(encoding="utf-8")
    style = (files("dash_app.report") / "report.css").read_text(encoding="utf-8")
    page = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    ).from_string(source)
    # Drawings and styles are ours: the figure functions escape whatever comes from posts.
    return page.render(document=made, style=Markup(style), drawing=Markup)  # noqa: S704
