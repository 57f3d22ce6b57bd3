"""Need cube: distinct people by topic, territory and week, small cells hidden in all sums."""

import tempfile
from pathlib import Path

import numpy as np
import polars as pl

from analytics.needs.cube import cube
from benchmarks.data import SEED
from benchmarks.measure import Result, best_of, peak_megabytes
from graph.taxonomy import taxonomy
from graph.territory import communes

TITLE = "need cube of 1,000,000 feedback against Polars reading and grouping the same rows"
FEEDBACK = 1_000_000
GOAL = 1 / 3
DAYS = 365
BEGINNING = 1_735_689_600  # 1 January 2025, in seconds since 1970


def run(repeats: int = 3, count: int = FEEDBACK) -> Result:
    """Time both on one CSV file; raises AssertionError when a cell that is shown is not that of Polars.

    Polars reads the file and counts distinct people by topic, commune and week: the finest cells alone. The cube
    is made of the frame it read, with every level, "all" topics, the whole time, and small cells hidden.
    """
    territory = communes()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "needs.csv"
        needs(count).write_csv(file)
        cube(read(file).head(1_000), territory)  # numba compiles, or loads what it compiled
        reading, people = best_of(repeats, lambda: read(file))
        together, grouped = best_of(repeats, lambda: group(read(file)))
        ours, found = best_of(repeats, lambda: cube(people, territory))
        memory = peak_megabytes(lambda: cube(people, territory))
    assert_same(found, grouped)
    return Result(
        ratio=together / ours,
        goal=GOAL,
        reference="Polars, reading and grouping",
        figures={
            "feedback": count,
            "rows": found.height,
            "shown": int((~found["suppressed"]).sum()),
            "ours_s": ours,
            "polars_read_s": reading,
            "polars_read_and_group_s": together,
            "ours_peak_mb": memory,
        },
    )


def needs(count: int) -> pl.DataFrame:
    """`person, topic, commune, departement, at`: a year of feedback, more of it where more people live."""
    rng = np.random.default_rng(SEED)
    places = communes().filter(pl.col("population") > 0)
    people = places["population"].to_numpy()
    place = rng.choice(places.height, count, p=people / people.sum())
    classes = taxonomy().frame()["class"]
    topic = np.minimum(rng.geometric(0.2, count) - 1, classes.len() - 1)
    at = (BEGINNING + rng.integers(0, DAYS * 86_400, count)) * 1_000_000
    return pl.DataFrame({
        "person": pl.Series([f"feedback:{number}" for number in range(count)]),
        "topic": classes.gather(topic),
        "commune": places["code"].gather(place),
        "departement": places["departement"].gather(place),
        "at": pl.Series(at).cast(pl.Datetime("us", "UTC")),
    })  # fmt: skip


def read(file: Path) -> pl.DataFrame:
    return pl.read_csv(
        file, schema_overrides={"commune": pl.String, "departement": pl.String}, try_parse_dates=True
    )


def group(people: pl.DataFrame) -> pl.DataFrame:
    week = pl.col("at").dt.truncate("1w")
    return people.group_by("topic", "commune", week).agg(pl.col("person").n_unique())


def assert_same(found: pl.DataFrame, grouped: pl.DataFrame) -> None:
    """Every cell of a commune, topic and week that the cube shows counts what Polars counted."""
    shown = found.filter(
        pl.col("level") == "commune",
        pl.col("topic") != "all",
        pl.col("at").is_not_null(),
        ~pl.col("suppressed"),
    )
    both = shown.join(
        grouped.with_columns(pl.col("at").cast(pl.Datetime("us", "UTC"))),
        left_on=["code", "topic", "at"],
        right_on=["commune", "topic", "at"],
    )
    assert both.height == shown.height, "the cube shows cells that Polars does not count"
    assert (both["people"] == both["person"]).all(), "the cube's figures differ from those of Polars"
