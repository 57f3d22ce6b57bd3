"""Tables and maps for other programs: CSV, JSON and GeoJSON, with posts' own uids and pseudonyms only."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl

from cypher import query
from graph.territory import communes, shapes

if TYPE_CHECKING:
    from pathlib import Path

    from graph.store import Store

EXPORTS = {"cascades": "windows/cascades", "needs": "windows/need_rates", "sources": "sources/health"}
_TIME = "%Y-%m-%dT%H:%M:%S%.3fZ"


class ExportError(Exception):
    """An export that does not exist or cannot be written in that form."""


def export(store: Store, what: str, out: Path) -> int:
    """Write one export, by suffix: .csv, .json, or .geojson (needs only); returns the rows written."""
    if what not in EXPORTS:
        raise ExportError(f"there is no export {what!r}\n  There are: {', '.join(EXPORTS)}")
    frame = store.read(query(EXPORTS[what]))
    kind = out.suffix.lower()
    if kind == ".geojson" and what == "needs":
        out.write_text(json.dumps(geojson(frame), ensure_ascii=False), encoding="utf-8")
    elif kind in {".csv", ".json"}:
        out.write_text(text(frame, kind.removeprefix(".")), encoding="utf-8")
    else:
        raise ExportError(
            f"{out.name} cannot be written: {what} goes to .csv, .json" + " or .geojson" * (what == "needs")
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
    """Need rates as a FeatureCollection (RFC 7946): départements as polygons, communes as points.

    A territory without known geometry is kept with a null geometry, as the RFC allows.
    """
    places = {c: [x, y] for c, x, y in communes().select("code", "lon", "lat").drop_nulls().iter_rows()}
    outlines = {code: _polygons(code) for code in shapes()}
    features = [_feature(row, outlines, places) for row in rates.iter_rows(named=True)]
    return {"type": "FeatureCollection", "features": features}


def _feature(row: dict[str, Any], outlines: dict[str, Any], places: dict[str, list[float]]) -> dict[str, Any]:
    code = row["code"]
    geometry = outlines.get(code)
    if row["level"] == "commune":
        geometry = {"type": "Point", "coordinates": places[code]} if code in places else None
    return {"type": "Feature", "geometry": geometry, "properties": row}


def _polygons(code: str) -> dict[str, Any]:
    return {"type": "MultiPolygon", "coordinates": [[ring.round(4).tolist()] for ring in shapes()[code]]}
