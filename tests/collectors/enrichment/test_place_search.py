"""One automaton over all texts at once finds what a search of each text would."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.enrichment.place_mentions import mark
from collectors.enrichment.place_names import patterns
from collectors.enrichment.place_search import occurrences

WORDS = [
    "Rennes",
    "rennes",
    "à",
    "Le",
    "Mans",
    "au",
    "Saint-Malo",
    "dans l'Ain",
    "#Brest",
    "35",
    "",
    "\n",
    "🌊",
]


@settings(max_examples=12, deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), max_size=6))
def test_names_are_found_where_they_stand(texts):
    marked = mark(pl.Series(texts, dtype=pl.String))["text"]
    names = patterns()["pattern"]
    found = [(row, at, names[number]) for row, at, number in occurrences(marked).iter_rows()]
    every = {"patterns": names.implode(), "leftmost": True}
    alone = marked.to_frame("t").select(
        at=pl.col("t").str.find_many(**every), name=pl.col("t").str.extract_many(**every)
    )
    in_each = alone.with_row_index("row").explode("at", "name").drop_nulls()
    assert found == in_each.rows()
