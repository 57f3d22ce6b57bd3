"""What is offered, whom it reaches, and where needs outrun it."""

from analytics.offers.gaps import gap
from analytics.offers.reach import reach
from analytics.offers.register import register

__all__ = ["gap", "reach", "register"]
