"""Files as they come: cut, broken, mis-encoded; what is wrong with one row is told of that row."""

import gzip
import json

import polars as pl
import pytest

from collectors.reading import NOT_UTF8, FileProblemError, Reader


def read(path, data):
    path.write_bytes(data)
    reader = Reader(path)
    return list(reader), reader


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_whatever_its_separator(tmp_path, delimiter):
    raws, reader = read(tmp_path / "a.csv", f"uid{delimiter}text\n1{delimiter}été\n".encode())
    assert reader.header == ["uid", "text"]
    assert [(raw.line, raw.row) for raw in raws] == [(2, {"uid": "1", "text": "été"})]


def test_a_byte_order_mark_is_no_part_of_the_header(tmp_path):
    assert read(tmp_path / "a.csv", b"\xef\xbb\xbfuid,text\n1,a\n")[1].header == ["uid", "text"]
    assert read(tmp_path / "a.jsonl", b'\xef\xbb\xbf{"uid": "1"}\n')[0][0].row == {"uid": "1"}


def test_a_quoted_field_may_hold_line_breaks(tmp_path):
    raws, _ = read(tmp_path / "a.csv", b'uid,text\n1,"a\nb"\n2,c\n')
    assert [(raw.line, raw.row["text"]) for raw in raws] == [(2, "a\nb"), (4, "c")]


def test_windows_1252_is_read_and_told(tmp_path):
    raws, _ = read(tmp_path / "a.csv", b"uid,text\n1," + "l’été".encode("cp1252") + b"\n2,a\n")
    assert [(raw.row["text"], raw.repair) for raw in raws] == [("l’été", NOT_UTF8), ("a", None)]
    raws, _ = read(tmp_path / "a.jsonl", b'{"text": "' + "été".encode("cp1252") + b'"}\n')
    assert (raws[0].row, raws[0].repair) == ({"text": "été"}, NOT_UTF8)


def test_a_broken_json_line_is_told_and_the_others_are_read(tmp_path):
    raws, _ = read(tmp_path / "a.jsonl", b'{"uid": "1"}\n{"uid": \n[1]\n\n{"uid": "2"}\n')
    assert [raw.line for raw in raws] == [1, 2, 3, 5]
    assert [raw.error.message[:15] if raw.error else raw.row["uid"] for raw in raws] == [
        "1",
        "not valid JSON:",
        "not a JSON obje",
        "2",
    ]


def test_a_row_with_too_few_or_too_many_values_is_told(tmp_path):
    raws, _ = read(tmp_path / "a.csv", b"uid,text\n1\n2,a,b\n3,c\n")
    assert [raw.error and raw.error.message for raw in raws] == [
        "1 values for 2 columns",
        "3 values for 2 columns",
        None,
    ]


def test_a_cut_gzip_gives_its_whole_lines_and_says_so(tmp_path):
    lines = "".join(json.dumps({"uid": str(n), "text": f"ligne {n * 7919}"}) + "\n" for n in range(5_000))
    whole = gzip.compress(lines.encode())
    raws, reader = read(tmp_path / "a.jsonl.gz", whole[: len(whole) // 2])
    assert reader.truncated
    assert 1_000 < len(raws) < 5_000
    assert all(raw.error is None for raw in raws[:-1])


def test_parquet_and_gzip_are_known_by_their_bytes(tmp_path):
    pl.DataFrame({"uid": ["1", "2"]}).write_parquet(tmp_path / "a.parquet")
    assert [raw.row for raw in Reader(tmp_path / "a.parquet")] == [{"uid": "1"}, {"uid": "2"}]
    raws, _ = read(tmp_path / "b.jsonl", gzip.compress(b'{"uid": "1"}\n'))
    assert raws[0].row == {"uid": "1"}


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.docx", b"PK", "is of no known kind"),
        ("a.parquet", b"PAR1nonsense", "is no readable Parquet file"),
    ],
)
def test_a_file_of_the_wrong_kind_is_refused(tmp_path, name, data, message):
    with pytest.raises(FileProblemError, match=message):
        read(tmp_path / name, data)


def test_a_missing_file_and_a_folder_are_told(tmp_path):
    with pytest.raises(FileProblemError, match="there is no file"):
        Reader(tmp_path / "absent.csv")
    with pytest.raises(FileProblemError, match="is a folder"):
        Reader(tmp_path)
