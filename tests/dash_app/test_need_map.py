import xml.etree.ElementTree as ET
from itertools import pairwise

import numpy as np
import polars as pl
import pytest

from dash_app.figures.classes import NO_DATA, quantile_classes
from dash_app.figures.measure import MEASURES
from dash_app.figures.need_map import need_map
from graph.territory import communes, departements

SVG = "{http://www.w3.org/2000/svg}"


def rates(territories, level, topic="all"):
    """People from the population; territories of fewer than 11 people are hidden, as the loader writes them."""
    people = (pl.col("population").fill_null(0) * 4e-4).cast(pl.Int64)
    rows = territories.select(
        "code", "name", "lat", "lon", people=people, offers=pl.lit(3, pl.Int64), level=pl.lit(level),
        topic=pl.lit(topic), rate=people / pl.max_horizontal("population", 1), gap=pl.col("lat").sin(),
    ).with_columns(suppressed=pl.col("people") < 11, smoothed_rate=pl.col("rate"))  # fmt: skip
    hidden = ("people", "rate", "smoothed_rate", "gap")
    return rows.with_columns(
        pl.when("suppressed").then(None).otherwise(pl.col(name)).alias(name) for name in hidden
    )


DEPARTEMENTS = rates(departements(), "departement")
HERAULT = rates(communes().filter(pl.col("departement") == "34"), "commune")


def texts_of(svg):
    return [element.text for element in ET.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_departement_is_drawn_and_the_drawing_says_what_it_is(measure, lang):
    drawn = need_map(DEPARTEMENTS, measure=measure, lang=lang)
    tree = ET.fromstring(drawn.svg())
    assert tree.find(f"{SVG}title").text == drawn.title
    assert tree.find(f"{SVG}desc").text == drawn.sentence
    outlines = [path.get("d") for path in tree.iter(f"{SVG}path")]
    assert len(outlines) == 101 + 4  # Paris and its ring are drawn twice
    assert all(outlines)
    assert drawn.table.height == 101


def test_rates_are_said_per_ten_thousand():
    one = DEPARTEMENTS.filter(pl.col("code") == "34").with_columns(smoothed_rate=0.00123, rate=0.001)
    drawn = need_map(one)
    assert "Hérault seulement, 12,3 personnes pour 10 000 habitants" in drawn.sentence
    assert drawn.table.select("rate", "smoothed_rate").row(0) == (10.0, 12.3)


def test_hidden_cells_are_hatched_said_and_without_figures():
    secret = DEPARTEMENTS.with_columns(
        pl.when(pl.col("code") == "48").then(None).otherwise(pl.col(name)).alias(name)
        for name in ("people", "rate", "smoothed_rate", "gap")
    ).with_columns(suppressed=pl.col("code") == "48")
    drawn = need_map(secret)
    lozere = next(mark for mark in drawn.shapes if mark.attributes.get("data-code") == "48")
    assert lozere.children[1].attributes["fill"] == "url(#hidden-cell)"
    assert lozere.attributes["aria-label"] == "Lozère : masqué (< 11 personnes)"
    assert "1 masqué (moins de 11 personnes)" in drawn.sentence
    assert "masqué (< 11 personnes)" in texts_of(drawn.svg())
    assert drawn.table.row(-1) == ("48", "Lozère", None, None, None, 3, None, True)


def test_a_departement_without_a_row_is_grey_and_in_the_legend():
    drawn = need_map(DEPARTEMENTS.filter(pl.col("code") != "75"))
    paris = next(mark for mark in drawn.shapes if mark.attributes.get("data-code") == "75")
    assert paris.children[1].attributes["fill"] == NO_DATA
    assert "pas de donnée" in texts_of(drawn.svg())
    assert "pas de donnée" not in texts_of(need_map(DEPARTEMENTS).svg())


def test_other_topics_and_levels_are_left_out():
    mixed = pl.concat([DEPARTEMENTS, HERAULT, rates(departements(), "departement", "transport")])
    assert need_map(mixed, topic="transport").table.height == 101
    assert need_map(mixed, topic="housing").sentence.endswith("aucune valeur à montrer.")


def test_equal_values_are_said_once():
    same = DEPARTEMENTS.with_columns(gap=pl.lit(0.0))
    drawn = need_map(same, measure="gap", lang="en")
    assert "101 territories shown, all at 0.00" in drawn.sentence
    zero = need_map(same.with_columns(offers=pl.lit(0, pl.Int64)), measure="offers")
    assert "0" in texts_of(zero.svg())  # one class of one value, not "0 à 0"


def test_communes_are_discs_within_their_departement():
    drawn = need_map(HERAULT, level="commune", parent="34", measure="people")
    discs = {m.attributes["data-commune"]: m.children[1].attributes for m in drawn.shapes if m.tag == "a"}
    assert len(discs) == HERAULT["lat"].count()
    assert "communes sans coordonnées" in drawn.sentence
    for disc in discs.values():
        assert disc["r"] <= disc["cx"] <= 640 - disc["r"]
        assert disc["r"] <= disc["cy"] <= 600 - disc["r"]
    largest, second = (discs[code]["r"] for code in drawn.table["code"][:2])
    people = drawn.table["people"]
    assert (largest / second) ** 2 == pytest.approx(people[0] / people[1])


def test_communes_need_their_departement():
    with pytest.raises(ValueError, match="give its code as parent"):
        need_map(HERAULT, level="commune")


def test_communes_can_be_shown_on_the_screen():
    drawn = need_map(HERAULT, level="commune", parent="34").component()
    spots = [part for part in drawn._traverse() if getattr(part, "role", None) == "img"]
    assert len(spots) == HERAULT["lat"].count()


def test_paper_has_no_buttons_and_the_screen_has_one_a_territory():
    drawn = need_map(DEPARTEMENTS, selected="34")
    assert "tabindex" not in drawn.svg()
    buttons = [part for part in drawn.component()._traverse() if getattr(part, "role", None) == "button"]
    assert len(buttons) == 105
    assert [
        b.to_plotly_json()["props"]["data-code"] for b in buttons if getattr(b, "aria-pressed") == "true"
    ] == ["34"]


def test_classes_cover_every_value_in_order():
    values = np.random.default_rng(7).lognormal(0, 1, 101)
    found = quantile_classes(values, 1)
    assert list(found.bounds) == sorted(found.bounds)
    assert (found.bounds[0], found.bounds[-1]) == (values.min(), values.max())
    shades = [found.colours.index(found.colour(value)) for value in np.sort(values)]
    assert all(a <= b for a, b in pairwise(shades))
    assert np.bincount(shades).min() >= 15


@pytest.mark.parametrize("values", [[2.0], [2.0, 2.0, 2.0], [0.0, 0.0, 0.0, 5.0]])
def test_few_distinct_values_give_few_classes(values):
    found = quantile_classes(np.asarray(values), 1)
    assert len(found.colours) == len(set(values))
    assert {found.colour(value) for value in values} <= set(found.colours)


def test_a_lowest_value_that_many_share_has_its_own_class():
    found = quantile_classes(np.asarray([0.0] * 40 + [0.02] * 58 + [1.1, 2.6, 10.6]), 1)
    assert found.bounds[:2] == (0.0, 1.1)
    assert len({found.colour(value) for value in (0.0, 0.02, 1.1, 2.6, 10.6)}) == 4
