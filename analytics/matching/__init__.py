"""Needs of help matched with offers of help, and how far each need has come."""

from analytics.matching.fulfilment import reply_marks, states
from analytics.matching.match import match
from analytics.matching.offered import offered
from analytics.matching.options import MATCHING, Matching
from analytics.matching.table import MatchingError

__all__ = ["MATCHING", "Matching", "MatchingError", "match", "offered", "reply_marks", "states"]
