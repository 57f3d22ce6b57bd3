"""The rest of France: how people fare from one département to the next, where they live, which codes they give."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collectors.exercise.cascades import Floats, Rows
from graph import territory

_WAVES = 4  # waves added up to one field
_SHORTEST_KM, _LONGEST_KM = 450.0, 1300.0
_KM_PER_DEGREE = 111.2
_NORTHWARD = float(np.cos(np.radians(46.5)))  # a degree of longitude against one of latitude


@dataclass(frozen=True, slots=True)
class PostalCodes:
    """Codes that several communes of a département share; those of row d are codes[first[d] : first[d + 1]]."""

    codes: pl.Series
    first: Rows

    def draw(self, rng: np.random.Generator, departement: Rows) -> pl.Series:
        """A code for each row of a département; null where it has none."""
        count = np.diff(self.first)[departement]
        row = self.first[departement] + (rng.random(len(departement)) * count).astype(np.int64)
        codes = self.codes.gather(np.minimum(row, len(self.codes) - 1))
        return pl.select(pl.when(pl.Series(count > 0)).then(codes)).to_series()


def smooth_fields(rng: np.random.Generator, count: int) -> Floats:
    """Fields (count, 101) over the départements in code order: mean 0, deviation 1, alike among neighbours."""
    own = territory.departements()
    at = np.column_stack([own["lon"].to_numpy() * _NORTHWARD, own["lat"].to_numpy()]) * _KM_PER_DEGREE
    length = rng.uniform(_SHORTEST_KM, _LONGEST_KM, (count, _WAVES, 1))
    angle = rng.uniform(0, 2 * np.pi, (count, _WAVES, 1))
    phase = rng.uniform(0, 2 * np.pi, (count, _WAVES, 1))
    east, north = np.cos(angle) * at[:, 0], np.sin(angle) * at[:, 1]
    waves = np.cos(2 * np.pi * (east + north) / length + phase).sum(axis=1)
    fields: Floats = (waves - waves.mean(axis=1, keepdims=True)) / waves.std(axis=1, keepdims=True)
    return fields


def shares(population: float, field: Floats) -> Floats:
    """Share of each département (101,), summing to 1: inhabitants to the power `population` × exp(field)."""
    people = territory.departements()["population"].to_numpy().astype(np.float64)
    weight = people**population * np.exp(field)
    parts: Floats = weight / weight.sum()
    return parts


def rows_of(codes: pl.Series) -> NDArray[np.int64]:
    """Row of each département code in code order, -1 for what is none."""
    known = territory.departements().select("code").with_row_index("row")
    joined = codes.to_frame("code").join(known, on="code", how="left", maintain_order="left")
    return joined["row"].cast(pl.Int64).fill_null(-1).to_numpy()


@cache
def shared_postal_codes() -> PostalCodes:
    """With such a code alone the département is known and the commune is not."""
    each = territory.communes().select("departement", code="postal_codes").explode("code").drop_nulls()
    shared = each.group_by("code").agg(pl.col("departement").unique(), pl.len()).filter(pl.col("len") > 1)
    single = shared.filter(pl.col("departement").list.len() == 1).explode("departement").sort("code")
    row = rows_of(single["departement"])
    order = np.argsort(row, kind="stable")
    first = np.searchsorted(row[order], np.arange(territory.departements().height + 1))
    return PostalCodes(single["code"].gather(order), first)
