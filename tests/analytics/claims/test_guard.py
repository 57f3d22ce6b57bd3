import sys
from pathlib import Path

import polars as pl
import pytest

from analytics.claims.guard import content, stances
from analytics.claims.near import near_duplicates

sys.path.insert(0, str(Path(__file__).parent))
from guard_cases import CASES
from guard_held_out import HELD_OUT

LETTERS = {"n": "negated", "d": "denial", "s": "scam", "q": "query", "o": "opposed"}


def flags(texts):
    return [
        "".join(letter for letter, name in LETTERS.items() if row[name])
        for row in stances(pl.Series(texts)).iter_rows(named=True)
    ]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_hand_written_texts_from_which_the_rules_were_made(text, expected):
    assert flags([text]) == [expected]


def test_hand_written_texts_that_the_rules_never_saw():
    got = flags([text for text, _ in HELD_OUT])
    right = sum(found == expected for found, (_, expected) in zip(got, HELD_OUT, strict=True))
    assert right >= 48


def test_a_claim_its_negation_and_its_denial_have_one_content_and_two_stances():
    texts = pl.Series(
        [
            "l'eau est contaminée",
            "l'eau n'est pas contaminée",
            "FAUX : l'eau serait contaminée",
            "Non, l'eau n'est pas contaminée",
            "La préfecture dément que l'eau soit contaminée",
        ]
    )
    assert content(texts).n_unique() == 1
    assert stances(texts)["opposed"].to_list() == [False, True, True, True, True]


def test_the_english_contents_of_a_claim_and_its_denials_are_near():
    texts = pl.Series(
        ["The water is contaminated", "The water is not contaminated", "FALSE: the water is contaminated"]
    )
    distinct = content(texts).unique()
    assert near_duplicates(distinct).height >= distinct.len() - 1


def test_nulls_and_empty_texts_say_nothing():
    texts = pl.Series(["", None, "🙏"], dtype=pl.String)
    assert flags(texts) == ["", "", ""]
    assert content(texts).to_list() == ["", None, ""]


def test_what_a_denial_consists_of_is_left_where_nothing_else_stands():
    assert content(pl.Series(["C'est faux !"])).to_list() == ["cest faux"]
