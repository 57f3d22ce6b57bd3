"""Networks of accounts: who relays whom, who matters, what is left when chance is taken away.

`graph` and `network` are read when they are asked for: networkx itself imports `about` while it starts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analytics.networks.build import graph, network

__all__ = ["graph", "network"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(name)
    from analytics.networks import build  # noqa: PLC0415 - networkx is not ready before

    return getattr(build, name)
