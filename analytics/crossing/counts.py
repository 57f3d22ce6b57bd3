"""Events and posts as counts by source, kind, commune and hour."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
from scipy.spatial import cKDTree

from analytics.posts import instants

if TYPE_CHECKING:
    from analytics.arrays import Floats

POSTS: Final = "posts"  # the source that posts are
TALK: Final = "talk"  # the kind of posts that express no need
NEAR_KM: Final = 15.0  # a point further from any commune's centre is in none
HOUR: Final = timedelta(hours=1)
_EARTH_KM = 6371.0088
_EVENT = ("uid", "kind", "at")


def event_rows(events: pl.DataFrame, communes: pl.DataFrame) -> pl.DataFrame:
    """source, kind, at, commune, departement, who (null), many, severity of each event that is somewhere.

    events    `uid, kind, at` and, where known, place_insee, lat, lon, departement, severity, source (else the kind),
              count (else 1); a uid that is there twice counts once
    communes  `code, departement, lat, lon`
    raises    ValueError for a missing column, a row without kind, a time that is none, a negative count
    """
    missing = [name for name in _EVENT if name not in events.columns]
    if missing:
        raise ValueError(f"events have no column {', '.join(missing)}; their columns are {events.columns}")
    if events["kind"].null_count():
        raise ValueError(f"row {events['kind'].is_null().arg_max()} of events has no kind")
    many = column(events, "count", pl.Int64).fill_null(1)
    if (many < 0).any():
        raise ValueError(
            f"row {(many < 0).arg_max()} of events: count {many[(many < 0).arg_max() or 0]} is below 0"
        )
    kind, source = events["kind"].cast(pl.String), column(events, "source", pl.String)
    rows = pl.DataFrame(
        {
            "uid": events["uid"].cast(pl.String),
            "source": source.zip_with(source.is_not_null(), kind),
            "kind": kind,
            "at": _times(events["at"], "at"),
            "who": pl.Series("who", [None] * events.height, dtype=pl.String),
            "many": many,
            "severity": column(events, "severity", pl.Int64),
        }
    )
    return _placed(rows, events, communes).unique("uid", keep="first", maintain_order=True).drop("uid")


def post_rows(posts: pl.DataFrame, communes: pl.DataFrame) -> pl.DataFrame:
    """The same columns for posts: one row a post and need class, of kind TALK where it expresses none.

    posts  canonical posts with place_insee; `needs` (list) where it is known
    """
    rows = pl.DataFrame(
        {
            "uid": posts["uid"].cast(pl.String),
            "source": pl.Series("source", [POSTS] * posts.height, dtype=pl.String),
            "needs": column(posts, "needs", pl.List(pl.String)),
            "at": _times(posts["created_at"], "created_at"),
            "who": posts["author_uid"].cast(pl.String),
            "many": pl.Series("many", [1] * posts.height, dtype=pl.Int64),
            "severity": pl.Series("severity", [None] * posts.height, dtype=pl.Int64),
        }
    )
    placed = _placed(rows, posts, communes).unique("uid", keep="first", maintain_order=True)
    stated = placed.explode("needs", empty_as_null=True, keep_nulls=True)
    return stated.with_columns(kind=pl.col("needs").fill_null(TALK)).select(
        "source", "kind", "at", "who", "many", "severity", "commune", "departement"
    )


def column(frame: pl.DataFrame, name: str, kind: pl.DataType | type[pl.DataType]) -> pl.Series:
    """A column as that type; nulls where the frame has none."""
    if name in frame.columns:
        return frame[name].cast(kind)
    return pl.Series(name, [None] * frame.height, dtype=kind)


def counted(rows: pl.DataFrame, level: str, window: timedelta = HOUR) -> pl.DataFrame:
    """source, kind, code, at (start of a window), observed, severity (the highest) of one level: commune, departement.

    Posts are counted by their distinct authors: one who writes all day is one voice an hour.
    """
    people = pl.col("who").drop_nulls().n_unique().cast(pl.Int64)
    observed = pl.when(pl.col("who").count() > 0).then(people).otherwise(pl.col("many").sum())
    placed = rows.drop_nulls([level, "at"]).with_columns(at=pl.col("at").dt.truncate(window), code=level)
    key = ["source", "kind", "code", "at"]
    found = placed.group_by(key).agg(observed=observed, severity=pl.col("severity").max())
    return found.sort(key)


def _times(given: pl.Series, name: str) -> pl.Series:
    try:
        return instants(given)
    except (ValueError, TypeError) as error:
        raise ValueError(str(error).replace("created_at", name)) from error


def _placed(rows: pl.DataFrame, given: pl.DataFrame, communes: pl.DataFrame) -> pl.DataFrame:
    """Commune as declared, else that of the nearest centre; département as declared, else the commune's."""
    point = pl.DataFrame({axis: column(given, axis, pl.Float64) for axis in ("lat", "lon")})
    declared = column(given, "place_insee", pl.String)
    near = _nearest(point, communes)
    commune = declared.zip_with(declared.is_not_null(), near)
    known = communes.select(commune="code", known="departement").unique("commune")
    placed = rows.with_columns(commune=commune, said=column(given, "departement", pl.String))
    placed = placed.join(known, on="commune", how="left", maintain_order="left")
    return placed.with_columns(departement=pl.coalesce("known", "said")).drop("known", "said")


def _nearest(point: pl.DataFrame, communes: pl.DataFrame) -> pl.Series:
    """Code of the commune whose centre is nearest to each point, null beyond NEAR_KM or without a point."""
    known = communes.drop_nulls(["lat", "lon"]).sort("code")
    own = point.drop_nulls()
    if own.is_empty() or known.is_empty():
        return pl.Series("near", [None] * point.height, dtype=pl.String)
    tree = cKDTree(_on_sphere(known))
    apart, place = tree.query(_on_sphere(own), distance_upper_bound=2 * np.sin(NEAR_KM / (2 * _EARTH_KM)))
    inside = np.isfinite(apart)
    code = (
        known["code"]
        .gather(np.where(inside, place, 0))
        .zip_with(pl.Series(inside), pl.Series([None] * own.height, dtype=pl.String))
    )
    rows = point.with_row_index("row").drop_nulls().select("row", near=code)
    return point.with_row_index("row").join(rows, on="row", how="left", maintain_order="left")["near"]


def _on_sphere(point: pl.DataFrame) -> Floats:
    """Points (n, 3) of the unit sphere."""
    phi, theta = np.radians(point["lat"].to_numpy()), np.radians(point["lon"].to_numpy())
    return np.column_stack([np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)]).astype(
        np.float64
    )
