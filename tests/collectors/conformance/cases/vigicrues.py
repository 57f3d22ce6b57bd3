"""Vigicrues before the conformance suite: an invented river, in the GeoJSON of InfoVigiCru."""

import json
from pathlib import Path

from collectors.operations.vigicrues import SOURCE
from tests.collectors.conformance.case import Case
from tests.collectors.conformance.cases.whole_answers import whole_answer

STAMPS = {"RefInfoVigiCru": "07012026_10", "DtHrInfoVigiCru": "2026-01-07T10:02:11+01:00"}
LINE = {"type": "LineString", "coordinates": [[4.62, 44.10], [4.65, 43.95], [4.68, 43.80]]}
SECTIONS = [
    ("XX1", "Brume amont", 1),
    ("XX2", "Brume moyenne", 2),
    ("XX3", "Brume aval", 3),
    ("XX4", "Brume, estuaire", 4),
    ("XX5", "Ru de l'Écluse", 1),
]


def section(code, name, level, geometry=LINE):
    """One feature as the service writes it, lower-case names and all."""
    properties = {
        "CdEntCru": code,
        "CdTCC": "0",
        "id": 7,
        "typentcru": "8",
        "lbentcru": name,
        "acroentcru": code,
        "cddient_1": None,
        "dhcentcru": "2020/09/15 09:00:00.000",
        "dhmentcru": "2020/09/15 09:00:00.000",
        "stentcru": "Validé",
        "cdensup_1": "26",
        "typensup_1": "5",
        "cdint": None,
        "NivInfViCr": level,
    }
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def document(features, **stamps):
    whole = {"type": "FeatureCollection", **(STAMPS | stamps), "features": list(features)}
    return json.dumps(whole, ensure_ascii=False).encode()


def file(items, folder: Path):
    path = folder / "InfoVigiCru.geojson"
    path.write_bytes(document(items))
    return path


CASE = Case(
    source=SOURCE,
    items=[section(*one) for one in SECTIONS],
    records=5,
    serve=whole_answer(document, "application/geo+json"),
    config=lambda base: {"url": f"{base}/services/InfoVigiCru.geojson"},
    bad=section("XX6", "Brume, bras mort", 9),
    file=file,
)
