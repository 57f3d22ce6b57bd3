"""Spreadsheets as tables: what Excel and LibreOffice make of dates, codes and years on sheets of their own."""

from datetime import date, datetime, time

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from collectors.reading import FileProblemError, Reader
from collectors.spreadsheet import SpreadsheetError, read_sheet, text

HEADER = ["Date", "Id", "Note"]


def write(path, sheets, hidden=()):
    """Sheet name → rows; None leaves a cell empty."""
    book = xlsxwriter.Workbook(path)
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        if name in hidden:
            sheet.hide()
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(number, column, value, moment)
                elif isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                elif value is not None:
                    sheet.write(number, column, value)
    book.close()
    return path


def read(path, name=None):
    header, rows = read_sheet(path, name)
    return header, list(rows)


def test_cells_are_the_texts_that_a_csv_would_have(tmp_path):
    row = [datetime(2026, 1, 13, 8, 12, 45), 35238, 4.5]  # noqa: DTZ001 - a cell has no zone
    path = write(tmp_path / "a.xlsx", {"Avis": [HEADER, row, [date(2026, 1, 14), "01033", None]]})
    assert read(path) == (
        HEADER,
        [
            (2, {"Date": "2026-01-13T08:12:45", "Id": "35238", "Note": "4.5"}),
            (3, {"Date": "2026-01-14", "Id": "01033"}),
        ],
    )


def test_a_title_above_the_header_and_empty_rows_do_no_harm(tmp_path):
    rows = [["Export de la mairie"], [], HEADER, ["a", "1", "x"], [], ["b", "2", "y"]]
    header, found = read(write(tmp_path / "a.xlsx", {"Feuil1": rows}))
    assert header == HEADER
    assert [number for number, _ in found] == [4, 6]


def test_a_table_in_one_column_is_a_table(tmp_path):
    assert read(write(tmp_path / "a.xlsx", {"x": [["Texte"], ["a"], ["b"]]})) == (
        ["Texte"],
        [(2, {"Texte": "a"}), (3, {"Texte": "b"})],
    )


def test_every_sheet_with_the_same_header_is_read(tmp_path):
    sheets = {
        "2025": [HEADER, ["a", "1"]],
        "Notice": [["Lisez-moi"]],
        "2026": [HEADER, ["b", "2"]],
        "caché": [HEADER, ["c"]],
    }
    path = write(tmp_path / "a.xlsx", sheets, hidden=["caché"])
    assert [row["Date"] for _, row in read(path)[1]] == ["a", "b"]
    assert [row["Date"] for _, row in read(path, "2026")[1]] == ["b"]


def test_columns_of_one_name_and_without_a_name_are_kept_apart(tmp_path):
    path = write(tmp_path / "a.xlsx", {"x": [["Avis", "Avis", None, "Note"], ["a", "b", "c", "d"]]})
    assert read(path) == (
        ["Avis", "Avis (2)", "Note"],
        [(2, {"Avis": "a", "Avis (2)": "b", "column 3": "c", "Note": "d"})],
    )


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (1623881091.0, "1623881091"),
        (-0.5, "-0.5"),
        (2e20, "2e+20"),
        (True, "true"),
        (" a ", "a"),
        ("  ", None),
        ("", None),
        (None, None),
        (datetime(2026, 1, 13, 8, 12, 44, 999_999), "2026-01-13T08:12:45"),  # noqa: DTZ001 - a cell has no zone
        (time(8, 30), "08:30:00"),
    ],
)
def test_one_cell(cell, expected):
    assert text(cell) == expected


@given(st.integers(-(10**14), 10**14))
def test_a_whole_number_stays_itself(number):
    assert text(float(number)) == str(number)


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04 cut short", b"a;b\n1;2\n", b"\xd0\xcf\x11\xe0 cut short"])
def test_what_is_no_spreadsheet_says_so(tmp_path, body):
    path = tmp_path / "a.xlsx"
    path.write_bytes(body)
    with pytest.raises(SpreadsheetError, match="is no readable spreadsheet"):
        read_sheet(path)
    with pytest.raises(FileProblemError, match="Save it as CSV"):
        list(Reader(path))


def test_a_sheet_that_is_not_there_and_one_that_is_empty(tmp_path):
    path = write(tmp_path / "a.xlsx", {"Vide": []})
    with pytest.raises(SpreadsheetError, match="It has Vide"):
        read_sheet(path, "2026")
    with pytest.raises(SpreadsheetError, match="has no table in it"):
        read_sheet(path)


def test_a_reader_reads_it_like_any_other_table(tmp_path):
    path = write(tmp_path / "a.XLSX", {"Avis": [HEADER, ["a", "1", "x"]]})
    reader = Reader(path)
    (raw,) = list(reader)
    assert (reader.header, reader.position) == (HEADER, reader.size)
    assert (raw.line, raw.row) == (2, {"Date": "a", "Id": "1", "Note": "x"})
    assert raw.payload == b'{"Date":"a","Id":"1","Note":"x"}'
