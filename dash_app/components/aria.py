"""ARIA attributes, whose names are no Python names."""

from __future__ import annotations

from typing import Any


def aria(name: str, value: str) -> dict[str, Any]:
    """One attribute for a component: `html.P(…, **aria("live", "polite"))`."""
    return {f"aria-{name}": value}
