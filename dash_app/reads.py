"""What the pages ask the graph: one function a question, frames out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cypher import query
from dash_app.view import end_of_day

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from graph.store import Store

CASCADES = 200  # rows of the table
SIGNALS = 500
ACTIONS = 500
PEOPLE = 11  # who say something, before a page speaks of it
TIMEOUT = 20.0  # seconds; a page that waits longer helps nobody


def cascades(store: Store, start: str | None, end: str | None, search: str | None) -> pl.DataFrame:
    values = {"from": start or None, "to": end_of_day(end), "search": search or None, "limit": CASCADES}
    return store.read(query("rumours/top_cascades"), values, timeout_s=TIMEOUT)


def has_cascades(store: Store) -> bool:
    return not store.read(query("rumours/top_cascades"), {"limit": 1}, timeout_s=TIMEOUT).is_empty()


def tree(store: Store, root: str) -> pl.DataFrame:
    return store.read(query("rumours/cascade_tree"), {"root": root}, timeout_s=TIMEOUT)


def territories(store: Store, root: str) -> pl.DataFrame:
    return store.read(query("rumours/cascade_territories"), {"root": root}, timeout_s=TIMEOUT)


def rates(store: Store, topic: str, departement: str | None) -> pl.DataFrame:
    """Rates of every département, or of the communes of one."""
    level = "commune" if departement else "departement"
    values = {"level": level, "topic": topic, "parent": departement}
    return store.read(query("needs/rates"), values, timeout_s=TIMEOUT)


def topics(store: Store) -> list[str]:
    """Topics that have a map."""
    return store.read(query("needs/topics"), timeout_s=TIMEOUT)["topic"].to_list()


def signals(store: Store, kind: str) -> pl.DataFrame:
    """What is unusual, the surest first; of one kind, or of all."""
    return store.read(query("signals/latest"), {"kind": kind, "limit": SIGNALS}, timeout_s=TIMEOUT)


def signal(store: Store, uid: str) -> pl.DataFrame:
    """One signal; no row when it is no longer there."""
    return store.read(query("signals/latest"), {"signal": uid}, timeout_s=TIMEOUT)


def rising(store: Store) -> pl.DataFrame:
    """Topics that rise, what bursts the most first."""
    return store.read(query("signals/rising"), timeout_s=TIMEOUT)


def evidence(store: Store, signal: str) -> pl.DataFrame:
    """The posts behind one signal."""
    return store.read(query("signals/evidence"), {"signal": signal}, timeout_s=TIMEOUT)


def official_alerts(
    store: Store, start: str | None, end: str | None, opened: str, departement: str | None
) -> pl.DataFrame:
    """Official alerts of a window; without a beginning those in force at its end, without an end at `opened`."""
    last = end_of_day(end) or opened
    values = {"from": start or last, "to": last, "departement": departement}
    return store.read(query("crisis/alerts"), values, timeout_s=TIMEOUT)


def narrative(store: Store, claim: str) -> pl.DataFrame:
    """What a claim says, when many people hold it; no row for few, or for what is no claim."""
    return store.read(query("windows/narrative"), {"claim": claim, "least": PEOPLE}, timeout_s=TIMEOUT)


def actions(store: Store) -> pl.DataFrame:
    """Every declared action, the latest moment first."""
    return store.read(query("actions/declared"), {"limit": ACTIONS}, timeout_s=TIMEOUT)


def action(store: Store, uid: str) -> pl.DataFrame:
    """One declared action; no row where there is none."""
    return store.read(query("actions/declared"), {"action": uid}, timeout_s=TIMEOUT)


def services(store: Store) -> list[str]:
    """Services that feedback concerns or whose accounts are declared, the most spoken of first."""
    found = store.read(query("services/known"), timeout_s=TIMEOUT)
    return found["service"].to_list()


def has_feedback(store: Store) -> bool:
    return "feedback" in store.read(query("windows/record_times"), timeout_s=TIMEOUT)["kind"].to_list()


def feedback_texts(store: Store, service: str | None) -> pl.DataFrame:
    """What users say of a service, or of all."""
    return store.read(query("windows/opinion_texts"), {"service": service}, timeout_s=TIMEOUT)


def health(store: Store) -> pl.DataFrame:
    """Every source that was collected, the worst first."""
    return store.read(query("sources/health"), timeout_s=TIMEOUT)


def collected(store: Store, source: str, since: date) -> pl.DataFrame:
    """What one source brought, day by day."""
    values = {"source": source, "from": since.isoformat()}
    return store.read(query("sources/collected_by_day"), values, timeout_s=TIMEOUT)
