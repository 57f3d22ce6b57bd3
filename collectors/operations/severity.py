"""The four levels of the French vigilance, which every alert is brought to."""

from __future__ import annotations

from collectors.records import RecordError

COLOURS = {1: "verte", 2: "jaune", 3: "orange", 4: "rouge"}
CAP_SEVERITY = {"Minor": 1, "Moderate": 2, "Severe": 3, "Extreme": 4}  # as MeteoAlarm does; Unknown has none


def level(field: str, value: float | None) -> int:
    """1 to 4; RecordError for anything else."""
    if value not in COLOURS:
        raise RecordError(field, f"{value!r:.40} is no level from 1 (green) to 4 (red)")
    return int(value)


def colour(severity: int) -> str:
    """`orange`, as it agrees with « vigilance »."""
    return COLOURS[severity]
