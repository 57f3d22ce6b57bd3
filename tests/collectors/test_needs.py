"""Which need a text expresses: rules on the taxonomy."""

import polars as pl
import pytest

from collectors.needs import from_axes, from_text


def found(text):
    return {entry["key"] for entry in from_text(pl.Series([text]))[0]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On a besoin d'eau potable rue des Lilas", {"water"}),
        ("Plus d'électricité depuis hier soir", {"energy"}),
        ("Cherche un hébergement pour 4 personnes", {"shelter"}),
        ("Quelqu'un aurait du lait infantile ?", {"food"}),
        ("Bloqués sur le toit, appelez les pompiers", {"rescue"}),
        ("Il nous faut de l'insuline en urgence", {"health"}),
        ("we need water and shelter", {"water", "shelter"}),
        ("Je propose un hébergement #PorteOuverte", set()),
        ("Distribution d'eau place de la mairie, pas besoin d'eau ailleurs", set()),
        ("L'eau monte dans la rue", set()),
        ("Belle journée au soleil", set()),
        ("", set()),
    ],
)
def test_needs_in_texts(text, expected):
    assert found(text) == expected


def test_a_missing_text_expresses_nothing():
    assert from_text(pl.Series([None], dtype=pl.String)).to_list() == [[]]


def test_a_negative_axis_is_a_declared_need():
    frame = pl.DataFrame({"accessibility": ["negative", "positive"], "relation": ["negative", None]})
    assert from_axes(frame).to_list() == [
        [{"key": "accessibility", "method": "declared"}, {"key": "relation", "method": "declared"}],
        [],
    ]
