"""Invented France services sites, in the shape of the published list."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from collectors.exercise import nation
from collectors.exercise.setting import Setting, of
from collectors.exercise.settings import settings
from graph import territory

FIRST_ID = 900_001  # the real ones have at most four digits
_HOURS = ("09:00 - 12:00 / 14:00 - 17:00", "08:30 - 12:00 / 13:30 - 17:00", "09:00 - 12:00", None)
_FORMATS = ("Fixe", "Fixe", "Fixe", "Bus_équivalent", "Itinérante")
_STREETS = ("1 Place de la Mairie", "12 Rue Fictive", "3 Avenue de l'Exercice", "8 Rue de l'Exemple")
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi")


@dataclass(frozen=True, slots=True)
class SiteList:
    """table: the list; count: sites by commune code."""

    table: pl.DataFrame
    count: dict[str, int]


def draw_sites(rng: np.random.Generator, setting: Setting) -> SiteList:
    """None to a few sites for each commune of the crisis, and many over the rest of France.

    How well a département is served owes nothing to how its people fare.
    """
    own, struck = settings().sites, setting.struck
    count = np.where(rng.random(struck.height) < own.share, rng.integers(1, own.most + 1, struck.height), 0)
    here = struck[np.repeat(np.arange(struck.height), count).tolist()]
    rows = pl.concat([here, _elsewhere(rng, setting.code).select(here.columns)])
    table = pl.DataFrame(
        {
            "id_fs": [str(FIRST_ID + n) for n in range(rows.height)],
            "insee_dep": rows["departement"],
            "lib_fs": [f"France services fictif {of(name)}" for name in rows["name"]],
            "adresse": [str(s) for s in rng.choice(_STREETS, rows.height)],
            "complement_adresse": pl.Series([None] * rows.height, dtype=pl.String),
            "insee_com": rows["code"],
            "code_postal": rows["postal_codes"].list.first(),
            "lib_com": rows["name"],
            "latitude": (rows["lat"] + rng.normal(0, 0.003, rows.height)).round(6).cast(pl.String),
            "longitude": (rows["lon"] + rng.normal(0, 0.003, rows.height)).round(6).cast(pl.String),
            **{f"h_{day}": _opening(rng, rows.height) for day in _DAYS},
            "prise_rdv": ["Non"] * rows.height,
            "type_fs": ["Principal"] * rows.height,
            "format_fs": [str(s) for s in rng.choice(_FORMATS, rows.height)],
            "groupe_fs": pl.Series([None] * rows.height, dtype=pl.String),
            "labellisation_fs": ["Espace labellisé 01/01/2024"] * rows.height,
        }
    )
    return SiteList(table, dict(rows.group_by("code").len().sort("code").iter_rows()))


def _elsewhere(rng: np.random.Generator, code: str) -> pl.DataFrame:
    """Communes of the sites outside the crisis département: its share first, then the commune by inhabitants."""
    own = settings().sites
    share = nation.shares(own.population, own.uneven * nation.smooth_fields(rng, 1)[0])
    known = territory.communes().drop_nulls(["population", "lat"])
    served = known.filter(
        pl.col("postal_codes").list.len() > 0,
        pl.col("departement").is_in(territory.departements()["code"].implode()),
        pl.col("departement") != code,
    )
    size = pl.col("population").sqrt()
    within = served.select(size / size.sum().over("departement")).to_series().to_numpy()
    weight = within * share[nation.rows_of(served["departement"])]
    chosen = np.sort(rng.choice(served.height, own.elsewhere, p=weight / weight.sum()))
    sites: pl.DataFrame = served[chosen.tolist()]
    return sites


def _opening(rng: np.random.Generator, count: int) -> pl.Series:
    return pl.Series([_HOURS[n] for n in rng.integers(0, len(_HOURS), count)], dtype=pl.String)
