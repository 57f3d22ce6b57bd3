"""MeteoAlarm before the conformance suite: invented warnings, in the Atom feed of a country."""

import json
from pathlib import Path
from xml.sax.saxutils import escape

from collectors.operations.meteoalarm import SOURCE
from tests.collectors.conformance.case import Case
from tests.collectors.conformance.cases.whole_answers import whole_answer

COLOUR = {1: "Green", 2: "Yellow", 3: "Orange", 4: "Red"}
SEVERITY = {1: "Minor", 2: "Moderate", 3: "Severe", 4: "Extreme"}


def warning(nuts, name, event, level, *, sent="2026-01-07T06:00:00+01:00", **more):
    """One warning for one zone, in the names of the Atom feed without their prefix."""
    held = {
        "areaDesc": name,
        "event": f"{SEVERITY[level]} {event} warning",
        "sent": sent,
        "expires": "2026-01-08T00:00:00+01:00",
        "effective": sent,
        "onset": "2026-01-07T12:00:00+01:00",
        "certainty": "Likely",
        "severity": SEVERITY[level],
        "urgency": "Future",
        "scope": "Public",
        "message_type": "Alert",
        "status": "Actual",
        "identifier": f"2.49.0.0.250.0.FR.{sent}.{nuts}",
        "title": f"{COLOUR[level]} {event.title()} Warning issued for France - {name}",
        "geocode": [{"valueName": "NUTS3", "value": nuts}],
    }
    return held | more


def entry(item):
    plain = {"title"}
    parts = [
        f"<{'' if key in plain else 'cap:'}{key}>{escape(str(value))}</{'' if key in plain else 'cap:'}{key}>"
        for key, value in item.items()
        if key != "geocode" and value is not None
    ]
    codes = "".join(
        f"<cap:geocode><valueName>{c['valueName']}</valueName><value>{c['value']}</value></cap:geocode>"
        for c in item["geocode"]
    )
    rest = (
        '<link href="https://feeds.meteoalarm.example/warnings/1" type="application/cap+xml"/>'
        '<link href="https://meteoalarm.example?region=FR" hreflang="en" rel="related" title="France"/>'
        "<author><name>meteoalarm.example</name><uri>https://meteoalarm.example</uri></author>"
        "<published>2026-01-07T06:00:00Z</published><updated>2026-01-07T06:00:00Z</updated><id>urn:1</id>"
    )
    return f"<entry>{''.join(parts)}{codes}{rest}</entry>"


def document(items):
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
        'xmlns:cap="urn:oasis:names:tc:emergency:cap:1.2"><title>MeteoAlarm</title><id>tag:FR</id>'
        f"{''.join(entry(item) for item in items)}</feed>"
    ).encode()


def json_document(*areas, level="3; orange; Severe", kind="1; Wind", **changed):
    """The same in the JSON of the web site: a French block and an English one, each for all areas."""
    times = {"onset": "2026-01-07T12:00:00+01:00", "expires": "2026-01-08T00:00:00+01:00"}
    parameters = [
        {"valueName": name, "value": value}
        for name, value in (("awareness_level", level), ("awareness_type", kind))
        if value
    ]
    given = [{"areaDesc": name, "geocode": [{"valueName": "NUTS3", "value": nuts}]} for nuts, name in areas]
    info = {"category": ["Met"], "severity": "Severe", "urgency": "Future", "certainty": "Likely"} | times
    info |= {"parameter": parameters, "area": given, "web": "https://vigilance.example/"}
    french = {"language": "fr-FR", "event": "Vent violent", "headline": "Vigilance orange vent violent"}
    french |= {"description": "Rafales de 120 km/h.", "instruction": "Limitez vos déplacements."}
    english = {"language": "en-GB", "event": "Severe wind warning"}
    alert = {"identifier": "x", "sender": "vigilance@meteo.example", "sent": "2026-01-07T06:00:00+01:00"}
    alert |= {
        "status": "Actual",
        "msgType": "Alert",
        "scope": "Public",
        "info": [english | info, french | info],
    }
    return json.dumps({"warnings": [{"uuid": "u-1", "alert": alert | changed}]}).encode()


def file(items, folder: Path):
    path = folder / "meteoalarm-legacy-atom-france.xml"
    path.write_bytes(document(items))
    return path


CASE = Case(
    source=SOURCE,
    items=[
        warning("FR522", "Finistère", "wind", 3),
        warning("FR522", "Finistère", "coastalevent", 2),
        warning("FR714", "Isère", "avalanches", 4),
        warning("FR815", "Pyrénées Orientales", "snow-ice", 2),
        warning("FR823", "Alpes Maritimes", "thunderstorm", 2, status="Test"),  # skipped
        warning("FR301", "Nord", "fog", 2, expires="2026-01-07T09:00:00+01:00"),  # replaced: skipped
        warning("FR612", "Gironde", "rain-flood", 3),
    ],
    records=5,
    serve=whole_answer(document, "application/atom+xml"),
    config=lambda base: {"url": f"{base}/feeds/meteoalarm-legacy-atom-france"},
    bad=warning("FR301", "Nord", "fog", 2, sent="hier"),
    file=file,
)
