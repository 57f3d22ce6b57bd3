import math

import polars as pl
import pytest

from analytics.fact_checks import match, mean_average_precision
from analytics.fact_checks.terms import terms

CHECKS = pl.DataFrame(
    [
        (
            "fc:water",
            "L'eau du robinet est contaminée à Valmont",
            "FAUX : l'eau du robinet est potable",
            "fr",
        ),
        ("fc:dam", "Le barrage de Valmont va céder", "Non, le barrage n'est pas fissuré", "fr"),
        ("fc:sharks", "Sharks swim in the flooded streets of Springfield", "An old photo montage", "en"),
        ("fc:mast", None, "5G masts do not spread the virus", "en"),
    ],
    schema=["uid", "claim", "title", "lang"],
    orient="row",
)


def claims(*rows):
    return pl.DataFrame(
        rows, schema={"claim_id": pl.String, "title": pl.String, "texts": pl.List(pl.String)}, orient="row"
    )


@pytest.mark.parametrize(
    ("title", "texts", "expected"),
    [
        ("Ne buvez plus l'eau du robinet, elle est contaminée !", None, "fc:water"),
        ("LES EAUX DES ROBINETS SONT CONTAMINÉES", [], "fc:water"),
        ("partagez", ["le barrage va céder cette nuit", "barrage : il va ceder"], "fc:dam"),
        ("OMG sharks in flooded streets of Springfield http://t.co/x", None, "fc:sharks"),
        ("the virus is spread by 5G masts", None, "fc:mast"),
        ("Le match de dimanche est reporté", None, None),
        ("Encore de la pluie à Valmont", None, None),
        ("l'eau est froide", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_a_claim_finds_its_fact_check_or_none(title, texts, expected):
    found = match(claims(("c", title, texts)), CHECKS)
    assert found.filter(rank=1)["fact_check_uid"].to_list() == ([expected] if expected else [])


def test_the_evidence_is_the_claims_own_words_the_most_telling_first():
    found = match(claims(("c", "Eau contaminée au robinet de Valmont", None)), CHECKS)
    assert found["terms"].to_list()[0] == ["eau", "robinet", "contaminee", "valmont"]


def test_bm25_is_the_published_formula():
    """Two words, three fact-checks; idf ln(1 + (N − df + .5)/(df + .5)), k1 1.2, b .75."""
    checks = pl.DataFrame(
        {"uid": ["a", "b", "c"], "claim": ["pont rouge", "pont pont vert", "train"], "title": [None] * 3},
        schema_overrides={"title": pl.String},
    )
    found = match(claims(("q", "pont rouge", None)), checks, least_share=0)
    pont, rouge = math.log1p((3 - 2 + 0.5) / 2.5), math.log1p((3 - 1 + 0.5) / 1.5)
    length = 1.2 * (1 - 0.75 + 0.75 * 2 / 2)
    assert found["fact_check_uid"].to_list() == ["a"]  # b shares one word: a coincidence
    assert found["score"][0] == pytest.approx((pont + rouge) * 2.2 / (1 + length), abs=1e-12)


def test_a_word_weighs_the_share_of_the_texts_that_have_it():
    alone = match(claims(("c", "barrage céder", None)), CHECKS)["score"][0]
    among = match(claims(("c", "barrage céder", ["pluie forte", "vent fort", "barrage céder"])), CHECKS)
    assert among["score"][0] == pytest.approx(alone / 3)


def test_the_order_of_rows_does_not_matter_and_ranks_are_cut():
    asked = claims(("x", "le barrage va céder à Valmont", None), ("w", "eau du robinet à Valmont", None))
    many = pl.concat([CHECKS, CHECKS.with_columns(uid="copy-" + pl.col("uid"))])
    found = match(asked, many, top=1)
    assert found["rank"].to_list() == [1, 1]
    assert match(asked.reverse(), many.reverse(), top=1).equals(found)
    assert match(asked, CHECKS.clear()).is_empty()


def test_words_lose_their_endings_and_stop_words_go():
    found = terms(pl.Series(["Les eaux contaminées, @maire https://a.fr the floods", None]))
    assert found["stem"].to_list() == ["eau", "contamin", "flood"]
    assert found["text"].to_list() == [0, 0, 0]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([("a", "1", 1), ("b", "3", 1)], 1.0),
        ([("a", "9", 1), ("a", "1", 2), ("b", "3", 1)], 0.75),
        ([("a", "1", 6), ("b", "3", 1)], 0.5),
        ([], 0.0),
    ],
)
def test_mean_average_precision(found, expected):
    ranked = pl.DataFrame(
        found,
        schema={"claim_id": pl.String, "fact_check_uid": pl.String, "rank": pl.Int64},
        orient="row",
    )
    true = pl.DataFrame({"claim_id": ["a", "b"], "fact_check_uid": ["1", "3"]})
    assert mean_average_precision(ranked, true) == pytest.approx(expected)
    assert math.isnan(mean_average_precision(ranked, true.clear()))
