"""Where posts gather: the space–time scan of the communes at the instants that ask for it, and the people behind it."""

from dataclasses import dataclass, field
from functools import cache

import numpy as np
import polars as pl

from analytics.arrays import Flags, Floats, Int64s
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
NEVER = np.iinfo(np.int64).max


@dataclass(slots=True)
class Episode:
    """Of a département: the last hour that asked, the hours that were striking, whether that was told."""

    last: int
    striking: list[int] = field(default_factory=list)
    told: bool = False


@dataclass(slots=True)
class Ground:
    """What is known of all communes: of hours that are no longer scanned, only how much each held.

    past   (m, 24) posts of each commune by hour of the day, before the hour `since`; first (m,): its first hour
    place, hour (n,), author   of each post from `since` on, in order of time
    episodes   by département
    """

    past: Int64s
    first: Int64s
    place: Int64s
    hour: Int64s
    author: pl.Series
    episodes: dict[str, Episode] = field(default_factory=dict)


def ground() -> Ground:
    """Before any post."""
    known, none = _communes().height, np.zeros(0, np.int64)
    past, first = np.zeros((known, DAY), np.int64), np.full(known, NEVER)
    return Ground(past, first, none, none, pl.Series("author", [], pl.String))


def gathered(
    posts: pl.DataFrame, asked: pl.DataFrame, options: WatchOptions, before: Ground | None = None
) -> pl.DataFrame:
    """GATHERED: the most striking cluster of communes around each département, at the hours that are asked for.

    posts   analytics.signals.watched, until the last of these hours at least
    asked   departement, end (a whole hour, µs), such as the hours in which it had surprisingly many posts
    before  what earlier calls learnt; it learns these posts, of hours after those
    returns at (the hour that ends then), since (where the cluster begins, at most LONGEST hours before), the
            commune or, where the cluster has several, the département of most of its posts; people (distinct
            authors: nothing is told of fewer than options.crowd); p of the scan of the communes within NEAR km
            that were heard of by then, against their own past and the hours of the day, not counting the last
            LOOK_BACK hours, and nothing while that past is shorter than a day; q: p times the scans of a day, one an
            hour

    A département that persists is not scanned again before `quiet_h` without an hour that asks.
    """
    held = before or ground()
    _learn(held, posts)
    rows: list[tuple[object, ...]] = []
    for departement, end in asked.unique().sort("end", "departement").iter_rows():
        hour = end // HOUR
        _settle(held, hour - LOOK_BACK)
        if row := _asked(held, departement, hour, options):
            rows.append(row)
    if held.hour.size:
        _settle(held, int(held.hour[-1]) + 1 - LOOK_BACK)
    return pl.DataFrame(rows, schema=GATHERED, orient="row").sort("at", "location_code", "departement")


def _asked(held: Ground, departement: str, hour: int, options: WatchOptions) -> tuple[object, ...] | None:
    """Clusters until one persists, and again after a calm."""
    own = held.episodes.setdefault(departement, Episode(hour - options.quiet_h))
    own.told = own.told and hour - own.last < options.quiet_h
    own.last = hour
    row = None if own.told else _one(held, _near(departement), hour, options)
    if row:
        own.striking = [h for h in own.striking if hour - h < options.of]
        own.striking += [hour] * (row[Q] <= options.discovery)  # type: ignore[operator]
        own.told = len(own.striking) >= options.persist
    return row


@cache
def _communes() -> pl.DataFrame:
    """code, departement, lat, lon of the communes that have a place, by code."""
    known = territory.communes().select("code", "departement", "lat", "lon")
    return known.drop_nulls("lat").unique("code", keep="first").sort("code")


@cache
def _near(departement: str) -> Flags:
    """Communes within NEAR km of a département's centre; all where it is not known."""
    here = territory.departements().filter(pl.col("code") == departement)
    if here.is_empty():
        return np.ones(_communes().height, np.bool_)
    north = (_communes()["lat"] - here["lat"][0]).to_numpy() * KM
    east = (_communes()["lon"] - here["lon"][0]).to_numpy() * KM * np.cos(np.radians(here["lat"][0]))
    near: Flags = np.hypot(north, east) <= NEAR
    return near


def _learn(held: Ground, posts: pl.DataFrame) -> None:
    written = posts.filter(~pl.col("relay")).select("author", "at", code="commune").drop_nulls("code")
    places = _communes().with_row_index("place").select("code", "place")
    rows = written.join(places, on="code", maintain_order="left")
    place, hour = rows["place"].cast(pl.Int64).to_numpy(), rows["at"].to_physical().to_numpy() // HOUR
    np.minimum.at(held.first, place, hour)
    held.place, held.hour = np.append(held.place, place), np.append(held.hour, hour)
    held.author = pl.concat([held.author, rows["author"]])


def _settle(held: Ground, since: int) -> None:
    """Posts before an hour become counts."""
    late = int(np.searchsorted(held.hour, since))
    np.add.at(held.past, (held.place[:late], held.hour[:late] % DAY), 1)
    held.place, held.hour, held.author = held.place[late:], held.hour[late:], held.author[late:]


def _one(held: Ground, near: Flags, end: int, options: WatchOptions) -> tuple[object, ...] | None:
    """The cluster of the hours before `end` (an hour), as a row of GATHERED."""
    heard = np.flatnonzero(near & (held.first < end))
    if not heard.size or end - LOOK_BACK - held.first[heard].min() < DAY:
        return None
    stop = int(np.searchsorted(held.hour, end))
    number = np.full(near.size, -1)
    number[heard] = np.arange(heard.size)
    post = np.flatnonzero(number[held.place[:stop]] >= 0)
    place, hour = number[held.place[post]], held.hour[post]
    counts = np.zeros((heard.size, LOOK_BACK), np.int64)
    np.add.at(counts, (place, hour - (end - LOOK_BACK)), 1)
    cluster = scan(
        counts, _expected(held.past[heard], end), _communes()[heard.tolist()].select("lat", "lon").to_numpy(),
        replications=options.replications, seed=options.seed, longest=LONGEST, live=True,
    )  # fmt: skip
    begin = end - LOOK_BACK + cluster.start
    member = np.isin(place, cluster.places) & (hour >= begin)
    people = held.author[post[member].tolist()].n_unique()
    if people < options.crowd:
        return None
    code, departement, names = _named(heard[place[member]])
    return (
        "crowd", ALL, code, (end - 1) * HOUR, cluster.observed, cluster.expected, None, cluster.p, -np.log2(cluster.p),
        min(1.0, cluster.p * options.family_h), people, begin * HOUR, departement, names,
    )  # fmt: skip


def _expected(past: Int64s, end: int) -> Floats:
    """Posts of each commune in each scanned hour, from its past (m, 24), (m, LOOK_BACK)."""
    own, daily = past.sum(axis=1) + THIN, past.sum(axis=0) + THIN
    hours = np.arange(end - LOOK_BACK, end) % DAY
    expected: Floats = own[:, None] * daily[hours][None, :]
    return expected


def _named(place: Int64s) -> tuple[str, str, list[str]]:
    """Code, département and the communes of a cluster's posts, the busiest first."""
    number, posts = np.unique(place, return_counts=True)
    named = (
        _communes()[number.tolist()]
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
