"""What users think of services: its trend with intervals, and the words that explain a change."""

from analytics.perception.opinion_table import changes, opinions, with_changes, words
from analytics.perception.trend import AXES, change, trend
from analytics.perception.wording import words_of_change

__all__ = ["AXES", "change", "changes", "opinions", "trend", "with_changes", "words", "words_of_change"]
