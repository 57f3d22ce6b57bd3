import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.codes import encode, find

texts = st.lists(st.one_of(st.none(), st.text(max_size=3)), max_size=60)


@settings(deadline=None)  # the first call may compile
@given(texts, texts)
def test_numbers_by_first_appearance(values, wanted):
    codes = encode(pl.Series(values, dtype=pl.String))
    number = {value: place for place, value in enumerate(dict.fromkeys(v for v in values if v is not None))}
    assert codes.code.tolist() == [number.get(value, -1) for value in values]
    assert [values[row] for row in codes.first] == list(number)
    found = find(codes, pl.Series(wanted, dtype=pl.String))
    assert found.tolist() == [number.get(value, -1) for value in wanted]


@pytest.mark.parametrize("count", [1, 2, 3, 100_000])
def test_long_uids_that_differ_by_their_end(count):
    uids = "x:" + pl.Series(range(552783667052167168, 552783667052167168 + count)).cast(pl.String)
    codes = encode(uids)
    assert codes.code.tolist() == list(range(count))
    assert find(codes, uids.reverse()).tolist() == list(range(count))[::-1]
