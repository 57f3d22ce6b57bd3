"""What a run of the analyses can be asked to do otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from analytics.claims.meaning import Encode
    from analytics.methods import Inference
    from analytics.stance import Model


@dataclass(frozen=True, slots=True)
class Options:
    """Defaults are those of docs/methods.md.

    method    how parents are inferred where the platform names only the root
    draws, seed  of PDI's trees; seed also of communities
    follows       `follower_uid, followed_uid` for TID
    window_s      seconds within which two accounts share the same object
    stance        a trained model, or None: no stances
    encode        vectors of meaning for claims (claims.meaning), or None: by words alone
    """

    method: Inference = "pdi"
    draws: int = 100
    seed: int = 0
    follows: pl.DataFrame | None = None
    window_s: int = 60
    min_participation: int = 2
    stance: Model | None = None
    encode: Encode | None = None


DEFAULTS = Options()
