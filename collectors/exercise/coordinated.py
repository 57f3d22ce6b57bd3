"""Groups of accounts that post the same text and link within seconds, several times."""

from dataclasses import dataclass

import numpy as np

from collectors.exercise.cascades import Rows
from collectors.exercise.claims import families, seeds
from collectors.exercise.settings import Settings
from collectors.exercise.timing import root_times


@dataclass(frozen=True, slots=True)
class Relays:
    """c posts of the groups: group, family, author, at (seconds), leader (position of the text's first post)."""

    group: Rows
    family: Rows
    author: Rows
    at: Rows
    leader: Rows


def draw_relays(rng: np.random.Generator, size: int, accounts: int, own: Settings) -> Relays:
    """One group for each claim of scenario.yml, and more of them in large exercises."""
    names = own.coordinated.claims
    count = len(names) + size // own.coordinated.one_more_per_posts
    members = rng.permutation(accounts)
    parts: list[Rows] = []
    for group in range(count):
        team = members[group * own.coordinated.members[1] :][
            : int(rng.integers(*own.coordinated.members) + 1)
        ]
        parts.append(_group(rng, group, names[group % len(names)], team, own))
    table = np.concatenate(parts, axis=1)
    starts = np.flatnonzero(np.concatenate([[True], np.any(table[[0, 4], 1:] != table[[0, 4], :-1], axis=0)]))
    leader = starts[np.searchsorted(starts, np.arange(table.shape[1]), side="right") - 1]
    return Relays(table[0], table[1], table[2], table[3], leader)


def _group(rng: np.random.Generator, group: int, name: str, team: Rows, own: Settings) -> Rows:
    """(5, c): group, family, author, at, round."""
    family = [f.name for f in families()].index(name)
    rounds = int(rng.integers(*own.coordinated.rounds) + 1)
    starts = np.sort(root_times(rng, seeds()[family], rounds, own))
    columns = []
    for number, start in enumerate(starts):
        there = team[rng.random(len(team)) < own.coordinated.taking_part]
        there = rng.permutation(there if len(there) > 1 else team)
        at = start + np.sort(rng.integers(0, own.coordinated.within_s + 1, len(there)))
        fixed = np.full((3, len(there)), [[group], [family], [number]])
        columns.append(np.stack([fixed[0], fixed[1], there, at, fixed[2]]))
    return np.concatenate(columns, axis=1)
