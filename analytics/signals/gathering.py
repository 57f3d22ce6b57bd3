"""Where posts gather: the space–time scan of the communes at the instants that ask for it, and the people behind it."""

from typing import NamedTuple

import numpy as np
import polars as pl

from analytics.arrays import Floats, Int64s
from analytics.posts import UTC
from analytics.signals.judgement import MINUTE
from analytics.signals.options import WatchOptions
from analytics.signals.scan import scan
from analytics.signals.series import ALL
from graph import territory

HOUR = 60 * MINUTE
LOOK_BACK, LONGEST = 24, 6  # hours that are scanned; of a gathering at most
DAY = 24
NEAR, KM = 200.0, 111.2  # km around a département that are scanned with it; km of a degree
THIN = 0.5  # posts that are believed seen in each commune, so that a silent one can speak
GATHERED = pl.Schema(
    {
        "kind": pl.String(), "topic": pl.String(), "location_code": pl.String(), "at": UTC, "observed": pl.Int64(),
        "expected": pl.Float64(), "shape": pl.Float64(), "p": pl.Float64(), "bits": pl.Float64(), "q": pl.Float64(),
        "people": pl.Int64(), "since": UTC, "departement": pl.String(), "communes": pl.List(pl.String),
    }
)  # fmt: skip

Q = GATHERED.names().index("q")


class Placed(NamedTuple):
    """place (n,) row of `communes` (code, departement, lat, lon), hour (n,), author (n,) of posts in order of time."""

    place: Int64s
    hour: Int64s
    author: pl.Series
    communes: pl.DataFrame


def gathered(posts: pl.DataFrame, asked: pl.DataFrame, options: WatchOptions) -> pl.DataFrame:
    """GATHERED: the most striking cluster of communes around each département, at the hours that are asked for.

    asked   departement, end (a whole hour, µs), such as the hours in which it had surprisingly many posts
    returns at (the hour that ends then), since (where the cluster begins, at most LONGEST hours before), the
            commune or, where the cluster has several, the département of most of its posts; people (distinct
            authors: nothing is told of fewer than options.crowd); p of the scan of the communes within NEAR km,
            against their own past and the hours of the day, not counting the last LOOK_BACK hours, and nothing
            while that past is shorter than a day; q: p times the scans of a day, one an hour

    A département that persists is not scanned again before `quiet_h` without an hour that asks.
    """
    placed = _placed(posts)
    rows: list[tuple[object, ...]] = []
    for (departement,), own in (
        asked.unique().sort("departement", "end").group_by("departement", maintain_order=True)
    ):
        near = _near(placed, str(departement))
        rows += _episodes(near, [end // HOUR for end in own["end"].to_list()], options)
    return pl.DataFrame(rows, schema=GATHERED, orient="row").sort("at", "location_code", "departement")


def _episodes(near: Placed, hours: list[int], options: WatchOptions) -> list[tuple[object, ...]]:
    """Clusters until one persists, and again after a calm."""
    rows: list[tuple[object, ...]] = []
    striking: list[int] = []
    last, told = -options.quiet_h, False
    for hour in hours:
        told = told and hour - last < options.quiet_h
        last = hour
        row = None if told else _one(near, hour, options)
        if row:
            rows.append(row)
            striking = [h for h in striking if hour - h < options.of]
            striking += [hour] * (row[Q] <= options.discovery)  # type: ignore[operator]
            told = len(striking) >= options.persist
    return rows


def _near(placed: Placed, departement: str) -> Placed:
    """Only the communes within NEAR km of a département's centre, and their posts."""
    here = territory.departements().filter(pl.col("code") == departement)
    if here.is_empty() or placed.communes.is_empty():
        return placed
    north = (placed.communes["lat"] - here["lat"][0]).to_numpy() * KM
    east = (placed.communes["lon"] - here["lon"][0]).to_numpy() * KM * np.cos(np.radians(here["lat"][0]))
    kept = np.hypot(north, east) <= NEAR
    post = np.flatnonzero(kept[placed.place])
    renumbered = np.cumsum(kept) - 1
    return Placed(
        renumbered[placed.place[post]], placed.hour[post], placed.author[post.tolist()],
        placed.communes.filter(pl.Series(kept)),
    )  # fmt: skip


def _placed(posts: pl.DataFrame) -> Placed:
    known = territory.communes().select("code", "departement", "lat", "lon").drop_nulls("lat")
    written = posts.filter(~pl.col("relay")).select("author", "at", code="commune")
    communes = known.join(written.select("code").drop_nulls().unique(), on="code", how="semi").sort("code")
    rows = written.join(
        communes.with_row_index("place").select("code", "place"), on="code", maintain_order="left"
    )
    hour = rows["at"].to_physical().to_numpy() // HOUR
    return Placed(rows["place"].cast(pl.Int64).to_numpy(), hour, rows["author"], communes)


def _one(placed: Placed, end: int, options: WatchOptions) -> tuple[object, ...] | None:
    """The cluster of the hours before `end` (an hour), as a row of GATHERED."""
    if not placed.hour.size or end - LOOK_BACK - placed.hour[0] < DAY:
        return None
    late, stop = np.searchsorted(placed.hour, [end - LOOK_BACK, end])
    expected = _expected(placed, int(late), end)
    counts = np.zeros(expected.shape, np.int64)
    np.add.at(counts, (placed.place[late:stop], placed.hour[late:stop] - (end - LOOK_BACK)), 1)
    active = expected.sum(axis=1) > 0
    where = placed.communes.select("lat", "lon").to_numpy()
    cluster = scan(
        counts[active], expected[active], where[active],
        replications=options.replications, seed=options.seed, longest=LONGEST, live=True,
    )  # fmt: skip
    inside = np.flatnonzero(active)[cluster.places]
    begin = end - LOOK_BACK + cluster.start
    member = np.isin(placed.place[late:stop], inside) & (placed.hour[late:stop] >= begin)
    people = placed.author.slice(int(late), int(stop - late)).filter(pl.Series(member)).n_unique()
    if people < options.crowd:
        return None
    code, departement, names = _named(placed, placed.place[late:stop][member])
    return (
        "crowd", ALL, code, (end - 1) * HOUR, cluster.observed, cluster.expected, None, cluster.p, -np.log2(cluster.p),
        min(1.0, cluster.p * options.family_h), people, begin * HOUR, departement, names,
    )  # fmt: skip


def _expected(placed: Placed, late: int, end: int) -> Floats:
    """Posts of each commune in each scanned hour, from the posts before (the first `late`), (m, LOOK_BACK)."""
    own = np.bincount(placed.place[:late], minlength=placed.communes.height) + THIN
    hours = np.arange(end - LOOK_BACK, end) % DAY
    daily = np.bincount(placed.hour[:late] % DAY, minlength=DAY) + THIN
    expected: Floats = own[:, None] * daily[hours][None, :]
    return expected


def _named(placed: Placed, place: Int64s) -> tuple[str, str, list[str]]:
    """Code, département and the communes of a cluster's posts, the busiest first."""
    number, posts = np.unique(place, return_counts=True)
    named = (
        placed.communes[number.tolist()]
        .with_columns(posts=pl.Series(posts))
        .sort("posts", "code", descending=[True, False])
    )
    busiest = (
        named.group_by("departement")
        .agg(pl.col("posts").sum())
        .sort("posts", "departement", descending=[True, False])
    )
    departement = str(busiest["departement"][0])
    code = str(named["code"][0]) if named.height == 1 else departement
    return code, departement, named["code"].to_list()
