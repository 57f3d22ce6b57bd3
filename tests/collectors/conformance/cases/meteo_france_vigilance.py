"""Météo-France vigilance before the conformance suite: an invented bulletin in the form of cartevigilance/encours."""

import json
from pathlib import Path

from collectors.operations.meteo_france_vigilance import SOURCE
from tests.collectors.conformance.case import Case
from tests.collectors.conformance.cases.whole_answers import conditional
from tests.collectors.conformance.server import Answer, serving

KEY = "an-invented-key"
TEXTS = {
    "title": "Tempête sur la façade ouest",
    "text": ["Rafales de 140 km/h.", "Restez à l'abri, évitez la côte."],
}
DAY = {
    "echeance": "J",
    "begin_validity_time": "2026-01-07T15:00:00Z",
    "end_validity_time": "2026-01-07T23:00:00Z",
}


def phase(begin, end, colour):
    day = "2026-01-07T"
    return {"begin_time": f"{day}{begin}:00:00Z", "end_time": f"{day}{end}:00:00Z", "color_id": colour}


def zone(code, phenomenon, colour, *phases):
    items = {
        "phenomenon_id": str(phenomenon),
        "phenomenon_max_color_id": colour,
        "timelaps_items": list(phases),
    }
    return {"domain_id": code, "max_color_id": colour, "phenomenon_items": [items]}


def document(zones, texts=TEXTS, **changed):
    """The whole bulletin; the colour of the country is a text, as in the real one."""
    period = DAY | changed
    period |= {"text_items": texts, "timelaps": {"domain_ids": list(zones)}}
    period |= {"max_count_items": [], "per_phenomenon_items": []}
    product = {
        "warning_type": "vigilance",
        "type_cdp": "cdp_carte_externe",
        "version_vigilance": "V6",
        "version_cdp": "1.0.0",
        "update_time": "2026-01-07T15:02:04Z",
        "domain_id": "FRA",
        "global_max_color_id": "4",
        "periods": [period],
    }
    meta = {"snapshot_id": "7", "product_datetime": "2026-01-07T15:00:00Z"}
    return json.dumps({"product": product, "meta": meta}, ensure_ascii=False).encode()


def serve(zones, faults):
    def answer(request):
        if request.headers.get("apikey") != KEY:
            return Answer(b'{"code": "900901", "message": "Invalid Credentials"}', 401)
        return conditional(request, document(zones), "application/json")

    return serving(answer, faults)


def file(zones, folder: Path):
    path = folder / "CDP_CARTE_EXTERNE.json"
    path.write_bytes(document(zones))
    return path


CASE = Case(
    source=SOURCE,
    items=[
        zone("29", 1, 3, phase("15", "18", 2), phase("18", "22", 3)),
        zone("2910", 9, 2, phase("16", "22", 2)),
        zone("2A", 3, 4, phase("15", "16", 4)),
        zone("59", 5, 2, phase("20", "22", 2)),
        zone("73", 4, 3),  # floods have no hours
        zone("75", 6, 1, phase("15", "22", 1)),  # green: not kept
    ],
    records=6,
    serve=serve,
    config=lambda base: {"url": f"{base}/public/DPVigilance/v1/cartevigilance/encours", "api_key": KEY},
    bad=zone("29", 77, 3),
    file=file,
)
