"""Where the exercise happens: a département on a river, some of its communes, how people write their names."""

import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collectors.exercise.settings import settings
from graph import territory

Floats = NDArray[np.float64]
_VOWELS = "aeiouyâàäéèêëîïôöûüœæ"


@dataclass(frozen=True, slots=True)
class Setting:
    """communes (m rows: code, name, population, postal_codes, lat, lon) and `weight` (m,), summing to 1."""

    code: str
    name: str
    river: str
    communes: pl.DataFrame
    weight: Floats


def draw_setting(rng: np.random.Generator, size: int) -> Setting:
    """A département of scenario.yml and 15 to 60 of its communes, the peopled ones more often."""
    code = str(rng.choice(sorted(settings().rivers)))
    departement = territory.departements().row(by_predicate=pl.col("code") == code, named=True)
    near = _unmistakable().filter(pl.col("departement") == code)
    weight = near["population"].to_numpy().astype(np.float64) ** 0.8
    wanted = min(60, 10 + size // 1500, near.height)
    rows = np.sort(
        rng.choice(near.height, max(wanted, min(15, near.height)), replace=False, p=weight / weight.sum())
    )
    affected = weight[rows] * rng.gamma(2.0, 1.0, len(rows))
    river = settings().rivers[code]
    return Setting(code, departement["name"], river, near[rows.tolist()], affected / affected.sum())


@cache
def _unmistakable() -> pl.DataFrame:
    """Communes with coordinates whose name no other place bears, however it is written."""
    known = territory.communes().with_columns(key=pl.col("name").map_elements(fold, pl.String))
    others = [*territory.departements()["name"], *territory.regions()["name"], *settings().rivers.values()]
    taken = {fold(name) for name in others} | {fold(name.split(" ")[-1]) for name in others}
    return known.filter(
        pl.col("key").is_unique(),
        ~pl.col("key").is_in(sorted(taken)),
        pl.col("key").str.len_chars() > 3,
        pl.col("lat").is_not_null(),
        pl.col("population").is_not_null(),
    ).select("code", "name", "departement", "population", "postal_codes", "lat", "lon")


def fold(name: str) -> str:
    """Lower case, without accents, hyphens and apostrophes: "L'Haÿ-les-Roses" → "l hay les roses"."""
    bare = "".join(c for c in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare).split())


def written(name: str, style: str) -> str:
    """One way people write a commune's name (the keys of `names` in scenario.yml)."""
    if style == "lower":
        return name.lower()
    if style == "plain":
        bare = unicodedata.normalize("NFD", name).replace("-", " ")
        return "".join(c for c in bare if not unicodedata.combining(c))
    if style == "hashtag":
        return "#" + "".join(c for c in name if c.isalnum())
    if style == "short":
        return name.replace("Sainte-", "Ste-").replace("Saint-", "St-").replace("-sur-", "/")
    return name


def at(name: str) -> str:
    """Where: "à Agen", "au Mans", "aux Ulis"."""
    return _contracted(name, "à", "au", "aux")


def of(name: str) -> str:
    """Whose: "d'Agen", "de Cahors", "du Mans", "des Ulis"."""
    if name[:1].lower() in _VOWELS:
        return f"d'{name}"
    return _contracted(name, "de", "du", "des")


def _contracted(name: str, plain: str, masculine: str, plural: str) -> str:
    if name.lower().startswith("le "):
        return f"{masculine} {name[3:]}"
    return f"{plural} {name[4:]}" if name.lower().startswith("les ") else f"{plain} {name}"


def name_table(setting: Setting, styles: list[str]) -> pl.DataFrame:
    """Every commune in every style (row = commune × number of styles + style): bare, at, of."""
    names = [written(name, style) for name in setting.communes["name"] for style in styles]
    return pl.DataFrame({"bare": names, "at": [at(n) for n in names], "of": [of(n) for n in names]})
