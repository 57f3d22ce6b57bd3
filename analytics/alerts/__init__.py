"""Alerts that people keep reading: signals gathered, compared with what was said before, sent to whom asked."""

from analytics.alerts.bundle import alerts
from analytics.alerts.changes import changes
from analytics.alerts.company import with_company
from analytics.alerts.debounce import CAP, QUIET
from analytics.alerts.digest import digest
from analytics.alerts.persistence import persistent
from analytics.alerts.signals import SIGNALS, read_signals
from analytics.alerts.subscriptions import Subscription, matched, zones

__all__ = [
    "CAP",
    "QUIET",
    "SIGNALS",
    "Subscription",
    "alerts",
    "changes",
    "digest",
    "matched",
    "persistent",
    "read_signals",
    "with_company",
    "zones",
]
