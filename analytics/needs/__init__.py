"""Needs of users of services against what is offered, by territory, small cells hidden."""

from analytics.needs.need_rates import FEEDBACK, hidden_in, rates

__all__ = ["FEEDBACK", "hidden_in", "rates"]
