"""Everything about every post but its words, as arrays."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collectors.exercise.accounts import draw_authors, draw_followers, heard, people_in_need
from collectors.exercise.cascades import (
    ORIGINAL,
    REPOST,
    Forest,
    Rows,
    draw_forest,
    draw_sizes,
    star_on_source,
)
from collectors.exercise.claims import Seed, answers, claims, families, seeds
from collectors.exercise.coordinated import Relays, draw_relays
from collectors.exercise.setting import CALM, CRISIS, NEED, Setting
from collectors.exercise.settings import Settings, settings
from collectors.exercise.timing import child_times, root_times

Flags = NDArray[np.bool_]
SMALLEST = 1000
NO_GROUP = -1


@dataclass(frozen=True, slots=True)
class Plan:
    """n posts, tree after tree; the relays of coordinated groups last, each a tree of its own.

    at         (n,)  seconds after the start
    author     (n,)  account; `followers` has one value an account
    platform   (n,)  position in scenario.yml; root_only (n,) where it names the root and not the parent
    family     (n,)  family of the wording, that of the source for a repost
    commune    (n,)  row of the setting's communes: where the author is and what the text is about
    declared   (n,)  the post carries its place; named (n,) its text names the commune
    group      (n,)  coordinated group, -1 for the others; forest.source gives whose text it repeats
    """

    forest: Forest
    at: Rows
    author: Rows
    followers: Rows
    platform: Rows
    root_only: Flags
    family: Rows
    commune: Rows
    declared: Flags
    named: Flags
    group: Rows


def draw_plan(rng: np.random.Generator, size: int, setting: Setting) -> Plan:
    """A plan of exactly `size` posts; ValueError below 1,000: the scenario would not fit."""
    if size < SMALLEST:
        raise ValueError(f"an exercise has at least {SMALLEST} posts, not {size}")
    own = settings()
    followers = draw_followers(rng, size, own.accounts)
    relays = draw_relays(rng, size, len(followers), own)
    sizes, seed = _trees(rng, size - len(relays.at))
    author = draw_authors(rng, int(sizes.sum()), len(followers), own.accounts.activity)
    author = heard(rng, author, sizes, np.cumsum(sizes) - sizes, followers)
    forest = draw_forest(rng, sizes, followers[author].astype(np.float64) + 1, own)
    platform, names_root = _platforms(rng, forest, own)
    forest = star_on_source(forest, names_root)
    family = _families(rng, forest, np.repeat(seed, sizes))
    commune = _communes(rng, forest, np.repeat(seed, sizes), setting)
    declared, named = _places(rng, forest, family)
    author = _authors_of_needs(rng, forest, family, commune, author=author, accounts=len(followers))
    at = child_times(rng, forest.parent, _times(rng, forest, np.repeat(seed, sizes), own), own)
    root_only = names_root & (forest.kind == REPOST) & (forest.source == forest.root)
    alone = Plan(
        forest, at, author, followers, platform, root_only, family, commune, declared, named,
        np.full(len(at), NO_GROUP),
    )  # fmt: skip
    return _with_relays(alone, relays)


def _trees(rng: np.random.Generator, posts: int) -> tuple[Rows, Rows]:
    """Size and seed of every tree; sizes sum to `posts`."""
    share = np.array([seed.share for seed in seeds()])
    edges = np.round(np.cumsum(share) / share.sum() * posts).astype(np.int64)
    budgets = np.maximum(1, np.diff(edges, prepend=0))
    budgets[np.argmax(budgets)] += posts - budgets.sum()
    luck = rng.uniform(0.75, 1.25, len(budgets))
    parts = [
        draw_sizes(rng, int(budget), seed.spread.first * factor, seed.spread.tail)
        for budget, seed, factor in zip(budgets, seeds(), luck, strict=True)
    ]
    return np.concatenate(parts), np.repeat(np.arange(len(parts)), [len(p) for p in parts])


def _platforms(rng: np.random.Generator, forest: Forest, own: Settings) -> tuple[Rows, Flags]:
    """Platform of each post, one for a whole tree; whether it names only the originals of reposts."""
    kinds = list(own.platforms.values())
    drawn = rng.choice(len(kinds), len(forest.root), p=[k.share for k in kinds])[forest.root]
    return drawn, np.array([k.names == "root" for k in kinds])[drawn]


def _families(rng: np.random.Generator, forest: Forest, seed: Rows) -> Rows:
    """Family of the words of each post: its seed's for an original, an answer's for a reply or a quote."""
    family = np.array([s.family for s in seeds()])[seed]
    for number, own in enumerate(seeds()):
        rows = np.flatnonzero((seed == number) & (forest.kind > REPOST))
        names, weights = answers(own)
        family[rows] = rng.choice(names, len(rows), p=weights)
    return family[forest.source]


def _communes(rng: np.random.Generator, forest: Forest, seed: Rows, setting: Setting) -> Rows:
    """Commune of each post: three answers of four come from where the root is."""
    count = len(forest.root)
    ground = np.array([_ground(s) for s in seeds()])[seed]
    drawn = np.zeros(count, dtype=np.int64)
    for number, weight in enumerate(setting.weights):
        rows = np.flatnonzero(ground == number)
        drawn[rows] = rng.choice(len(weight), len(rows), p=weight)
    near = rng.random(count) < 0.75
    return np.where(near, drawn[forest.root], drawn)[forest.source]


def _ground(seed: Seed) -> int:
    """Which of the setting's weights tells where the posts of a tree come from."""
    if seed.calm:
        return CALM
    return NEED if claims()[families()[seed.family].claim].kind == "need" else CRISIS


def _places(rng: np.random.Generator, forest: Forest, family: Rows) -> tuple[Flags, Flags]:
    """Whether a post declares its place (never a repost), whether its text names it."""
    spread: dict[int, Seed] = {seed.family: seed for seed in seeds()}
    shares = [
        (spread[f].spread.declared, spread[f].spread.named) if f in spread else (0.02, 0.0)
        for f in range(len(families()))
    ]
    declared, named = np.array(shares).T
    count = len(family)
    says = rng.random(count) < named[family]
    return (rng.random(count) < declared[family]) & (forest.kind != REPOST), says[forest.source]


def _authors_of_needs(
    rng: np.random.Generator, forest: Forest, family: Rows, commune: Rows, *, author: Rows, accounts: int
) -> Rows:
    rows = np.flatnonzero(needs_of(family) & (forest.kind != REPOST))
    return people_in_need(rng, author, family * 1000 + commune, rows, accounts)


def needs_of(family: Rows) -> Flags:
    """Where the words express a need."""
    return np.array([claims()[f.claim].kind == "need" for f in families()])[family]


def _times(rng: np.random.Generator, forest: Forest, seed: Rows, own: Settings) -> Rows:
    """Times of the roots at their rows, 0 elsewhere."""
    at = np.zeros(len(seed), dtype=np.int64)
    roots = forest.kind == ORIGINAL
    for number, start in enumerate(seeds()):
        rows = np.flatnonzero(roots & (seed == number))
        at[rows] = root_times(rng, start, len(rows), own)
    return at


def _with_relays(plan: Plan, relays: Relays) -> Plan:
    """The plan and the posts of the coordinated groups: originals that repeat their round's first text."""
    n, count = len(plan.at), len(relays.at)
    row = np.arange(n, n + count)
    old = plan.forest
    forest = Forest(
        np.concatenate([old.parent, np.full(count, -1)]),
        np.concatenate([old.root, row]),
        np.concatenate([old.kind, np.full(count, ORIGINAL)]),
        np.concatenate([old.source, n + relays.leader]),
    )
    nowhere, first = np.zeros(count, dtype=np.bool_), np.zeros(count, dtype=np.int64)
    return Plan(
        forest,
        np.concatenate([plan.at, relays.at]),
        np.concatenate([plan.author, relays.author]),
        plan.followers,
        np.concatenate([plan.platform, first]),
        np.concatenate([plan.root_only, nowhere]),
        np.concatenate([plan.family, relays.family]),
        np.concatenate([plan.commune, first]),
        np.concatenate([plan.declared, nowhere]),
        np.concatenate([plan.named, nowhere]),
        np.concatenate([plan.group, relays.group]),
    )
