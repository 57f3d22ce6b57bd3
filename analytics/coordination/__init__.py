"""Coordination: accounts that share the same things within seconds of each other, several times.

A signal, never a verdict: "coordinated" says that shares fall together more often than chance allows. It does
not say why (a press agency, a campaign and a botnet all do it), nor that anything is inauthentic.
"""

from analytics.coordination.curve import window_curve
from analytics.coordination.detect import Coordination, coordination
from analytics.coordination.shares import of_posts as shares_of

__all__ = ["Coordination", "coordination", "shares_of", "window_curve"]
