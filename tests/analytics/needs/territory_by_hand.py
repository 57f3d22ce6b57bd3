"""Four small communes in two départements, and what a reader can work out from a table about them."""

import numpy as np
import polars as pl

COMMUNES = pl.DataFrame(
    [
        ("01001", "01", "e1", 1_000, 46.0, 5.0),
        ("01002", "01", "e1", 2_000, 46.0, 5.1),
        ("01003", "01", "e2", 3_000, 46.3, 5.0),
        ("02001", "02", "e3", 4_000, 49.5, 3.5),
        ("02002", "02", "e3", 5_000, None, None),
        ("02003", "02", "e2", 6_000, 49.7, 3.5),
    ],
    schema=["code", "departement", "epci", "population", "lat", "lon"],
    orient="row",
)


def unknowns(whole, shown, key):
    """Cells of `key` in `whole` (every sum a reader can make over them, by parts) that `shown` gives or implies.

    whole  key columns level, code, topic, at and people, for every cell, zero ones too
    shown  the same key, of cells that are published
    """
    cells = [tuple(row) for row in whole.select(key).rows()]
    place = {cell: number for number, cell in enumerate(cells)}
    rows = [
        *sums(whole, key, place),
        *(unit(place[tuple(row)], len(cells)) for row in shown.select(key).rows()),
    ]
    _, size, directions = np.linalg.svd(np.array(rows), full_matrices=True)
    free = directions[(size > 1e-9).sum() :]
    known = np.abs(free).max(axis=0, initial=0) < 1e-9
    return {cell for cell, is_known in zip(cells, known, strict=True) if is_known}


def unit(at, size):
    row = np.zeros(size)
    row[at] = 1
    return row


def sums(whole, key, place):
    around = {"commune": "epci", "epci": "departement", "departement": "france"}
    for row in whole.iter_rows(named=True):
        total = tuple(row[name] for name in key)
        parts = []
        if row["topic"] == "all":
            parts.append((pl.col("topic") != "all") & same(row, "code", "level", "at", "departement"))
        if row["at"] is None:
            parts.append(pl.col("at").is_not_null() & same(row, "code", "level", "topic", "departement"))
        if row["level"] != "commune":
            below = next(small for small, large in around.items() if large == row["level"])
            inside = {"epci": ("epci", "departement"), "departement": ("departement",), "france": ()}[
                row["level"]
            ]
            parts.append((pl.col("level") == below) & same(row, "topic", "at", *inside))
        for part in parts:
            members = whole.filter(part).select(key).rows()
            if members:
                line = -unit(place[total], len(place))
                for member in members:
                    line[place[tuple(member)]] += 1
                yield line


def same(row, *names):
    return pl.all_horizontal(pl.col(name).eq_missing(pl.lit(row[name])) for name in names)


def grid(communes, topics, moments):
    """Every cell a reader may ask about, without its people: level, code, departement, epci, topic, at."""
    parts = communes.select("code", "departement", "epci")
    none = pl.lit(None, pl.String)
    levels = [
        parts.select(level=pl.lit("commune"), code="code", departement="departement", epci="epci"),
        parts.select(level=pl.lit("epci"), code="epci", departement="departement", epci="epci").unique(),
        parts.select(
            level=pl.lit("departement"), code="departement", departement="departement", epci=none
        ).unique(),
        pl.DataFrame({"level": ["france"], "code": ["FR"], "departement": [None], "epci": [None]}).cast(
            pl.String
        ),
    ]
    axes = (
        pl.DataFrame({"topic": [*topics, "all"]}),
        pl.DataFrame({"at": [*moments, None]}, {"at": moments.dtype}),
    )
    places = pl.concat(levels)
    return places.join(axes[0], how="cross").join(axes[1], how="cross").sort("level", "code", "topic", "at")
