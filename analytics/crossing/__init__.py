"""Operational events crossed with what people post: what is unusual here now, and what follows what."""

from analytics.crossing.lift import lift
from analytics.crossing.unusual import unusual
from analytics.crossing.volume import volume

__all__ = ["lift", "unusual", "volume"]
