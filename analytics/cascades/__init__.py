"""Cascades: one tree a root post and everything reposted, quoted or replied from it."""

from analytics.cascades.tables import PREFIX, measure, repairs, trees

__all__ = ["PREFIX", "measure", "repairs", "trees"]
