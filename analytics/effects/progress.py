"""What is still missing before the effect of an action can be estimated."""

from dataclasses import dataclass

from analytics.effects.placebos import MIN_AFTER, MIN_PLACEBOS, least_before


@dataclass(frozen=True, slots=True)
class Missing:
    """Points that are missing on each side of T0; those before T0 will not come any more once it is past."""

    before: int
    after: int


def missing(before: int, after: int, period: int | None) -> Missing:
    """Points to add to `before` and `after` for a verdict: enough of them, and placebo dates among those before.

    period  of a season, in steps; it is left out where there are not two of them before T0, as in `effect`
    """
    season = period if period is not None and before >= 2 * period else None
    enough = least_before(season) + MIN_AFTER + MIN_PLACEBOS - 1
    return Missing(max(0, enough - before), max(0, MIN_AFTER - after))
