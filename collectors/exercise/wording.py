"""The words of every post: a template of its family, filled; reposts and relays repeat their source."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collectors.exercise.cascades import Rows
from collectors.exercise.claims import Family, claims, families, seeds
from collectors.exercise.plan import NO_GROUP, Plan
from collectors.exercise.setting import Setting
from collectors.exercise.settings import settings
from collectors.exercise.texts import Flags, Hand, Templates, parse, words


@dataclass(frozen=True, slots=True)
class Words:
    """text of n posts; english (n,) whether it is; named (n,) whether it does name its commune."""

    text: pl.Series
    english: Flags
    named: Flags


def draw_words(rng: np.random.Generator, plan: Plan, setting: Setting, noise: float) -> Words:
    """Texts of all posts; what a repost or a relay repeats is exactly its source's text."""
    own = np.flatnonzero(plan.forest.source == np.arange(len(plan.at)))
    family, named = plan.family[own], plan.named[own]
    templates = _templates()
    chosen = _choose(rng, templates, family, named, settings().english + 0.2 * noise)
    named = named & templates.places[chosen]
    text = pl.select(
        pl.when(pl.Series(named))
        .then(templates.named.gather(chosen))
        .otherwise(templates.plain.gather(chosen))
    ).to_series()
    text = text + _tails(rng, family)
    text = words(text, rng, plan.commune[own], setting, Hand(0.5 + 0.5 * noise, settings().names))
    text = _with_links(text, own, plan)
    position = np.zeros(len(plan.at), dtype=np.int64)
    position[own] = np.arange(len(own))
    said = position[plan.forest.source]
    return Words(text.gather(said), templates.english[chosen][said], named[said])


def _templates() -> Templates:
    both = [
        (text, language)
        for own in families()
        for language, block in enumerate((own.french, own.english))
        for text in block
    ]
    return parse([text for text, _ in both], [language == 1 for _, language in both])


def _choose(
    rng: np.random.Generator, templates: Templates, family: Rows, named: Flags, english: float
) -> Rows:
    """Row of a template for each post: of its family, with a place where the post names one."""
    chosen = np.zeros(len(family), dtype=np.int64)
    first = 0
    for number, own in enumerate(families()):
        rows = np.arange(first, first + len(own.french) + len(own.english))
        first += len(rows)
        weight = _weights(own, english)
        with_place = weight * templates.places[rows]
        for flag, weights in ((False, weight), (True, with_place if with_place.any() else weight)):
            posts = np.flatnonzero((family == number) & (named == flag))
            chosen[posts] = rng.choice(rows, len(posts), p=weights / weights.sum())
    return chosen


def _weights(own: Family, english: float) -> NDArray[np.float64]:
    french = np.full(len(own.french), 1.0 / len(own.french))
    if not own.english:
        return french
    return np.concatenate([french * (1 - english), np.full(len(own.english), english / len(own.english))])


def _tails(rng: np.random.Generator, family: Rows) -> pl.Series:
    """An ending for each text: the crisis's for what the crisis brings, none for reactions."""
    calm = {seed.family: seed.calm for seed in seeds()}
    told = {n for n, f in enumerate(families()) if claims()[f.claim].kind == "fraud"}
    crisis = np.array([not calm.get(n, True) and n not in told for n in range(len(families()))])[family]
    known = np.array([n in calm and n not in told for n in range(len(families()))])[family]
    own = settings().tails
    grave = pl.Series(own.crisis).gather(rng.integers(0, len(own.crisis), len(family)))
    light = pl.Series(own.calm).gather(rng.integers(0, len(own.calm), len(family)))
    return pl.select(
        pl.when(pl.Series(crisis)).then(grave).when(pl.Series(known)).then(light).otherwise(pl.lit(""))
    ).to_series()


def _with_links(text: pl.Series, own: Rows, plan: Plan) -> pl.Series:
    """The texts; those that a coordinated group repeats end with the group's link."""
    links = settings().coordinated_links
    names = [family.name for family in families()]
    grouped = np.flatnonzero(plan.group[own] != NO_GROUP)
    tail = [f" {links[names[f]]}" if names[f] in links else "" for f in plan.family[own[grouped]]]
    rows = pl.Series(grouped)
    return text.clone().scatter(rows, text.gather(rows) + pl.Series(tail, dtype=pl.String))
