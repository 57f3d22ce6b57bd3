"""Reports: data gathered once, laid out as one document, written as HTML or PDF."""

from dash_app.report.data import Report, rumours
from dash_app.report.write import write

__all__ = ["Report", "rumours", "write"]
