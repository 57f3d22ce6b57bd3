"""The stages that `cyberimpact analyse` runs: which windows each reads, what it computes, what it writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.stages.crowds import communities, coordination
from analytics.stages.needs import NEEDS
from analytics.stages.options import DEFAULTS, Options
from analytics.stages.rumours import cascades, claims, fact_check_matches, parents, stances
from analytics.stages.windows import canonical

if TYPE_CHECKING:
    from graph.runs import Stage

__all__ = ["DEFAULTS", "NAMES", "Options", "canonical", "stages"]


def stages(options: Options = DEFAULTS) -> tuple[Stage, ...]:
    """Every stage, in the order in which they build on each other."""
    made = (cascades, parents, claims, fact_check_matches, stances, communities, coordination)
    return (*(stage(options) for stage in made), NEEDS)


NAMES = tuple(stage.name for stage in stages())
