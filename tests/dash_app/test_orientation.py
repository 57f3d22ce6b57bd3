"""Who helps with what a claim is about, as the page of the signals tells it."""

import json

import polars as pl
import pytest

from dash_app.components.orientation import orientation

SCAM = ["Faux SMS de la carte Vitale, arnaque en cours", "encore une arnaque"]


def narrative(texts, people):
    return pl.DataFrame({"narrative": ["claim:a"], "texts": [texts], "people": [people]})


def told(texts, people, lang="fr"):
    shown = orientation(narrative(texts, people), lang)
    return json.dumps(
        [part.to_plotly_json() for part in shown], default=lambda c: c.to_plotly_json(), ensure_ascii=False
    )


def test_a_claim_that_alarms_leads_to_who_helps():
    shown = told(SCAM, 14)
    assert "Arnaques et hameçonnage (mots relevés : arnaque, carte vitale, faux sms)" in shown
    assert '"href": "https://17cyber.gouv.fr"' in shown
    assert "Info Escroqueries" in shown
    assert " · 0 805 805 817" in shown
    assert "33700 · 33700" not in shown
    assert "Where to point people" in told(SCAM, 14, "en")


@pytest.mark.parametrize(("texts", "people"), [(SCAM, 10), (["Le pont est fermé"], 40)])
def test_few_people_and_other_claims_are_told_nothing(texts, people):
    assert orientation(narrative(texts, people), "fr") == []


def test_what_is_no_claim_is_told_nothing():
    assert orientation(narrative(SCAM, 14).clear(), "fr") == []
