"""CAP 1.2 before the conformance suite: invented alerts of a fictitious prefecture, behind an Atom index."""

import hashlib
from pathlib import Path
from xml.sax.saxutils import escape

from collectors.operations.cap import SOURCE
from collectors.operations.cap_message import REPEATED
from tests.collectors.conformance.case import Case
from tests.collectors.conformance.cases.whole_answers import conditional
from tests.collectors.conformance.server import Answer, serving

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
SENDER = "alertes@prefecture-brume.example"


def area(name, *codes, **outline):
    geocode = [{"valueName": kind, "value": value} for kind, value in codes]
    return {"areaDesc": name, **outline, "geocode": geocode}


def info(headline, severity="Severe", language="fr-FR", areas=(), **more):
    return {
        "language": language,
        "category": ["Safety"],
        "event": "Alerte",
        "responseType": ["Shelter"],
        "urgency": "Immediate",
        "severity": severity,
        "certainty": "Observed",
        "expires": "2026-01-08T00:00:00+01:00",
        "headline": headline,
        **more,
        "area": list(areas),
    }


def alert(name, *infos, sent="2026-01-07T10:00:00+01:00", kind="Alert", **more):
    held = {
        "identifier": name,
        "sender": SENDER,
        "sent": sent,
        "status": "Actual",
        "msgType": kind,
        "scope": "Public",
    }
    return held | more | {"info": list(infos)}


def reference(name, sent="2026-01-07T10:00:00+01:00"):
    return f"{SENDER},{name},{sent}"


def xml(value, name="alert"):
    """An alert as XML: lists repeat their element."""
    space = f' xmlns="{NAMESPACE}"' if name == "alert" else ""
    if not isinstance(value, dict):
        return f"<{name}>{escape(str(value))}</{name}>"
    parts = [
        xml(one, key)
        for key, held in value.items()
        if held is not None
        for one in (held if isinstance(held, list) and key in REPEATED else [held])
    ]
    return f"<{name}{space}>{''.join(parts)}</{name}>"


def document(item):
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + xml(item)).encode()


def index(items):
    """An Atom feed, the newest first, that links to each alert."""
    entries = [
        f"<entry><id>urn:brume:{n}</id><title>Alerte {n}</title><updated>{item.get('sent')}</updated>"
        f'<link rel="alternate" type="text/html" href="/page/{n}"/>'
        f'<link type="application/cap+xml" href="alerts/{n}.xml"/></entry>'
        for n, item in reversed(list(enumerate(items)))
    ]
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Alertes de la préfecture</title>{"".join(entries)}</feed>'
    return feed.encode()


def serve(items, faults):
    def answer(request):
        if request.path == "/index.atom":
            return conditional(request, index(items), "application/atom+xml")
        number = request.path.removeprefix("/alerts/").removesuffix(".xml")
        if not number.isdigit() or int(number) >= len(items):
            return Answer(b"not here", 404, {"Content-Type": "text/plain"})
        return conditional(request, document(items[int(number)]), "application/cap+xml")

    return serving(answer, faults)


def file(items, folder: Path):
    """Several alerts in one file, as archives of alerts are handed on."""
    body = f"<alerts>{''.join(xml(item) for item in items)}</alerts>".encode()
    path = folder / f"alerts-{hashlib.sha256(body).hexdigest()[:6]}.xml"
    path.write_bytes(body)
    return path


BRUMEVILLE = area("Grenoble", ("INSEE", "38185"))
CANCELLED = alert(
    "a-7", sent="2026-01-07T18:00:00+01:00", kind="Cancel", references=reference("a-1"), note="Erreur"
)
CASE = Case(
    source=SOURCE,
    items=[
        alert("a-1", info("Rupture de digue", "Extreme", areas=[BRUMEVILLE], description="L'eau monte.")),
        alert("a-2", info("Nuage de fumée", areas=[area("Isère", ("NUTS3", "FR714"))])),
        alert(
            "a-3",
            info("Gas leak", "Moderate", "en-GB"),
            info("Fuite de gaz", "Moderate", areas=[area("quai", circle=["45.19,5.72 1.5"])]),
        ),
        alert(
            "a-4",
            info("Fin de l'alerte fumée", "Minor", areas=[area("Isère", ("NUTS3", "FRK24"))]),
            sent="2026-01-07T12:00:00+01:00",
            kind="Update",
            references=reference("a-2"),
        ),
        alert("a-5", info("Exercice", areas=[BRUMEVILLE]), status="Exercise"),  # skipped
        alert("a-6", info("Chute de pierres", "Minor", areas=[area("Savoie"), area("Isère")])),
    ],
    records=5,
    serve=serve,
    config=lambda base: {"urls": [f"{base}/index.atom"]},
    bad=alert("a-8", info("Sans date"), sent="hier"),
    file=file,
)
