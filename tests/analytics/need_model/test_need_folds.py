"""Folds, scores, and a choice of options that has not seen what it is measured on."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.confusion import score
from analytics.need_model.card import card, lines
from analytics.need_model.evaluate import cross_validated, nested
from analytics.need_model.features import SIGNS, said
from analytics.need_model.folds import grouped, stratified
from analytics.need_model.labels import RATINGS, taught
from analytics.need_model.task import SERVICE, Look, Options
from analytics.need_model.train import train


@settings(deadline=None)  # the machine may be busy
@given(st.lists(st.integers(0, 3), min_size=10, max_size=60), st.integers(2, 5), st.integers(0, 9))
def test_each_class_is_dealt_evenly(classes, count, seed):
    y = np.array(classes)
    fold = stratified(y, count, seed)
    for kind in np.unique(y):
        sizes = np.bincount(fold[y == kind], minlength=count)
        assert sizes.max() - sizes.min() <= 1


@settings(deadline=None)  # the machine may be busy
@given(st.lists(st.integers(0, 9), min_size=1, max_size=40), st.integers(2, 5))
def test_a_group_stays_on_one_side(groups, count):
    group = np.array(groups)
    fold = grouped(group, count, seed=1)
    assert all(len(set(fold[group == one].tolist())) == 1 for one in groups)
    assert fold.max() < count


def test_score():
    found = score(np.array([0, 0, 1, 1]), np.array([0, 1, 1, 1]), ("a", "b", "c"))
    assert found.texts == 4
    assert found.accuracy == 0.75
    assert found.f1 == pytest.approx({"a": 2 / 3, "b": 0.8, "c": 0})
    assert found.macro_f1 == pytest.approx((2 / 3 + 0.8) / 3)
    assert lines("this", found)[0] == "this: 4 texts, accuracy 0.750, macro-F1 0.489"
    assert lines("this", found)[2].split() == ["b", "2", "true", "3", "found", "F1", "0.800"]


def test_labels_that_mean_nothing_are_as_good_as_chance(feedback):
    rows, y = taught(feedback["rating"], RATINGS)
    drawn = np.random.default_rng(3).permutation(y)
    read = said(feedback).rows(rows)
    fold = grouped(np.arange(y.size) // 4, 4, seed=0)  # the four places of a text on one side
    assert cross_validated(read, drawn, RATINGS, fold, SERVICE).accuracy < 0.55


def test_the_better_options_are_chosen_in_every_fold(feedback):
    rows, y = taught(feedback["service"], ("Bibliothèque", "Piscine"))
    read = said(feedback).rows(rows)
    deaf = Options((Look(("signs",), 1e-6),))
    found, chosen = nested(read, y, ("Bibliothèque", "Piscine"), stratified(y, 3, 0), (deaf, SERVICE))
    assert chosen == [1, 1, 1]
    assert found.accuracy == 1


def test_signs_are_between_0_and_1_and_stray_characters_are_mended(feedback):
    read = said(feedback)
    assert read.signs.shape == (feedback.height, len(SIGNS))
    assert read.signs.min() >= 0
    assert read.signs.max() <= 1
    stray = feedback.with_columns(title=feedback["title"].str.replace("À", "\x92")).head(1)
    plain = feedback.with_columns(title=feedback["title"].str.replace("À", "’")).head(1)
    assert (said(stray).words != said(plain).words).nnz == 0


def test_sentences_glued_together_are_parted():
    import polars as pl

    glued = pl.DataFrame(
        {"title": ["", ""], "text": ["BonjourJe suis content.Merci", "Bonjour Je suis content. Merci"]}
    )
    words = said(glued).words
    assert (words[[0]] != words[[1]]).nnz == 0


def test_the_card_says_what_was_learnt(feedback):
    model = train(feedback)
    text = card(model, "Invented.", {"rating, folds": score(np.array([0, 1]), np.array([0, 1]), ("a", "b"))})
    for told in (
        "Invented.",
        "72 feedbacks",
        model.digest,
        "service: Bibliothèque, Piscine",
        "rating, folds: 2 texts",
    ):
        assert told in text
    assert "Origin and licence were not stated" in card(model, None, {})
