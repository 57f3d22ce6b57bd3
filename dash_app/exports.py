"""Tables and maps for other programs: CSV, JSON and GeoJSON, with posts' own uids and pseudonyms only."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.stages import DEFAULTS
from analytics.stages.windows import WORDS, posts_of
from cypher import query
from dash_app.need_cube import WEEKS, Cut, of_store
from graph.territory import communes, shapes

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.methods import Method
    from analytics.stages import Options
    from graph.store import Store

QUESTIONS = {
    "cascades": "windows/cascades",
    "claims": "windows/claims",
    "claim-posts": "windows/claim_posts",
    "communities": "windows/communities",
    "coordination": "windows/coordination",
    "fact-checks": "windows/fact_check_matches",
    "needs": "windows/need_rates",
    "signals": "windows/signals",
    "sources": "sources/health",
    "stances": "windows/stances",
    "weak-signals": "windows/weak_signals",
}
COMPUTED = (
    "posts",
    "edges",
    "network",
    "positions",
    "polarisation",
)  # from the posts of the graph, when asked
GAP = "gap"  # from the stored need rates and the register of offers
CUBE = "need-cube"
SERVICES = ("visibility", "perception")
EXPORTS = (*QUESTIONS, *COMPUTED, GAP, CUBE, *SERVICES)
INTERVALS = tuple(
    f"{name}_p{end}" for name in ("depth", "max_breadth", "structural_virality") for end in ("05", "95")
)
_TIME = "%Y-%m-%dT%H:%M:%S%.3fZ"


class ExportError(Exception):
    """An export that does not exist or cannot be written in that form."""


def export(
    store: Store,
    what: str,
    out: Path,
    *,
    method: Method = "observed",
    options: Options = DEFAULTS,
    intervals: bool = False,
    cut: Cut = WEEKS,
) -> int:
    """Write one export, by suffix: .csv, .json, .parquet, or .geojson (needs only); returns the rows written."""
    if what not in EXPORTS:
        raise ExportError(f"there is no export {what!r}\n  There are: {', '.join(EXPORTS)}")
    if what in COMPUTED:
        from dash_app.file_analyses import computed  # noqa: PLC0415 - the analyses take half a second

        posts = posts_of({name: store.read(query(name)) for name in WORDS})
        return write_table(computed(what, posts, method, options), what, out)
    if what == GAP:
        return write_table(needs_against_offers(store), what, out)
    if what == CUBE:
        return write_table(of_store(store, cut), what, out)
    if what in SERVICES:
        from dash_app.services import tables  # noqa: PLC0415 - the analyses take half a second

        made = tables.perception(store) if what == "perception" else tables.visibility(store)
        return write_table(made, what, out)
    frame = store.read(query(QUESTIONS[what]))
    return write_table(frame if intervals else frame.drop(INTERVALS, strict=False), what, out)


def needs_against_offers(store: Store) -> pl.DataFrame:
    """Need rate against offer reach by territory and topic; small cells stay hidden (analytics.offers.gaps)."""
    from analytics.offers import gap, register  # noqa: PLC0415 - the analyses take half a second

    offers = store.read(query("windows/offer_register"))
    answers = pl.when(pl.col("answers").list.len() > 0).then("answers")
    territory = communes()
    register_ = register(offers.with_columns(answers=answers), territory)
    return gap(store.read(query("windows/need_rates")), register_, territory)


def write_table(frame: pl.DataFrame, what: str, out: Path) -> int:
    """Write a table in the form that its suffix names; returns its rows."""
    kind = out.suffix.lower()
    out.parent.mkdir(parents=True, exist_ok=True)
    if kind == ".geojson" and what == "needs":
        out.write_text(json.dumps(geojson(frame), ensure_ascii=False), encoding="utf-8")
    elif kind == ".parquet":
        frame.write_parquet(out)
    elif kind in {".csv", ".json"}:
        out.write_text(text(frame, kind.removeprefix(".")), encoding="utf-8")
    else:
        raise ExportError(
            f"{out.name} cannot be written: {what} goes to .csv, .json, .parquet"
            + " or .geojson" * (what == "needs")
        )
    return frame.height


def text(frame: pl.DataFrame, kind: str) -> str:
    """A frame as CSV or JSON text; times in ISO 8601, lists with | between."""
    times = [c for c, t in frame.schema.items() if t.base_type() is pl.Datetime]
    lists = [c for c, t in frame.schema.items() if t.base_type() is pl.List]
    plain = frame.with_columns(pl.col(times).dt.to_string(_TIME))
    if kind == "json":
        return json.dumps(plain.to_dicts(), ensure_ascii=False, indent=1) + "\n"
    return plain.with_columns(pl.col(lists).list.join("|")).write_csv()


def geojson(rates: pl.DataFrame) -> dict[str, Any]:
    """Need rates as a FeatureCollection (RFC 7946): départements as polygons, communes and EPCI as points.

    A territory without known geometry is kept with a null geometry, as the RFC allows.
    """
    places = {(level, code): [x, y] for level, code, x, y in _points().drop_nulls().iter_rows()}
    outlines = {code: _polygons(code) for code in shapes()}
    features = [_feature(row, outlines, places) for row in rates.iter_rows(named=True)]
    return {"type": "FeatureCollection", "features": features}


def _points() -> pl.DataFrame:
    """level, code, lon, lat of communes, and of EPCI in the middle of theirs."""
    middle = (
        communes().drop_nulls("epci").group_by("epci", maintain_order=True).agg(pl.col("lon", "lat").mean())
    )
    own = communes().select(pl.lit("commune").alias("level"), "code", "lon", "lat")
    rounded = pl.col("lon", "lat").round(4)
    return pl.concat(
        [own, middle.select(pl.lit("epci").alias("level"), pl.col("epci").alias("code"), rounded)]
    )


def _feature(
    row: dict[str, Any], outlines: dict[str, Any], places: dict[tuple[str, str], list[float]]
) -> dict[str, Any]:
    level, code = row["level"], row["code"]
    geometry = outlines.get(code) if level == "departement" else None
    if (level, code) in places:
        geometry = {"type": "Point", "coordinates": places[level, code]}
    return {"type": "Feature", "geometry": geometry, "properties": row}


def _polygons(code: str) -> dict[str, Any]:
    return {"type": "MultiPolygon", "coordinates": [[ring.round(4).tolist()] for ring in shapes()[code]]}
