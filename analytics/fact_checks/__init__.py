"""Fact-checks that speak of a claim, with the words that show it; never a verdict."""

from analytics.fact_checks.evaluate import mean_average_precision
from analytics.fact_checks.match import match

__all__ = ["match", "mean_average_precision"]
