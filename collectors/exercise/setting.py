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


CRISIS, NEED, CALM = range(3)


@dataclass(frozen=True, slots=True)
class Setting:
    """communes: m rows (code, name, departement, population, postal_codes, lat, lon), those of the crisis first.

    weights (3, m), rows summing to 1: where posts about the crisis, needs and calm talk come from.
    """

    code: str
    name: str
    river: str
    communes: pl.DataFrame
    weights: Floats

    @property
    def struck(self) -> pl.DataFrame:
        """The communes of the crisis département."""
        return self.communes.filter(pl.col("departement") == self.code)


def draw_setting(rng: np.random.Generator, size: int) -> Setting:
    """A département of scenario.yml and 15 to 60 of its communes, the peopled ones more often, then others.

    Needs and calm talk also come from some communes of the neighbouring départements.
    """
    own = settings().elsewhere
    code = str(rng.choice(sorted(settings().rivers)))
    departement = territory.departements().row(by_predicate=pl.col("code") == code, named=True)
    struck = _some(rng, code, max(15, min(60, 10 + size // 1500)))
    near = [_some(rng, other, own.communes) for other in _neighbours(code)[: own.neighbours]]
    reached = pl.concat(near)
    weights = _weights(rng, struck, reached)
    return Setting(code, departement["name"], settings().rivers[code], pl.concat([struck, reached]), weights)


def _neighbours(code: str) -> list[str]:
    """The other départements that have clear names to offer, the nearest first."""
    named = (
        _unmistakable().group_by("departement").len().filter(pl.col("len") >= settings().elsewhere.communes)
    )
    known = territory.departements().filter(pl.col("code").is_in(named["departement"].implode()))
    here = territory.departements().row(by_predicate=pl.col("code") == code, named=True)
    north, east = pl.col("lat") - here["lat"], (pl.col("lon") - here["lon"]) * 0.69
    return known.filter(pl.col("code") != code).sort(north**2 + east**2, "code")["code"].to_list()


def _some(rng: np.random.Generator, departement: str, wanted: int) -> pl.DataFrame:
    """So many communes of a département, or all with clear names; the peopled ones more often, in their order."""
    places = _unmistakable().filter(pl.col("departement") == departement)
    weight = _size(places)
    rows = rng.choice(places.height, min(wanted, places.height), replace=False, p=weight / weight.sum())
    some: pl.DataFrame = places[np.sort(rows).tolist()]
    return some


def _size(places: pl.DataFrame) -> Floats:
    return places["population"].to_numpy().astype(np.float64) ** 0.8


def _weights(rng: np.random.Generator, struck: pl.DataFrame, reached: pl.DataFrame) -> Floats:
    """Weights of all communes, those of `struck` first: rows CRISIS, NEED, CALM."""
    own = settings().elsewhere
    inside = _size(struck) * rng.gamma(2.0, 1.0, struck.height)
    outside = np.full(reached.height, 1 / reached.height)  # the flood does not mind how many live there
    return np.array(
        [
            np.concatenate([(1 - share) * inside / inside.sum(), share * outside])
            for share in (0.0, own.need, own.calm)
        ]
    )


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
