"""Spreadsheets on the whole road: guessed, mapped, imported; one year a sheet."""

from datetime import UTC, datetime

import pytest
import xlsxwriter

from collectors.archive import Archive
from collectors.files.guess import guess
from collectors.files.guess_report import mapping_text
from collectors.files.mapping import mapped_source
from collectors.road import Road, import_file
from collectors.services import je_donne_mon_avis
from graph.privacy import Pseudonyms

OPINIONS = [
    "Date de l'avis",
    "Nom du formulaire",
    "Lien d'intégration",
    "Identifiant Avis",
    "Souhaitez-vous nous en dire plus ?",
]


@pytest.fixture
def road(kglite_store, tmp_path):
    return Road(
        kglite_store, Archive(tmp_path / "archive"), Pseudonyms(bytes(32)), datetime(2026, 3, 14, tzinfo=UTC)
    )


def write(path, sheets):
    book = xlsxwriter.Workbook(path)
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(number, column, value, moment)
                else:
                    sheet.write(number, column, value)
    book.close()
    return path


def opinion(year, number):
    return [
        datetime.fromisoformat(f"{year}-03-02T08:12:45"),
        "Pré-plainte",
        "Fin",
        f"1a2b{number}",
        f"- Lent\n- Long {number}",
    ]


def test_an_export_of_je_donne_mon_avis_has_a_sheet_a_year(road, tmp_path):
    path = write(
        tmp_path / "avis.xlsx",
        {"2025": [OPINIONS, opinion(2025, 1), opinion(2025, 2)], "2026": [OPINIONS, opinion(2026, 3)]},
    )
    report = import_file(path, je_donne_mon_avis.SOURCE, road)
    assert (report.read, report.loaded, report.dead, report.unknown) == (3, 3, [], [])
    assert guess(path, {"je-donne-mon-avis": je_donne_mon_avis.SOURCE}).known.read == 1.0


def test_a_spreadsheet_nobody_knows_is_guessed_mapped_and_imported(road, tmp_path):
    header = ["Date du message", "Auteur", "Contenu", "Commune"]
    rows = [
        [f"1{n}/01/2026 08:12", f"u{n % 2}", "Le pont est fermé, dit-on en ville", "Rennes"]
        for n in range(3, 8)
    ]
    path = write(tmp_path / "messages.xlsx", {"Feuil1": [header, *rows]})
    mapping = tmp_path / "messages.yml"
    mapping.write_text(mapping_text(guess(path, {}), "fr"), encoding="utf-8")
    report = import_file(path, mapped_source(mapping), road)
    assert (report.loaded, report.dead, report.unknown) == (5, [], [])
    found = road.store.write(
        "MATCH (p:Post)-[:LOCATED_IN]->(l:Location) RETURN l.code AS code, count(p) AS n", {}
    )
    assert found == [{"code": "35238", "n": 5}]
