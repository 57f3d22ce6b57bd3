"""Needs of users of services against what is offered, by territory, small cells hidden."""

from analytics.needs.need_rates import rates

__all__ = ["rates"]
