"""The effect of a declared action: read, computed, noted in the ledger, told in lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from analytics.effects.effect import Effect, effect
from dash_app.actions import follow
from dash_app.actions.ledger import Declared, note_look
from dash_app.actions.series import Series, series

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from analytics.effects.fits import Estimate
    from graph.store import Store

HIDDEN = "fewer than 11 people on one side of T0: nothing is told of them"


@dataclass(frozen=True, slots=True)
class Found:
    """`effect` is None where it would speak of fewer than 11 people."""

    followed: follow.Followed
    series: Series
    effect: Effect | None

    @property
    def declared(self) -> Declared:
        return self.followed.declared

    @property
    def verdict(self) -> str:
        return "descriptive only" if self.effect is None else self.effect.verdict


def effect_of(store: Store, uid: str, as_of: datetime, now: datetime) -> Found:
    """The effect of an action as far as it is known at `as_of`; that it was looked at is noted."""
    followed = follow.follow(store, uid, as_of)
    action = followed.declared.action
    read = series(store, action, as_of)
    columns = [name for name in ("step", "value", "control") if name in read.frame.columns]
    computed = None if read.small else effect(read.frame.select(columns), period=action.period)
    found = Found(followed, read, computed)
    note_look(store, action, now, found.verdict)
    return found


def table(found: Found) -> pl.DataFrame:
    """step, at, value, control, fitted, expected (without the action); empty where a step has too few people."""
    frame = found.series.frame.drop("people")
    model = found.effect.model if found.effect else None
    if not found.series.shown or model is None:
        return frame.clear() if not found.series.shown else frame
    drawn = (
        frame.drop_nulls()
        .select("step")
        .with_columns(fitted=pl.Series(model.fitted), expected=pl.Series(model.expected))
    )
    return frame.join(drawn, on="step", how="left", maintain_order="left")


def lines(found: Found) -> Iterator[str]:
    """What is said of an effect, verdict last."""
    action = found.declared.action
    place = f" in {action.territory}" if action.territory else ""
    yield f"{action.uid}  {action.kind}  {action.metric} of {action.target}{place}  T0 {action.at:%Y-%m-%d %H:%M}Z"
    yield _when(found.declared)
    yield from follow.lines(found.followed)
    if found.effect is None:
        yield f"verdict: descriptive only — {HIDDEN}"
        return
    yield from _figures(found.effect, action.step_s)
    yield f"verdict: {found.effect.verdict} — {found.effect.why}"


def _when(told: Declared) -> str:
    when = (
        f"declared {told.declared_at:%Y-%m-%d %H:%M}Z, {'before' if told.beforehand else 'after'} its moment"
    )
    if told.looked_before:
        count = len(told.looked_before)
        return f"{when}; this series had been looked at {count} times before: take the result for exploratory"
    return f"{when}, before any look at this series"


def _figures(found: Effect, step_s: int) -> Iterator[str]:
    means = " and ".join(
        "none" if mean is None else f"{mean:.4g}" for mean in (found.mean_before, found.mean_after)
    )
    yield f"{found.before} points before, {found.after} after, {step_s} s each; means {means}"
    yield from found.notes
    model = found.model
    if model is None or found.verdict == "descriptive only":
        return
    share = "" if found.relative is None else f"  ({found.relative:+.0%} of what was expected)"
    yield f"mean effect     {_interval(model.mean)}{share}"
    yield f"level at T0     {_interval(model.level)}"
    yield f"slope, a step   {_interval(model.slope)}"
    dates = found.placebos
    if dates is not None:
        yield (
            f"{found.level:.0%} intervals, errors {found.errors} (correlation {model.fit.correlation:.2f}), "
            f"widened × {max(1.0, model.louder):.2f} as errors were larger before T0, × {found.widened:.2f} by what "
            f"placebo dates vary; "
            f"placebo dates with an interval that leaves 0 out: {dates.found} of {len(dates.dates)}"
        )


def _interval(one: Estimate) -> str:
    return f"{one.value:+.4g}  [{one.low:+.4g}, {one.high:+.4g}]  p {one.p:.2g}"
