"""Who has an experience with public services, where, and what they judge."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collectors.exercise import nation
from collectors.exercise.cascades import Floats, Rows
from collectors.exercise.setting import CRISIS, Setting
from collectors.exercise.settings import service_texts, settings

Flags = NDArray[np.bool_]
AXES = {
    "accessibility": "Accessibilité",
    "explanation": "Information/Explication",
    "relation": "Relation",
    "responsiveness": "Réactivité",
    "simplicity": "Simplicité/Complexité",
}
UNJUDGED, NEGATIVE, POSITIVE = range(3)


@dataclass(frozen=True, slots=True)
class Users:
    """n users, those whom the crisis struck first, then those of all France.

    crisis       (n,)    whom the crisis struck
    state        (5, n)  by axis: UNJUDGED, NEGATIVE or POSITIVE; everyone judges one at least
    departement  (n,)    row of the département, in code order; told (n,) where the export gives it
    commune      (n,)    row of the setting's communes; named (n,) where the text names it, in the crisis only
    postal       (n,)    postal code of the service, or null
    service      (n,)    row of the services
    """

    crisis: Flags
    state: Rows
    departement: Rows
    told: Flags
    commune: Rows
    named: Flags
    postal: pl.Series
    service: Rows


def draw_users(rng: np.random.Generator, setting: Setting, size: int) -> Users:
    """Users of an exercise of `size` posts. Some territories fare worse than others, axis by axis.

    Where the text names the commune the postal code is the commune's, elsewhere one that communes share: the
    communes of ordinary experiences stay unknown.
    """
    own, count = settings().feedback, setting.weights.shape[1]
    struck, everyone = own.crisis.count(size), own.everyday.count(size)
    total = struck + everyone
    crisis = np.arange(total) < struck
    fields = nation.smooth_fields(rng, 1 + len(AXES))
    home = np.full(struck, nation.rows_of(pl.Series([setting.code]))[0])
    away = rng.choice(fields.shape[1], everyone, p=nation.shares(own.population, own.voice * fields[0]))
    departement = np.concatenate([home, away])
    commune = rng.choice(count, total, p=setting.weights[CRISIS])
    named = crisis & (rng.random(total) < own.named)
    return Users(
        crisis,
        _states(rng, crisis, fields[1:, departement]),
        departement,
        rng.random(total) < np.where(crisis, own.crisis.departement, own.everyday.departement),
        commune,
        named,
        _postal(rng, setting, commune=commune, named=named, departement=np.where(crisis, -1, departement)),
        rng.integers(0, len(service_texts().services), total),
    )


def _states(rng: np.random.Generator, crisis: Flags, field: Floats) -> Rows:
    """State of each axis (5, n), given the field of each axis where each user lives."""
    own = settings().feedback
    usual = own.everyday.bad / (1 - own.everyday.bad) * np.exp(own.slope * field)
    bad = np.where(crisis, own.crisis.bad, usual / (1 + usual))
    drawn = rng.random(field.shape)
    state = np.where(drawn < bad, NEGATIVE, np.where(drawn < bad + (1 - bad) * own.good, POSITIVE, UNJUDGED))
    silent = np.flatnonzero((state == UNJUDGED).all(axis=0))
    state[rng.integers(0, len(state), len(silent)), silent] = NEGATIVE
    return state


def _postal(
    rng: np.random.Generator, setting: Setting, *, commune: Rows, named: Flags, departement: Rows
) -> pl.Series:
    """departement: -1 where no shared code is given."""
    everyday = (departement >= 0) & (rng.random(len(named)) < settings().feedback.postal)
    shared = nation.shared_postal_codes().draw(rng, np.maximum(departement, 0))
    exact = setting.communes["postal_codes"].list.first().gather(commune)
    return pl.select(pl.when(pl.Series(named)).then(exact).when(pl.Series(everyday)).then(shared)).to_series()
