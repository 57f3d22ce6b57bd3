"""What users think of services: its trend with intervals, and the words that explain a change."""

from analytics.perception.trend import AXES, change, trend
from analytics.perception.wording import words_of_change

__all__ = ["AXES", "change", "trend", "words_of_change"]
