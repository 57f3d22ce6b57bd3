"""Values of decoded JSON that are not what one hoped for."""

import pytest

from collectors.json_values import obj, objs, text, whole


@pytest.mark.parametrize(
    ("value", "expected"),
    [(5, 5), ("5", 5), (" -7 ", -7), ("--5", None), ("²", None), ("5.0", None), (True, None), (None, None),
     (2**63, None), ("9" * 30, None), ([], None)],
)  # fmt: skip
def test_whole_numbers(value, expected):
    assert whole(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(" a ", "a"), ("", None), (1626922779105759235, "1626922779105759235"), (True, None), (1.5, None)],
)
def test_texts(value, expected):
    assert text(value) == expected


def test_objects_and_lists():
    assert (obj([]), obj({"a": 1}), objs({"a": 1}), objs([{"a": 1}, 3])) == ({}, {"a": 1}, [], [{"a": 1}])
