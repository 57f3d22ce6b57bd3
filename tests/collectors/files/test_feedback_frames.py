"""A file of feedback as columns: what imports would understand, and every row as it stands."""

import pytest

from collectors.files.feedback_frames import need_classes, read_feedback
from collectors.reading import FileProblemError
from collectors.registry import UnknownSourceError
from collectors.source import HeaderError

HEADER = (
    "ID expérience;Titre;Description;Date de publication;Ressenti usager;Intitulé Typologie 1;"
    "Intitulé Typologie 2;Simplicité/Complexité"
)
LINES = [
    "1;Accueil;Merci, l\x92accueil était parfait;01/02/2023 10:00;Positif;Service de l\x92Eau;Mairie;",
    "2;;Rien ne marche;02/02/2023 10:00;Négatif;;Mairie;Négatif",
    "3;Sans date;Un texte;jamais;Neutre;CAF;;",
    "4;;Neutre et 007;03/02/2023 10:00;;CAF;;Neutre",
]


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "in.csv"
    file.write_text("\n".join([HEADER, *LINES]), encoding="utf-8")
    return file


def test_what_was_understood_stands_beside_the_rows(path):
    rows, feedback, refused = read_feedback(path, "services-publics-plus")
    assert rows.columns == HEADER.split(";")
    assert rows["ID expérience"].to_list() == ["1", "2", "3", "4"]
    assert feedback["row"].to_list() == [0, 1, 3]
    assert feedback["uid"].to_list() == [f"services-publics-plus:{number}" for number in (1, 2, 4)]
    assert feedback["rating"].to_list() == ["positive", "negative", None]
    assert feedback["simplicity"].to_list() == [None, "negative", "neutral"]
    assert len(refused) == 1
    assert refused[0].startswith("line 4: ")


def test_texts_are_mended_and_the_first_service_is_the_first(path):
    feedback = read_feedback(path, "services-publics-plus").feedback
    assert feedback["text"][0] == "Merci, l’accueil était parfait"
    assert feedback["service"].to_list() == ["Service de l’Eau", None, "CAF"]
    assert feedback["service_spelt"][0] == "Service de l\x92Eau"


def test_another_source_of_feedback(tmp_path):
    file = tmp_path / "f.jsonl"
    file.write_text('{"uid": "a", "text": "Bien", "created_at": "2026-01-01T00:00:00Z"}\n', encoding="utf-8")
    rows, feedback, refused = read_feedback(file, "feedback")
    assert rows.row(0) == ("a", "Bien", "2026-01-01T00:00:00Z")
    assert feedback["service"].to_list() == [None]
    assert not refused


@pytest.mark.parametrize(
    ("name", "error", "told"),
    [
        ("services-publics", UnknownSourceError, "Did you mean services-publics-plus"),
        ("post", HeaderError, "no column"),
    ],
)
def test_a_file_in_another_form(path, name, error, told):
    with pytest.raises(error, match=told):
        read_feedback(path, name)


def test_a_file_without_one_readable_row(tmp_path):
    file = tmp_path / "in.csv"
    file.write_text("\n".join([HEADER, LINES[2]]), encoding="utf-8")
    with pytest.raises(
        FileProblemError, match="holds no feedback in the form of services-publics-plus: line 2"
    ):
        read_feedback(file, "services-publics-plus")


def test_needs_that_words_state():
    import polars as pl

    found = need_classes(pl.Series(["Nous cherchons de l'eau potable et un toit", "Il fait beau", None]))
    assert found.dtype == pl.List(pl.String)
    assert found.to_list() == [["water", "shelter"], [], []]
