"""What users stated stands; a model or rules tell the rest."""

import polars as pl
import pytest

from analytics.need_model import COLUMNS, classify, train
from analytics.need_model.labels import AXES
from analytics.need_model.rules import by_rules


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("Bravo et merci, tout est parfait et rapide", "positive"),
        ("Thank you, very helpful and easy", "positive"),
        ("Sans aucun problème, très bien passé", "positive"),
        ("Honteux, impossible, toujours pas de réponse", "negative"),
        ("Ce n'est pas simple, des mois d'attente", "negative"),
        ("Awful, never an answer", "negative"),
        ("Je voudrais connaître les horaires", "neutral"),
        ("", "neutral"),
        (None, "neutral"),
    ],
)
def test_rules_tell_a_rating(text, rating):
    told = by_rules(
        pl.DataFrame({"title": [None], "text": [text]}, schema={"title": pl.String, "text": pl.String})
    )
    assert told["rating"].item() == rating
    assert 1 / 3 <= told["rating_score"].item() <= 1


def test_rules_give_the_columns_of_a_model(feedback):
    found = classify(feedback, None)
    assert tuple(found.columns) == COLUMNS
    told = classify(feedback, None, stated=False)
    assert told["service"].null_count() == feedback.height
    assert told.schema == classify(feedback, train(feedback), stated=False).schema == found.schema


def test_what_was_stated_stands(feedback):
    model = train(feedback)
    other = feedback.head(3).with_columns(
        rating=pl.Series(["negative", None, "neutral"]),
        service=pl.Series(["Mairie", None, "Piscine"]),
        relation=pl.Series(["positive", "negative", None]),
        simplicity=pl.Series(["neutral", None, "negative"]),
    )
    found = classify(other, model)
    assert found["rating"].to_list() == ["negative", "positive", "neutral"]
    assert found["service"].to_list() == ["Mairie", "Bibliothèque", "Piscine"]
    assert (
        (found["rating_score"] == 1).to_list()
        == (found["service_score"] == 1).to_list()
        == [True, False, True]
    )
    assert found["axes"].to_list() == [
        "relation:positive|simplicity:neutral",
        "relation:negative",
        "simplicity:negative",
    ]
    assert found["need_class"].to_list() == [None, "relation", "simplicity"]
    alone = classify(other, model, stated=False)
    assert alone["rating"].to_list() == ["positive"] * 3
    assert alone["axes"].to_list() == [""] * 3


def test_a_stated_need_comes_before_a_told_one_and_words_come_last(feedback):
    model = train(feedback)
    slow = (
        feedback.filter(rating="negative")
        .head(2)
        .with_columns(responsiveness=pl.lit(None, pl.String), accessibility=pl.Series(["negative", None]))
    )
    words = pl.Series([["water"], ["water"]])
    assert classify(slow, model, words)["need_class"].to_list() == ["accessibility", "responsiveness"]
    good = feedback.filter(rating="positive").head(2)
    assert classify(good, model, words)["need_class"].to_list() == ["water", "water"]


def test_axes_are_told_where_learnt(feedback):
    found = classify(feedback, train(feedback), stated=False)
    negative = feedback["rating"] == "negative"
    assert (found["axes"] == "responsiveness:negative").to_list() == negative.to_list()
    assert len(AXES) == 5
