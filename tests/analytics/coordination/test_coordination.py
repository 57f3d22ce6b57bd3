import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.coordination import coordination, window_curve
from analytics.coordination.table import SharesError
from tests.analytics.coordination.shares_by_hand import by_double_loop, of_the_check, table

FIGURES = ["weight", "mean_lag_s", "symmetry"]


def found(shares, **options):
    return coordination(shares, **{"time_window": 10, "permutations": 0, **options})


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, {("A", "B"): (2, 6.5, 1), ("A", "C"): (1, 5, 1)}),
        ({"strict": True}, {("A", "B"): (2, 6.5, 1)}),
        ({"edge_weight_quantile": 0.5}, {("A", "B"): (2, 6.5, 1)}),
        ({"min_participation": 1}, {("A", "B"): (2, 6.5, 1), ("A", "C"): (1, 5, 1)}),
        ({"min_participation": 3}, {}),
        ({"time_window": 4}, {}),
    ],
)
def test_the_exact_check(options, expected):
    edges = found(of_the_check(), **options).edges
    keys = edges.select("source", "target").rows()
    assert dict(zip(keys, edges.select(FIGURES).rows(), strict=True)) == expected


def test_counts_direction_and_evidence_of_the_check():
    result = found(of_the_check(), edge_weight_quantile=0.5)
    assert (result.pairs, result.accounts, result.all_edges, result.threshold) == (3, 3, 2, 1.5)
    edge = result.edges.row(0, named=True)
    assert edge["first_share"] == 1
    assert edge["evidence"] == ["o1A", "o1B", "o2A", "o2B"]
    assert (edge["evidence_count"], edge["group"], result.groups) == (4, "A", 1)


SHARES = st.tuples(
    st.sampled_from(["o1", "o2", "c3"]),
    st.sampled_from("ABCD"),
    st.sampled_from([f"c{number}" for number in range(9)]),
    st.integers(0, 25),
)


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(SHARES, max_size=25),
    window=st.integers(0, 12),
    minimum=st.integers(1, 4),
    strict=st.booleans(),
    remove_loops=st.booleans(),
)
def test_a_double_loop_finds_the_same(rows, window, minimum, strict, remove_loops):
    options = {"strict": strict, "remove_loops": remove_loops}
    expected = by_double_loop(rows, window=window, minimum=minimum, **options)
    result = found(table(rows), time_window=window, min_participation=minimum, **options)
    edges = {(row["source"], row["target"]): row for row in result.edges.rows(named=True)}
    assert edges.keys() == expected.keys()
    for pair, figures in expected.items():
        assert edges[pair]["evidence"] == figures.pop("evidence")
        assert {name: edges[pair][name] for name in figures} == pytest.approx(figures)
    assert result.pairs == sum(figures["weight"] for figures in expected.values())


@settings(max_examples=25, deadline=None)
@given(rows=st.lists(SHARES, min_size=6, max_size=25), seed=st.integers(0, 9))
def test_the_order_of_the_rows_does_not_matter(rows, seed):
    def run(shares):
        result = coordination(shares, time_window=5, min_participation=1, permutations=3, seed=seed)
        return result.edges.rows(), result.chance.by_weight.rows()

    assert run(table(rows)) == run(table(rows).sample(fraction=1, shuffle=True, seed=seed))


def test_evidence_is_capped_and_counted():
    rows = [(f"o{n:02}", account, f"{account}{n:02}", n * 100) for n in range(30) for account in "AB"]
    edge = found(table(rows), most_evidence=5).edges.row(0, named=True)
    assert edge["evidence"] == ["A00", "A01", "A02", "A03", "A04"]
    assert (edge["weight"], edge["evidence_count"]) == (30, 60)


def test_an_object_shared_a_hundred_thousand_times():
    count = 100_000
    number = pl.int_range(count, eager=True).cast(pl.String)
    shares = pl.DataFrame(
        {
            "object_id": pl.repeat("viral", count, eager=True),
            "account_id": "a" + number,
            "content_id": "c" + number,
            "timestamp_share": pl.repeat(0, count, eager=True),
        }
    )
    with pytest.raises(ValueError, match=r"4,999,950,000 pairs of shares fall within 10 s.*'viral'"):
        found(shares, min_participation=1)
    more = pl.concat([shares, shares.with_columns(object_id="lone" + number, content_id="d" + number)])
    kept = pl.concat([more, of_the_check().with_columns(pl.col("timestamp_share").cast(pl.Int32))])
    assert found(kept, strict=True).edges.select("source", "target").rows() == [("A", "B")]


TIMES = [
    "2021-06-16T20:00:00Z",
    "2021-06-16T22:00:00+02:00",
    "2021-06-16 20:00:00",
    "1623873600",
    "1623873600.0",
]


def test_times_of_many_forms_are_one_instant():
    rows = [("o", f"a{n}", f"c{n}", time) for n, time in enumerate(TIMES)]
    shares = pl.DataFrame(
        rows, schema=["object_id", "account_id", "content_id", "timestamp_share"], orient="row"
    )
    assert found(shares, time_window=0, min_participation=1).pairs == len(TIMES) * (len(TIMES) - 1) / 2


@pytest.mark.parametrize(
    ("change", "row", "words"),
    [
        (pl.lit(None).alias("account_id"), 0, "account_id is empty"),
        (pl.when(pl.col("content_id") == "o2A").then(pl.lit("")).otherwise("object_id").alias("object_id"), 3, "empty"),
        (pl.when(pl.col("content_id") == "o1C").then(pl.lit("noon")).otherwise(pl.lit("7")).alias("timestamp_share"),
         2, "'noon' is not an instant"),
    ],
)  # fmt: skip
def test_a_bad_row_is_named(change, row, words):
    with pytest.raises(SharesError, match=words) as error:
        found(of_the_check().with_columns(change))
    assert error.value.row == row


@pytest.mark.parametrize(
    "options",
    [{"time_window": -1}, {"min_participation": 0}, {"edge_weight_quantile": 1.1}, {"rush_s": 0.0}],
)
def test_parameters_out_of_range(options):
    with pytest.raises(ValueError, match=next(iter(options))):
        found(of_the_check(), **options)


def test_a_missing_column_is_named():
    with pytest.raises(SharesError, match="no column object_id"):
        found(of_the_check().drop("object_id"))


def test_the_curve_grows_with_the_window():
    curve = window_curve(of_the_check(), [30, 4, 10], permutations=3)
    assert curve.select("time_window_s", "pairs", "edges").rows() == [(4, 0, 0), (10, 3, 2), (30, 5, 3)]
    assert curve["false_share"].null_count() == 1
