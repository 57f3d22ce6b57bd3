"""The stages that `cyberimpact analyse` runs: which windows each reads, what it computes, what it writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.stages.options import DEFAULTS, Options

if TYPE_CHECKING:
    from graph.runs import Stage

__all__ = ["DEFAULTS", "NAMES", "Options", "stages"]

NAMES = (
    "cascades", "parents", "claims", "fact-checks", "stances", "communities", "coordination", "needs", "signals",
    "weak-signals", "answers",
)  # fmt: skip


def stages(options: Options = DEFAULTS) -> tuple[Stage, ...]:
    """Every stage, in the order of NAMES: that in which they build on each other."""
    from analytics.stages import answers, crowds, needs, rumours, signals, weak  # noqa: PLC0415 - they take half a second

    made = (
        rumours.cascades,
        rumours.parents,
        rumours.claims,
        rumours.fact_check_matches,
        rumours.stances,
        crowds.communities,
        crowds.coordination,
    )
    return (
        *(stage(options) for stage in made),
        needs.NEEDS,
        signals.SIGNALS,
        weak.WEAK_SIGNALS,
        answers.ANSWERS,
    )
