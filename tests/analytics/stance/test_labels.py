import pytest

from analytics.stance.labels import LabelError, read


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("support", "support"),
        ("Deny", "deny"),
        ("questioning", "query"),
        (" query ", "query"),
        ("neutral", "comment"),
    ],
)
def test_synonyms(written, label):
    assert read([(2, {"uid": "a", "label": written})]).row(0) == ("a", label, "train", None)


def test_repeated_rows_count_once():
    row = {"uid": "a", "label": "deny", "split": "Dev", "group": "flood"}
    assert read([(2, row), (3, row)]).rows() == [("a", "deny", "dev", "flood")]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"uid": "a", "label": "angry"}, "3: 'angry' is no stance"),
        ({"uid": "a", "label": None}, "3: no label"),
        ({"uid": " ", "label": "deny"}, "3: no uid"),
        ({"uid": "b", "label": "query"}, "3: b is"),
        ({"uid": "b", "label": "deny", "split": "dev"}, "3: b is"),
    ],
)
def test_bad_rows_are_refused_with_their_line(row, message):
    with pytest.raises(LabelError, match=message):
        read([(2, {"uid": "b", "label": "deny"}), (3, row)])
