"""Operational sources: alerts, incidents, measures."""
