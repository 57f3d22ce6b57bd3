"""Mapping files: any table as a canonical one, and errors that tell file, line, key and cure."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.files.mapping import mapped_source
from collectors.files.mapping_file import TABLES, MappingError, known_fields
from collectors.records import Event, FactCheck, Feedback, Offer, Post, RecordError
from collectors.source import HeaderError, Row

POST = {
    "as": "post",
    "source": "forum-municipal",
    "platform": "forum",
    "fields": {"created_at": "Date du message", "author_uid": "Auteur", "text": "Contenu", "url": "Lien"},
    "uid_from": ["Date du message", "Auteur", "Contenu"],
    "dates": "day-first",
}
LINE = {
    "Date du message": "17/07/2020 23:39",
    "Auteur": "Alice",
    "Contenu": "L'eau est coupée",
    "Lien": "https://example.org/1",
}


def normalise(mapping, values):
    source = mapped_source(mapping)
    return source.normalise(Row(values, source.spelling(list(values), {})))


def test_a_post_of_a_french_forum():
    post = normalise(POST, LINE)
    assert isinstance(post, Post)
    assert (post.author, post.platform, post.source) == ("forum:alice", "forum", "forum-municipal")
    assert post.created_at == datetime(2020, 7, 17, 21, 39, tzinfo=UTC)
    assert post.uid.startswith("forum:")
    assert len(post.uid) == len("forum:") + 32


def test_the_same_row_has_the_same_uid_and_another_row_another():
    again, other = normalise(POST, dict(LINE)), normalise(POST, LINE | {"Contenu": "L'eau revient"})
    assert again.uid == normalise(POST, LINE).uid != other.uid


def test_parents_and_uids_are_of_one_kind():
    fields = {
        "uid": "id",
        "author_uid": "user",
        "text": "body",
        "created_at": "when",
        "reply_to_uid": "parent",
    }
    post = normalise(
        {"as": "post", "source": "export", "fields": fields},
        {"id": "2", "user": "a", "body": "", "when": "1623881091.0", "parent": "1"},
    )
    assert (post.uid, post.reply_to_uid, post.kind, post.text) == ("export:2", "export:1", "reply", "")


def test_lists_ratings_and_a_commune_by_its_name():
    fields = {
        "uid": "N°",
        "created_at": "Date",
        "text": "Commentaire",
        "rating": "Note",
        "services": "Services",
        "commune": "Ville",
        "departement": "Dpt",
    }
    given_ = {"as": "feedback", "source": "enquete", "fields": fields, "lists": ",", "scale": 10}
    row = {"N°": "7", "Date": "2026-01-15", "Commentaire": "Long", "Note": "2", "Services": "CAF, Poste"}
    found = normalise(given_, row | {"Ville": "Saint-Denis", "Dpt": "93"})
    assert isinstance(found, Feedback)
    assert (found.uid, found.rating, found.services) == ("enquete:7", "negative", ["CAF", "Poste"])
    assert (found.place_insee, found.departement) == ("93066", "93")
    lost = normalise(given_, row | {"Ville": "Saint-Denis", "Dpt": ""})
    assert (lost.place_insee, lost.repairs) == (
        None,
        ("a name of no commune, or of several: left without place",),
    )


@pytest.mark.parametrize(
    ("kind", "fields", "row", "expected"),
    [
        (
            "event",
            {"uid": "n", "kind": "type", "at": "t", "severity": "s"},
            ("1", "fire", "2026-01-15", "3"),
            Event,
        ),
        (
            "offer",
            {"uid": "n", "name": "nom", "lat": "y", "lon": "x"},
            ("1", "Accueil", "48,1", "-1,6"),
            Offer,
        ),
        (
            "fact-check",
            {"url": "u", "created_at": "t", "claim": "c"},
            ("https://a.org/x", "2026-01-15", "c"),
            FactCheck,
        ),
    ],
)
def test_the_other_tables(kind, fields, row, expected):
    found = normalise(
        {"as": kind, "source": "mine", "fields": fields}, dict(zip(fields.values(), row, strict=True))
    )
    assert isinstance(found, expected)
    assert found.source == "mine"


def test_a_bad_value_names_the_column():
    with pytest.raises(
        RecordError, match=r'"31/02/2021" is not a date \(expected 15/01/2026 22:10\)'
    ) as caught:
        normalise(POST, LINE | {"Date du message": "31/02/2021"})
    assert caught.value.field == "Date du message"


def test_a_column_that_identifies_rows_must_be_there():
    with pytest.raises(HeaderError, match='no column "Auteur"'):
        normalise(POST, {k: v for k, v in LINE.items() if k != "Auteur"})


def test_a_mapping_file_is_read(tmp_path):
    path = tmp_path / "forum.yml"
    path.write_text(
        "as: post\nsource: forum\nfields:\n  uid: id\n  author_uid: a\n  text: t\n  created_at: d\n",
        encoding="utf-8",
    )
    assert mapped_source(path).name == "forum"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "as: posts\nsource: x1\nfields: {}\n",
            "line 1: as: .*one of post, feedback, event, offer, fact-check",
        ),
        ("as: post\nsource: x1\n\nfield: {}\n", r"line 4: field: no such key \(did you mean fields\?\)"),
        ("as: post\nsource: Mon Export\nfields: {}\n", "line 2: source: 'Mon Export' is no name"),
        (
            "as: post\nsource: x1\nfields:\n  uid: id\n  creatd_at: d\n",
            r"line 5: fields.creatd_at: no field of post \(did you mean created_at\?\)",
        ),
        (
            "as: post\nsource: x1\nfields:\n  uid: id\n  text: t\n  created_at: d\n",
            "line 3: fields: author_uid is missing: name its column as  author_uid: COLUMN",
        ),
        (
            "as: post\nsource: x1\nfields: {text: t, created_at: d, author_uid: a}\n",
            "list columns under uid_from that together identify a row",
        ),
        ("as: post\nsource: x1\ndates: fr\nfields: {}\n", "line 3: dates: Invalid enum value 'fr'"),
        ("as: post\nsource: x1\nfields: [a]\n", "line 3: fields: Expected `object`"),
        (
            "as: event\nsource: x1\nzone: Mars\nfields: {uid: a, kind: b, at: c}\n",
            "line 3: zone: 'Mars' is no time zone",
        ),
        ("source: x1\nfields: {}\n", "as: Object missing required field"),
        ("- a\n", "keys are expected"),
        ("as: [post\n", "is no YAML"),
    ],
)
def test_a_wrong_mapping_file_tells_where_and_what_to_do(tmp_path, text, message):
    path = tmp_path / "mapping.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MappingError, match=message) as caught:
        mapped_source(path)
    assert str(path) in str(caught.value)


def test_a_mapping_that_is_not_there(tmp_path):
    with pytest.raises(MappingError, match="cannot be read"):
        mapped_source(tmp_path / "none.yml")


@pytest.mark.parametrize("kind", sorted(TABLES))
def test_a_table_maps_to_itself(kind):
    fields = {field: field for field in known_fields(kind)}
    mapped = mapped_source({"as": kind, "source": "same", "fields": fields})
    assert set(TABLES[kind].fields) <= set(mapped.fields)
    assert set(mapped.required) == set(TABLES[kind].required)


@given(st.dictionaries(st.sampled_from(list(LINE)), st.text(max_size=30)))
def test_whatever_a_row_holds_it_becomes_a_post_or_is_told(changed):
    source, made = mapped_source(POST), None
    with suppress(RecordError):
        made = source.normalise(Row(LINE | changed, source.fields))
    assert made is None or made.created_at.tzinfo is UTC
