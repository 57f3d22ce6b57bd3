"""What analysts' answers teach: how likely an alert is to be real, and which ones need not interrupt anybody."""

from analytics.learning.answers import ANSWERS, FALSE, KNOWN, TRUE, UNDO, USEFUL, VERDICTS, standing
from analytics.learning.decide import CHECK, HOLD, MUTE, SEND, TOLD, decide
from analytics.learning.learn import DEFAULTS, Learning, Learnt, learn
from analytics.learning.measures import measured, reliability

__all__ = [
    "ANSWERS",
    "CHECK",
    "DEFAULTS",
    "FALSE",
    "HOLD",
    "KNOWN",
    "MUTE",
    "SEND",
    "TOLD",
    "TRUE",
    "UNDO",
    "USEFUL",
    "VERDICTS",
    "Learning",
    "Learnt",
    "decide",
    "learn",
    "measured",
    "reliability",
    "standing",
]
