"""France, its départements, EPCI and communes as one tree of numbered places."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.arrays import Int64s

FRANCE, DEPARTEMENT, EPCI, COMMUNE = LEVELS = ("france", "departement", "epci", "commune")
TOP = "FR"
KEY = ["departement", "epci", "code"]


@dataclass(frozen=True, slots=True)
class Places:
    """n places, the largest first: those of one parent stand together, in the order of their codes.

    names   (n rows)  level, code, departement, population; an EPCI in two départements is two places
    parent  (n,)      number of the place around it, -1 for France
    first   (n,)      number of its first part; first == last where it has none
    last    (n,)      one after its last part
    """

    names: pl.DataFrame
    parent: Int64s
    first: Int64s
    last: Int64s


def places(commune: pl.Series, departement: pl.Series, communes: pl.DataFrame) -> tuple[Places, Int64s]:
    """The places that rows (n,) name, and the number of each row's smallest one, -1 where none is known.

    commune, departement  codes or null; a commune that is known tells its département
    communes              code, departement, population and, where known, epci (as `graph.territory.communes`)
    """
    known = communes.select(
        "code",
        "departement",
        epci=pl.col("epci").fill_null("") if "epci" in communes.columns else pl.lit(""),
        population=pl.col("population").cast(pl.Int64),
    )
    named = pl.DataFrame({"code": commune.cast(pl.String), "departement": departement.cast(pl.String)})
    placed = _placed(named, known)
    seen = _seen(placed.select(KEY).unique(), known)
    tree = _tree(seen)
    number = seen.with_row_index("place").select(*KEY, "place")
    found = placed.join(number, on=KEY, how="left", nulls_equal=True, maintain_order="left")
    return tree, found["place"].cast(pl.Int64).fill_null(-1).to_numpy()


def _placed(named: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """KEY of each row's place: a commune that is not known leaves its row to the département."""
    own = known.select("code", "epci", around="departement")
    rows = named.join(own, on="code", how="left", maintain_order="left")
    is_known = pl.col("around").is_not_null()
    code = pl.when(pl.col("departement").is_in(known["departement"].unique().implode())).then("departement")
    return rows.select(
        departement=pl.coalesce("around", code),
        epci=pl.when(is_known).then("epci"),
        code=pl.when(is_known).then("code"),
    )


def _seen(keys: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """The places of KEY and all around them, the largest first; population of each whole place."""
    keys = keys.drop_nulls("departement")
    nothing = pl.lit(None, pl.String)
    levels = []
    for depth, level in enumerate(LEVELS):
        names = [name if at < depth else None for at, name in enumerate(KEY)]
        columns = {name: pl.col(name) if name in names else nothing for name in KEY}
        of_level = keys.select(**columns).unique()
        own = [name for name in names if name]
        rows = (
            of_level.drop_nulls(own) if own else pl.DataFrame({name: [None] for name in KEY}, of_level.schema)
        )
        inhabitants = (
            known.group_by(own).agg(pl.col("population").sum())
            if own
            else known.select(pl.col("population").sum())
        )
        joined = rows.join(inhabitants, on=own, how="left") if own else rows.join(inhabitants, how="cross")
        levels.append(joined.with_columns(level=pl.lit(level)).sort(KEY))
    return pl.concat(levels)


def _tree(seen: pl.DataFrame) -> Places:
    around = {DEPARTEMENT: [], EPCI: KEY[:1], COMMUNE: KEY[:2]}
    numbered = seen.with_row_index("place").with_columns(pl.col("place").cast(pl.Int64))
    parents = [np.array([-1])]
    for upper, (level, on) in zip(LEVELS, around.items(), strict=False):
        above = numbered.filter(level=upper).select(*on, parent="place")
        part = numbered.filter(level=level)
        joined = (
            part.join(above, on=on, how="left", maintain_order="left") if on else part.with_columns(parent=0)
        )
        parents.append(joined["parent"].cast(pl.Int64).to_numpy())
    parent = np.concatenate(parents).astype(np.int64)
    first = np.searchsorted(parent, np.arange(parent.size)).astype(np.int64)
    last = np.searchsorted(parent, np.arange(parent.size), side="right").astype(np.int64)
    return Places(
        seen.select("level", _code().alias("code"), "departement", "population"), parent, first, last
    )


def _code() -> pl.Expr:
    return (
        pl.when(pl.col("level") == FRANCE)
        .then(pl.lit(TOP))
        .otherwise(pl.coalesce(pl.col("code"), pl.col("epci"), pl.col("departement")))
    )
