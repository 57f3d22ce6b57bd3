"""What a table is taken for: known sources, canonical tables by names and values, the mapping that is proposed."""

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from collectors.files import feedback_table, post_table
from collectors.files.column_profile import profile
from collectors.files.guess import guess
from collectors.files.guess_fields import fields_of, fit, names, plain
from collectors.files.guess_report import mapping_text, report, texts
from collectors.files.mapping import mapped_source
from collectors.files.mapping_file import TABLES, MappingError
from collectors.operations import incidents
from collectors.records import Post
from collectors.services import france_services, fraud_reports, services_publics_plus
from collectors.social import x_v1
from collectors.source import DocumentError, Source
from tests.collectors.files.tables_to_guess import tables

MODULES = (post_table, feedback_table, incidents, france_services, fraud_reports, services_publics_plus, x_v1)
SOURCES = {module.SOURCE.name: module.SOURCE for module in MODULES}
DATA = Path(__file__).parents[4] / "shared" / "data"
TO_GUESS = tables()
NAMED = [pytest.param(table, id=table.name) for table in TO_GUESS]
# Columns as the tool 4CAT writes them for Telegram and for Bluesky.
TELEGRAM = (
    "id,thread_id,chat,author,author_username,author_name,author_is_bot,body,reply_to,views,timestamp,unix_timestamp,"
    "timestamp_edited,unix_timestamp_edited,author_forwarded_from_name,attachment_type,attachment_data"
)
BLUESKY = (
    "collected_at,query,rank,id,thread_id,created_at,author,author_id,body,link,tags,like_count,quote_count,"
    "reply_count,repost_count,quoted_post,quoted_user,replied_to_post,replied_to_user,mentions,timestamp"
)


def written(folder, table, name="table.csv"):
    path = folder / name
    path.write_text(table.text(), encoding="utf-8")
    return path


def fields(found):
    return {fit.field: fit.column for fit in found.fits}


def real(name):
    path = DATA / name
    if not path.exists():
        pytest.skip(f"no {path}: this test reads the shared data beside the repository")
    return path


@pytest.mark.parametrize("table", NAMED)
def test_a_table_of_an_office_is_mapped(tmp_path, table):
    found = guess(written(tmp_path, table), SOURCES)
    assert (found.kind, fields(found)) == (table.kind, table.fields())
    assert (found.missing, found.problems) == ((), [])
    assert len(found.records) == len(table.text().splitlines()) - 1


@pytest.mark.parametrize("table", NAMED)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_proposed_mapping_file_is_one(tmp_path, table, lang):
    found = guess(written(tmp_path, table), SOURCES)
    path = tmp_path / "mapping.yml"
    path.write_text(mapping_text(found, lang), encoding="utf-8")
    assert mapped_source(path).fields == found.source.fields


@pytest.mark.data
def test_the_real_experiences_are_known():
    found = guess(real("services_publics_plus/experiences.csv"), SOURCES)
    assert found.known.source.name == "services-publics-plus"
    assert (found.known.covered, found.known.read, found.left) == (1.0, 1.0, ())


@pytest.mark.data
def test_the_real_shares_are_posts():
    found = guess(real("coordination/russian_coord_tweets.csv"), SOURCES)
    expected = {"uid": "content_id", "author_uid": "account_id", "created_at": "timestamp_share"}
    assert (found.kind, fields(found), found.problems) == ("post", expected, [])
    assert isinstance(found.records[0], Post)


@pytest.mark.data
def test_the_real_experiences_without_their_source_are_feedback():
    found = guess(real("services_publics_plus/experiences.csv"), {})
    taken = fields(found)
    assert found.kind == "feedback"
    assert (taken["text"], taken["created_at"], taken["rating"]) == (
        "Description",
        "Date de publication",
        "Ressenti usager",
    )


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        (
            TELEGRAM,
            {
                "id": "17",
                "thread_id": "infos",
                "author": "9001",
                "body": "Le pont est fermé, dit-on sur place",
                "timestamp": "2026-01-13 08:12:00",
                "reply_to": "12",
            },
            {"uid": "id", "text": "body", "created_at": "timestamp", "reply_to_uid": "reply_to"},
        ),
        (
            BLUESKY,
            {
                "id": "at://did:plc:a/app.bsky.feed.post/1",
                "author": "lina.example",
                "author_id": "did:plc:a",
                "body": "Le pont est fermé, dit-on sur place",
                "timestamp": "2026-01-13 08:12:00",
                "created_at": "2026-01-13T08:12:00",
                "link": "https://bsky.app/profile/lina.example/post/1",
            },
            {"uid": "id", "text": "body", "created_at": "created_at", "url": "link"},
        ),
    ],
)
def test_tables_of_4cat_are_posts(tmp_path, header, row, expected):
    path = tmp_path / "4cat.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header.split(","))
        writer.writeheader()
        for n in range(5):
            writer.writerow(row | {"id": f"{row['id']}{n}"})
    found = guess(path, SOURCES)
    taken = fields(found)
    assert found.kind == "post"
    assert {field: taken.get(field) for field in expected} == expected
    assert taken["author_uid"] in {"author", "author_id", "author_username"}
    assert found.problems == []


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("post", "uid,author_uid,text,created_at,lang"),
        ("operational-events", "identifiant,flux,nature,debut,gravite"),
        ("fraud-reports", "id,portal,category,received_at,text"),
    ],
)
def test_a_known_table_is_known_by_its_header(tmp_path, name, header):
    path = tmp_path / "table.csv"
    path.write_text(header + "\n", encoding="utf-8")
    assert guess(path, SOURCES).known.source.name == name


def test_json_lines_are_guessed_too(tmp_path):
    path = tmp_path / "posts.jsonl"
    rows = [
        {"id": f"p{n}", "user": f"u{n % 2}", "message": "Une phrase qui dit assez", "date": 1768291200 + n}
        for n in range(4)
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    found = guess(path, SOURCES)
    assert (found.kind, found.problems) == ("post", [])
    assert fields(found) == {"uid": "id", "author_uid": "user", "text": "message", "created_at": "date"}


def test_a_document_is_known_by_what_it_unpacks_to(tmp_path):
    def unpack(body):
        try:
            return json.loads(body)["messages"]
        except (ValueError, TypeError, KeyError):
            raise DocumentError("no messages") from None

    source = Source(post_table.SOURCE.declared, post_table.SOURCE.normalise, unpack)
    path = tmp_path / "result.json"
    row = {"uid": "p:1", "author_uid": "a", "text": "bonjour", "created_at": "2026-01-07T10:00:00Z"}
    path.write_text(json.dumps({"messages": [row]}), encoding="utf-8")
    found = guess(path, {"mine": source})
    assert (found.known.source, found.known.document, len(found.records)) == (source, True, 1)


def test_what_is_missing_is_named_and_the_mapping_says_so(tmp_path):
    path = tmp_path / "tweets.csv"
    path.write_text(
        "Tweet ID,Tweet Text\n1,Le pont est fermé dit-on\n2,Le pont est ouvert\n", encoding="utf-8"
    )
    found = guess(path, SOURCES)
    assert found.missing
    assert found.records == []
    mapping = tmp_path / "mapping.yml"
    mapping.write_text(mapping_text(found, "en"), encoding="utf-8")
    assert "needed: name the column" in mapping.read_text(encoding="utf-8")
    with pytest.raises(MappingError, match=f"{found.missing[0]} is missing: name its column"):
        mapped_source(mapping)


def test_columns_about_persons_are_told_and_not_taken(tmp_path):
    path = tmp_path / "avis.csv"
    line = '"a@b.example";"17/01/2026";"Accueil parfait, merci à tous";"5"'
    path.write_text(f"Adresse e-mail;Date;Commentaire;Note\n{line}\n", encoding="utf-8")
    found = guess(path, SOURCES)
    assert found.personal == ("Adresse e-mail",)
    assert "Adresse e-mail" not in fields(found).values()


def shown(found, lang):
    console = Console(width=200, record=True, file=Path("/dev/null").open("w", encoding="utf-8"))  # noqa: SIM115
    for part in report(found, lang):
        console.print(part, markup=False)
    console.file.close()
    return console.export_text()


def test_the_report_shows_why_the_rows_and_what_to_do(tmp_path):
    found = guess(written(tmp_path, TO_GUESS[0], "forum.csv"), SOURCES)
    english, french = shown(found, "en"), shown(found, "fr")
    assert "forum.csv looks like a table of posts" in english
    assert "called date du message; values are dates, day first" in english
    assert "--mapping" in english
    assert "ressemble à une table de type publications" in french
    assert "nommée date du message; dates, jour d'abord" in french
    assert english.count("https://forum.example") == french.count("https://forum.example") > 0


def test_the_report_of_a_known_source_says_how_to_import_it(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("uid,author_uid,text,created_at\np:1,a,,2026-01-07T10:00:00Z\n", encoding="utf-8")
    found = guess(path, SOURCES)
    assert "--as post" in shown(found, "en")
    assert mapping_text(found, "en") == ""


def test_both_languages_say_the_same_things():
    english, french = texts("en"), texts("fr")
    assert english.keys() == french.keys()
    assert english["reasons"].keys() == french["reasons"].keys()
    assert set(english["kinds"]) == set(french["kinds"]) == set(TABLES)


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("Date du  Message ", "date du message"),
        ("timestampShare", "timestamp share"),
        ("AUTEUR_UID", "auteur uid"),
        ("N° de fiche", "numero de fiche"),
        ("Réactivité (1-5)", "reactivite 1 5"),
        ("no", "numero"),
        ("non", "non"),
    ],
)
def test_names_are_compared_without_case_accents_and_signs(column, expected):
    assert plain(column) == expected


@pytest.mark.parametrize("kind", sorted(TABLES))
def test_every_canonical_name_means_its_own_field(kind):
    for field in fields_of(kind):
        likely = {other: fit(kind, other, field, profile([])).score for other in fields_of(kind)}
        assert max(likely, key=likely.get) == field
        assert field in fields_of(kind)
        assert names(kind, field)[0] == plain(field)


@given(st.lists(st.lists(st.text(max_size=12), min_size=3, max_size=3), max_size=8))
def test_whatever_the_cells_hold_a_guess_is_made(rows):
    for kind in TABLES:
        for index in range(3):
            seen = profile([row[index] for row in rows])
            assert all(0 <= fit(kind, field, "Contenu", seen).score <= 1 for field in fields_of(kind))
