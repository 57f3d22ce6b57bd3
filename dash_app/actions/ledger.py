"""Actions in the graph: declared once, never changed; every look at an effect is noted."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

import polars as pl

from cypher import query
from dash_app.actions.declaration import METRICS, ActionError, Declaration, again
from graph import loads

if TYPE_CHECKING:
    from datetime import datetime

    from graph.loads import EdgeLoad
    from graph.store import Store

DECLARED, LOOKED = "actions:declare", "actions:effect"


@dataclass(frozen=True, slots=True)
class Declared:
    """A declaration, when it was made, and when its series was looked at before that."""

    action: Declaration
    declared_at: datetime
    looked_before: tuple[datetime, ...]

    @property
    def beforehand(self) -> bool:
        """Whether it was declared before its moment."""
        return self.declared_at <= self.action.at


def declare(store: Store, action: Declaration, now: datetime) -> Declared:
    """Write an action with its run; the same one again stays as it was first declared.

    Raises ActionError where the graph has no such target.
    """
    _known_target(store, action)
    run = f"{DECLARED}:{action.uid}"
    row = {**asdict(action), "uid": action.uid, "declared_at": now, "run": run}
    store.load(loads.ACTIONS, pl.DataFrame([row]))
    _address(store, action)
    _note(store, run, action, now, "declared")
    return declared(store, action.uid)


def declared(store: Store, uid: str) -> Declared:
    """The action of that uid; ActionError where there is none, or where it is not what was declared."""
    rows = store.read(query("windows/action"), {"action": uid}).rows(named=True)
    if not rows:
        raise ActionError(f"there is no action {uid!r}\n  See them: cyberimpact actions list")
    row = rows[0]
    action, when = again(row), row["declared_at"]
    looks = store.read(query("actions/looks"), {"series": action.series})["at"].to_list()
    return Declared(action, when, tuple(at for at in looks if at < when))


def note_look(store: Store, action: Declaration, now: datetime, outcome: str) -> None:
    """Note that the effect of an action was looked at."""
    _note(store, f"{LOOKED}:{action.uid}:{now.isoformat()}", action, now, outcome)


def _note(store: Store, run: str, action: Declaration, now: datetime, outcome: str) -> None:
    stage = ":".join(run.split(":")[:2])
    noted = {"uid": run, "stage": stage, "version": version("cyberimpact"), "input": action.series,
             "parameters": action.uid, "started_at": now, "finished_at": now, "outcome": outcome}  # fmt: skip
    store.load(loads.IMPORTS, pl.DataFrame([noted]))


def _known_target(store: Store, action: Declaration) -> None:
    _must_be(store, METRICS[action.metric], action.target)
    if action.signal is not None:
        _must_be(store, "signal", action.signal)


def _must_be(store: Store, kind: str, name: str) -> None:
    if kind not in store.read(query("windows/named"), {"target": name})["kind"].to_list():
        cure = {
            "claim": "cyberimpact query claims/largest",
            "need": "cyberimpact query needs/topics",
            "service": "cyberimpact query needs/feedback_by_service",
            "signal": "cyberimpact query signals/latest",
        }[kind]
        raise ActionError(f"the graph has no {kind} {name!r}\n  See them: {cure}")


def _address(store: Store, action: Declaration) -> None:
    kind = METRICS[action.metric]
    if kind == "claim":
        _edge(store, loads.ACTION_CLAIMS, action, action.target)
    if kind == "need":
        _edge(store, loads.ACTION_NEEDS, action, action.target)
    if kind == "service":
        _edge(store, loads.ACTION_SERVICES, action, action.target)
    if action.signal is not None:
        _edge(store, loads.ACTION_SIGNALS, action, action.signal)


def _edge(store: Store, shape: EdgeLoad, action: Declaration, target: str) -> None:
    store.load(shape, pl.DataFrame({"source": [action.uid], "target": [target]}))
