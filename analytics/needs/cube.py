"""Who needs what, where and when: distinct people by topic × territory × time, small cells hidden in all sums.

The sums a reader can make: the topics of a place, the communes of an EPCI, the EPCI of a département, the
départements of France, the windows of the whole time. No hidden cell follows from all of them together (see
`analytics.needs.windows`). People may have several topics, move, or have no known commune, so a total need not be
the sum of its parts: it is taken for one all the same.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.arrays import Flags, Int64s
from analytics.codes import encode
from analytics.needs.places import COMMUNE, DEPARTEMENT, EPCI, FRANCE, LEVELS, Places, places
from analytics.needs.suppression import ALL
from analytics.needs.windows import Cells, Rows, Size, hide
from analytics.posts import UTC, instants

CELL = ("level", "code", "topic", "at")
COLUMNS = (*CELL, "people", "rate", "suppressed")
NEED = ("person", "topic", "commune", "departement", "at")
NOTHING = pl.DataFrame(schema={"level": pl.String, "code": pl.String, "topic": pl.String})


@dataclass(frozen=True, slots=True)
class Table:
    """Cells, and the names of their numbers; at (windows,) holds the start of each window."""

    cells: list[Cells]
    tree: Places
    topics: pl.Series
    at: pl.Series
    kinds: int


def cube(
    people: pl.DataFrame,
    communes: pl.DataFrame,
    *,
    every: str = "1w",
    k: int = 11,
    hidden: pl.DataFrame = NOTHING,
) -> pl.DataFrame:
    """Distinct people of every cell, the whole time and window by window.

    people    `person, topic, commune, departement` (codes or null), `at`: who expressed which need where and when;
              a row without topic or territory is not counted
    communes  `code, departement, population` and, where known, `epci` (`graph.territory.communes()`)
    every     length of a window as Polars writes it: "1d", "1w" (from Monday), "1mo"
    k         fewer distinct people than that are hidden
    hidden    `level, code, topic`: what other tables published of the same people hide (`rates`, where suppressed)
    returns   COLUMNS by level, code, topic, at: level france ("FR"), departement, epci or commune; topic "all" for
              the distinct people over the topics; at null for the whole time; rate is people per inhabitant; people
              and rate null where suppressed. A cell that is suppressed for the whole time is so in every window and
              has no row there; any other cell without a row counts nobody.
    raises    ValueError for a missing column, a row without person or a topic named "all"
    """
    found = listed(count(people, communes, every=every, k=k, hidden=hidden))
    rate = pl.when(pl.col("population") > 0).then(pl.col("kind_0") / pl.col("population"))
    return found.with_columns(people="kind_0", rate=rate).select(COLUMNS)


def count(
    people: pl.DataFrame, communes: pl.DataFrame, *, every: str, k: int, hidden: pl.DataFrame, kinds: int = 1
) -> Table:
    """The cells of `people`; a column `kind` (0 to kinds - 1) parts them in kinds that are counted apart."""
    _check(people)
    people = people.filter(pl.col("topic").is_not_null(), pl.col("at").is_not_null())
    tree, place = places(people["commune"], people["departement"], communes)
    topics, group = _numbered(people["topic"].cast(pl.String))
    at, window = _windows(people["at"], every)
    kind = people["kind"].to_numpy() if "kind" in people.columns else np.zeros(people.height, np.int64)
    rows = Rows(
        encode(people["person"].cast(pl.String)).code, place, group + 1, window, kind.astype(np.int64)
    )
    found = place >= 0
    if not found.all():
        rows = Rows(*(getattr(rows, name)[found] for name in Rows.__slots__))
    size = Size(topics.len() + 1, at.len(), kinds)
    secret = _secret(hidden, tree, topics)
    return Table(hide(rows, size, tree, k, secret), tree, topics, at, kinds)


def listed(table: Table) -> pl.DataFrame:
    """CELL, `population`, `suppressed`, and a column kind_0, kind_1 … of people for each kind, null where suppressed.

    Sorted; an EPCI of two départements is the sum of its two parts, hidden where one of them is.
    """
    groups = pl.DataFrame({"topic": pl.concat([pl.Series([ALL], dtype=pl.String), table.topics])})
    places, place_number = _in_order(table.tree.names, ["level", "code"])
    topics, topic_number = _in_order(groups, ["topic"])
    parts = [_listed(cells, groups.height) for cells in table.cells]
    place, group, window, hidden = (np.concatenate([part[at] for part in parts]) for at in range(4))
    windows = table.at.len() + 1
    key = (place_number[place] * groups.height + topic_number[group]) * windows + window + 1
    order = np.argsort(key)
    ordered = key[order]
    first = np.flatnonzero(np.diff(ordered, prepend=-1))
    people = (
        np.add.reduceat(np.concatenate([part[4] for part in parts])[order], first) if first.size else None
    )
    number, window = np.divmod(ordered[first], windows)
    number, topic = np.divmod(number, groups.height)
    at = pl.concat([pl.Series([None], dtype=UTC), table.at])
    found = pl.DataFrame({
        "level": places["level"].gather(number),
        "code": places["code"].gather(number),
        "topic": topics["topic"].gather(topic),
        "at": at.gather(window),
        "population": places["population"].gather(number),
        "suppressed": np.logical_or.reduceat(hidden[order], first) if first.size else hidden,
        **{f"kind_{kind}": [] if people is None else people[:, kind] for kind in range(table.kinds)},
    }, schema_overrides={f"kind_{kind}": pl.Int64 for kind in range(table.kinds)})  # fmt: skip
    return found.filter(pl.col("code") != "").with_columns(
        pl.when(~pl.col("suppressed")).then(pl.col("^kind_.*$"))
    )


def _in_order(names: pl.DataFrame, by: list[str]) -> tuple[pl.DataFrame, Int64s]:
    """The distinct names in order, what else they tell summed up, and each row's place among them."""
    ordered = (
        names.group_by(by).agg(pl.exclude("departement").sum()).sort(by) if len(by) > 1 else names.sort(by)
    )
    number = names.join(ordered.with_row_index("number"), on=by, how="left", maintain_order="left")["number"]
    return ordered, number.cast(pl.Int64).to_numpy()


def _listed(cells: Cells, groups: int) -> tuple[Int64s, Int64s, Int64s, Flags, Int64s]:
    """place, group, window, hidden (n,) and people (n, kinds) of what counts anyone or is hidden."""
    at, window = np.nonzero(cells.people.any(axis=2) | cells.hidden[:, None])
    place, group = np.divmod(cells.cell[at], groups)
    people = cells.people[at, window].astype(np.int64)
    return place, group, np.asarray(cells.windows)[window], cells.hidden[at], people


def _check(people: pl.DataFrame) -> None:
    missing = [name for name in NEED if name not in people.columns]
    if missing:
        raise ValueError(f"people have no column {', '.join(missing)}; their columns are {people.columns}")
    if people["person"].null_count():
        raise ValueError(f"row {people['person'].is_null().arg_max()} of people has no person")
    if (people["topic"] == ALL).any():
        raise ValueError(f'a topic is named "{ALL}", which stands for all topics together')


def _numbered(values: pl.Series) -> tuple[pl.Series, Int64s]:
    """The distinct values in order, and the place of each row's among them."""
    codes = encode(values)
    distinct = values.gather(codes.first)
    return distinct.sort(), distinct.rank("ordinal").cast(pl.Int64).to_numpy()[codes.code] - 1


def _windows(at: pl.Series, every: str) -> tuple[pl.Series, Int64s]:
    """The windows that hold anything, in order, and each row's place among them."""
    start = instants(at).dt.truncate(every)
    moments = start.unique().sort()
    return moments.cast(UTC), np.searchsorted(
        moments.to_physical().to_numpy(), start.to_physical().to_numpy()
    )


def _secret(hidden: pl.DataFrame, tree: Places, topics: pl.Series) -> Flags:
    """Cells that others hide, and those around them at levels the others do not show, (places, groups)."""
    groups = pl.concat([pl.Series([ALL], dtype=pl.String), topics])
    flags = np.zeros((tree.parent.size, groups.len()), np.bool_)
    if hidden.is_empty():
        return flags
    place = tree.names.select("level", "code").with_row_index("place")
    group = pl.DataFrame({"topic": groups}).with_row_index("group")
    known = hidden.select("level", "code", "topic").cast(pl.String)
    cells = known.join(place, on=["level", "code"]).join(group, on="topic")
    flags[cells["place"].to_numpy(), cells["group"].to_numpy()] = True
    told = {COMMUNE, DEPARTEMENT, *hidden["level"].unique()}
    for level in (EPCI, FRANCE):
        if level not in told:
            below = np.flatnonzero(_level(tree, LEVELS[LEVELS.index(level) + 1]))
            np.logical_or.at(flags, tree.parent[below], flags[below])
    return flags


def _level(tree: Places, level: str) -> Flags:
    return tree.names["level"].eq(level).to_numpy()
