"""GTFS-Realtime alerts before the conformance suite: an invented network, in protobuf."""

from pathlib import Path

from google.protobuf.json_format import ParseDict
from google.transit import gtfs_realtime_pb2

from collectors.operations.gtfs_rt_alerts import SOURCE
from tests.collectors.conformance.case import Case
from tests.collectors.conformance.cases.whole_answers import whole_answer

KNOWN = frozenset(field.name for field in gtfs_realtime_pb2.FeedEntity.DESCRIPTOR.fields)
NEW_FIELD = 2600 << 3 | 2  # key of a length-delimited field that the specification does not have


def texts(french, english=None):
    given = [{"text": english, "language": "en"}] if english else []
    return {"translation": [*given, {"text": french, "language": "fr"}]}


def alert(name, title, **more):
    held = {
        "active_period": [{"start": 1767772800, "end": 1767801600}],
        "informed_entity": [{"agency_id": "brume", "route_id": "T2"}],
        "cause": "OTHER_CAUSE",
        "effect": "MODIFIED_SERVICE",
        "header_text": texts(title),
    }
    return {"id": name, "alert": held | more}


def document(entities, timestamp=1767780000):
    """A FeedMessage; keys that protobuf does not know become a field that it does not know."""
    header = {"gtfs_realtime_version": "2.0", "incrementality": "FULL_DATASET", "timestamp": timestamp}
    whole = ParseDict({"header": header}, gtfs_realtime_pb2.FeedMessage()).SerializePartialToString()
    for entity in entities:
        known = {name: value for name, value in entity.items() if name in KNOWN}
        body = ParseDict(known, gtfs_realtime_pb2.FeedEntity()).SerializePartialToString()
        if len(known) < len(entity):
            body += _varint(NEW_FIELD) + b"\x01x"
        whole += b"\x12" + _varint(len(body)) + body
    return whole


def _varint(number):
    low, rest = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + _varint(rest) if rest else bytes([low])


def file(items, folder: Path):
    path = folder / "alerts.pb"
    path.write_bytes(document(items))
    return path


CASE = Case(
    source=SOURCE,
    items=[
        alert("a-1", "Travaux rue des Acacias", cause="CONSTRUCTION", effect="DETOUR", severity_level="INFO"),
        alert("a-2", "Grève : un tramway sur trois", cause="STRIKE", severity_level="WARNING"),
        alert("a-3", "Accident à l'arrêt Mairie", cause="ACCIDENT", severity_level="SEVERE"),
        alert("a-4", "Pont fermé par la crue", cause="WEATHER", effect="NO_SERVICE"),
        alert("a-5", "Ascenseur en panne", cause="TECHNICAL_PROBLEM", effect="ACCESSIBILITY_ISSUE"),
    ],
    records=5,
    serve=whole_answer(document, "application/x-protobuf"),
    config=lambda base: {"feeds": {"brume": f"{base}/alerts.pb"}, "departements": {"brume": "69"}},
    bad=alert("a-6", "Il y a très longtemps", active_period=[{"start": 1, "end": 2}]),
    file=file,
)
