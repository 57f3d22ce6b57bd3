"""How many people say that they are safe or need help, by commune: counts, never a list of people."""

from analytics.safety.check import safety_check
from analytics.safety.statements import statements

__all__ = ["safety_check", "statements"]
