"""The scenario: enough wordings, names as people write them, sizes that add up."""

import numpy as np
import pytest

from collectors.exercise.cascades import draw_sizes
from collectors.exercise.claims import claims, families, seeds
from collectors.exercise.setting import at, of, written
from collectors.exercise.settings import plain_texts, service_texts, settings
from graph import territory


@pytest.mark.parametrize("budget", [1, 2, 17, 5000])
def test_sizes_use_the_whole_budget(budget):
    sizes = draw_sizes(np.random.default_rng(1), budget, 0.3, 1.2)
    assert sizes.sum() == budget
    assert sizes.min() >= 1
    assert sizes[0] == max(1, int(0.3 * budget))


def test_there_are_enough_wordings():
    for family in families():
        kind = claims()[family.claim].kind
        if kind in {"rumour", "fraud", "need"} or family.name.startswith("chatter-"):
            assert len(family.french) >= 25, family.name
        assert len(set(family.french)) == len(family.french), family.name


def test_the_scenario_speaks_of_what_has_wordings():
    assert set(settings().needs) == set(plain_texts("needs"))
    assert set(settings().offers) == set(plain_texts("offers"))
    assert set(settings().chatter) == set(plain_texts("chatter"))
    assert sum(seed.share for seed in seeds()) == pytest.approx(1.0, abs=0.05)
    assert len(service_texts().services) >= 10
    assert set(settings().rivers) <= set(territory.departements()["code"])


@pytest.mark.parametrize(
    ("name", "where", "whose"),
    [
        ("Agen", "à Agen", "d'Agen"),
        ("Cahors", "à Cahors", "de Cahors"),
        ("Le Mans", "au Mans", "du Mans"),
        ("Les Ulis", "aux Ulis", "des Ulis"),
        ("La Châtre", "à La Châtre", "de La Châtre"),
        ("Épernay", "à Épernay", "d'Épernay"),
    ],
)
def test_names_are_contracted(name, where, whose):
    assert (at(name), of(name)) == (where, whose)


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("exact", "Sainte-Foy-sur-Évre"),
        ("lower", "sainte-foy-sur-évre"),
        ("plain", "Sainte Foy sur Evre"),
        ("hashtag", "#SainteFoysurÉvre"),
        ("short", "Ste-Foy/Évre"),
    ],
)
def test_styles_of_names(style, expected):
    assert written("Sainte-Foy-sur-Évre", style) == expected
