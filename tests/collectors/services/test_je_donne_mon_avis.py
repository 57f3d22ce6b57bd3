"""Je donne mon avis: the three generations of its export, answers of several boxes, unknown questions."""

import csv
import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.records import RecordError
from collectors.services.je_donne_mon_avis import SOURCE, normalise
from collectors.source import Row

GENERAL = "De façon générale, comment ça s'est passé ?"
CLEAR = "Qu'avez-vous pensé des informations et des instructions fournies ?"
TRIED = "Durant votre parcours, avez-vous tenté d’obtenir de l’aide par l’un des moyens suivants ?"
REACHED = "Quand vous avez cherché de l'aide, avez-vous réussi à joindre l'administration ?"
HELP = "Comment évaluez-vous la qualité de l'aide que vous avez obtenue de la part de l'administration ?"
MORE = "Souhaitez-vous nous en dire plus ?"
GOLDEN = f"""Date de l'avis,Nom du formulaire,Lien d'intégration,Identifiant Avis,"{GENERAL}",{CLEAR},"{TRIED}","{REACHED}",{HELP},{MORE}
2026-01-13 08:12:45,Pré-plainte en ligne,Fin de démarche,1a2b3c4,Très bien,5,Je n'ai pas eu besoin d'aide,,,Rapide et clair
2026-07-01 22:30:00,Pré-plainte en ligne,Fin de démarche,1a2b3c5,Mauvais,2,Par téléphone avec l’administration / Par e-mail avec l’administration,Par téléphone avec l’administration : Non / Par e-mail avec l’administration : Oui,Par e-mail : Très mauvaise,"Personne ne répond, écrivez-moi à lina@exemple.fr"
2026-07-02 10:00:00,Percev@l,Accueil,1a2b3c6,Moyen,3,,,,
"""  # noqa: E501 - as the site writes it


def rows(text):
    return [Row(values, SOURCE.fields) for values in csv.DictReader(io.StringIO(text))]


def made(**changed):
    values = {"Date de l'avis": "2026-01-13 08:12:45", "Identifiant Avis": "1a2b3c4"} | changed
    return normalise(Row(values, SOURCE.fields))


def test_the_export():
    good, bad, middling = (normalise(row) for row in rows(GOLDEN))
    assert good.uid == "je-donne-mon-avis:1a2b3c4"
    assert good.created_at == datetime(2026, 1, 13, 8, 12, 45, tzinfo=UTC)
    assert (good.rating, good.explanation, good.text) == ("positive", "positive", "Rapide et clair")
    assert (good.services, good.responsiveness, good.relation) == (["Pré-plainte en ligne"], None, None)
    assert (bad.rating, bad.explanation, bad.responsiveness, bad.relation) == (
        "negative",
        "negative",
        "neutral",
        "negative",
    )
    assert (middling.rating, middling.explanation, middling.text) == ("neutral", "neutral", "")
    assert good.repairs == bad.repairs == middling.repairs == ()


def test_no_column_of_the_export_is_unknown():
    assert SOURCE.unknown(next(csv.reader(io.StringIO(GOLDEN)))) == []
    old = ["Review ID", "Form ID", "Product ID", "Button ID", "XWiki ID", "Review Created At"]
    assert SOURCE.unknown([*old, "De façon générale, comment ça s’est passé ? ", MORE]) == []


def test_an_older_export_has_no_service():
    found = normalise(
        Row({"Review ID": "9f8e7d6", "Review Created At": "2024-03-02 09:00:00", MORE: "Bien"}, SOURCE.fields)
    )
    assert (found.uid, found.services, found.text) == ("je-donne-mon-avis:9f8e7d6", None, "Bien")


def test_a_question_of_a_form_of_its_own_is_told():
    assert SOURCE.unknown(["Identifiant Avis", "Avez-vous porté plainte ?"]) == ["Avez-vous porté plainte ?"]


def test_its_texts_are_taken_in_with_a_further_spelling():
    source = SOURCE.with_spellings({"verbatim": ["Racontez-nous"]})
    values = {
        "Date de l'avis": "2026-01-13 08:12:45",
        "Identifiant Avis": "1",
        "Racontez-nous": "Longue attente",
    }
    assert source.normalise(Row(values, source.fields)).text == "Longue attente"


def test_everything_that_was_written_is_in_the_text():
    other = "Pouvez-vous préciser quelle(s) autre(s) difficulté(s) vous avez rencontré ?"
    assert (
        made(**{MORE: "Trop long", other: "Le code n'arrive pas"}).text == "Trop long\n\nLe code n'arrive pas"
    )


@pytest.mark.parametrize(
    ("question", "answer", "field", "expected"),
    [
        (GENERAL, "Pas bien", "rating", "negative"),
        (GENERAL, "Bien", "rating", "positive"),
        (CLEAR, "4", "explanation", "positive"),
        (REACHED, "- Par chat avec l’administration : Oui\n- Au guichet avec l’administration : Oui",
         "responsiveness", "positive"),
        (REACHED, "Non", "responsiveness", "negative"),
        (HELP, "Au guichet : Bonne / Par chat : Ni bonne, ni mauvaise", "relation", "neutral"),
        (HELP, "Par chat : Ne se prononce pas", "relation", None),
        ("Était-ce facile à utiliser ?", "Difficile", "simplicity", "negative"),
    ],
)  # fmt: skip
def test_answers(question, answer, field, expected):
    found = made(**{question: answer})
    assert (getattr(found, field), found.repairs) == (expected, ())


def test_an_unknown_answer_leaves_the_axis_open_and_is_told():
    found = made(**{GENERAL: "Couci-couça", REACHED: "Par chat : Peut-être"})
    assert (found.rating, found.responsiveness) == (None, None)
    assert found.repairs == (
        "unknown answer to a question (satisfaction): left out",
        "unknown answer to a question (reached): left out",
    )


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"Identifiant Avis": ""}, "id: is missing"),
        ({"Date de l'avis": "hier"}, 'Date de l\'avis: "hier" is not a time'),
    ],
)
def test_an_opinion_without_id_or_time_is_refused(changed, message):
    with pytest.raises(RecordError, match=message):
        made(**changed)


@given(st.dictionaries(st.sampled_from([GENERAL, CLEAR, REACHED, HELP, MORE]), st.text(max_size=40)))
def test_whatever_is_answered_the_opinion_is_kept(answers):
    found = made(**answers)
    assert {found.rating, found.explanation, found.relation, found.responsiveness} <= {
        None,
        "positive",
        "neutral",
        "negative",
    }
