"""How many people say that they are safe, need help or offer it, by commune: counts, never a list of people."""

from analytics.safety.check import safety_check
from analytics.safety.helped import help_check
from analytics.safety.statements import statements

__all__ = ["help_check", "safety_check", "statements"]
