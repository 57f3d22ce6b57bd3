import polars as pl
import pytest

from analytics.claims.text import folded, normalised


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RT @mairie: L'eau est CONTAMINÉE !! https://t.co/x 😡", "leau est contaminee"),
        ("leau est contaminee", "leau est contaminee"),
        ("L’eau est contaminée #EauPotable #crue", "leau est contaminee eau potable crue"),
        ("@a @b.c Cœur   de\nville", "coeur de ville"),
        ("3 morts, 12h30", "3 morts 12h30"),
        ("https://exemple.example/a 🙏", ""),
        ("", ""),
        (None, None),
    ],
)
def test_what_says_the_same_is_written_the_same(text, expected):
    assert normalised(pl.Series([text], dtype=pl.String)).to_list() == [expected]


def test_a_normalised_text_stays_as_it_is():
    once = normalised(pl.Series(["RT @x : Ça y est, l'École ferme ! #StopIntox www.exemple.example"]))
    assert normalised(once).equals(once)


def test_folding_keeps_the_marks_that_the_guard_reads():
    assert folded(pl.Series(["RT @x: FAUX : l’eau serait contaminée ?"])).to_list() == [
        "faux : l'eau serait contaminee ?"
    ]
