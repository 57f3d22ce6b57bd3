"""Claims: posts that say the same thing across platforms, and who denies them."""

from analytics.claims.find import Claims, find, update

__all__ = ["Claims", "find", "update"]
