"""Feeds before the conformance suite: an invented newspaper, an invented desk, two invented warnings services."""

from functools import partial

from collectors.social.fact_checkers import SOURCE as FACT_CHECKERS_SOURCE
from collectors.social.feeds import CERT_FR as CERT_FR_SOURCE
from collectors.social.feeds import CYBERMALVEILLANCE as CYBERMALVEILLANCE_SOURCE
from collectors.social.feeds import PRESS as PRESS_SOURCE
from tests.collectors.conformance.case import Case
from tests.collectors.conformance.feed_server import atom, feed_server, rss

SITE = "https://www.courrier-valmont.example"
BULLETINS = "https://bulletins.example/avis"
WARNINGS = "https://www.assistance-fraudes.example"
DESK = "https://verifications.example"


def feed(base):
    return {"feeds": [f"{base}/feed"]}


def article(number, title, **more):
    """One article of the newspaper, as RSS."""
    return {
        "title": title,
        "link": f"{SITE}/2026/{number}.html?utm_source=rss#xtor=RSS-1",
        "guid": f"{SITE}/?p={number}",
        "pubDate": f"Thu, 12 Mar 2026 {number % 24:02}:15:00 +0100",
        "dc:creator": "Camille Fictive",
        "description": f"<p>Récit&nbsp;: <b>{title}</b>.</p><p>À suivre…</p>",
        "category": ["Faits divers", "Valmont"],
        **more,
    }


PRESS = Case(
    source=PRESS_SOURCE,
    items=[
        article(101, "Une rumeur d'enlèvement affole Valmont"),
        article(102, "La préfecture dément", category=["Sécurité"]),
        article(103, "Le pont fermé", description="", **{"content:encoded": "<div>Déviation par le quai.</div>"}),
        {"title": "Sans identifiant", "link": f"{SITE}/2026/104.html", "pubDate": "Fri, 13 Mar 2026 08:00:00 GMT"},
        {"title": "Numéro seul", "guid": "105", "dc:date": "2026-03-13T09:00:00Z", "description": "Brève."},
    ],
    records=5,
    serve=feed_server(rss, zipped=True),
    config=feed,
    bad={"title": "Sans date", "guid": "106"},
    names=("Camille Fictive", "Fictive"),
)  # fmt: skip

CERT_FR = Case(
    source=CERT_FR_SOURCE,
    items=[
        {
            "title": f"Multiples vulnérabilités dans Logiciel {name}",
            "link": f"{BULLETINS}/INV-2026-AVI-{number:04}/",
            "guid": f"{BULLETINS}/INV-2026-AVI-{number:04}/",
            "pubDate": f"Tue, 10 Mar 2026 {8 + number}:00:00 +0000",
            "description": f"<p>Elles permettent à un attaquant de provoquer une exécution de code dans {name}.</p>",
        }
        for number, name in enumerate(["Alpha", "Bêta", "Gamma", "Delta", "Oméga"], start=1)
    ],
    records=5,
    serve=feed_server(partial(rss, title="Bulletins", link="https://bulletins.example/")),
    config=feed,
    bad={"title": "Bulletin daté à la main", "guid": f"{BULLETINS}/x", "pubDate": "mardi dernier"},
)

CYBERMALVEILLANCE = Case(
    source=CYBERMALVEILLANCE_SOURCE,
    items=[
        {
            "id": f"tag:assistance-fraudes.example,2026:{number}",
            "title": title,
            "link": f"{WARNINGS}/{number}",
            "updated": f"2026-03-{number:02}T10:00:00+01:00",
            "published": f"2026-03-{number:02}T09:00:00+01:00",
            "author": "Dominique Inventée",
            "category": ["Hameçonnage"],
            "summary": f"<p>{title} : ne cliquez pas.</p>",
        }
        for number, title in enumerate(
            ["Faux colis", "Faux conseiller bancaire", "Fausse amende", "Compte piraté", "Rançongiciel"],
            start=5,
        )
    ],
    records=5,
    serve=feed_server(partial(atom, link=f"{WARNINGS}/")),
    config=feed,
    bad={"id": "tag:assistance-fraudes.example,2026:99", "title": "Sans date"},
    names=("Dominique Inventée", "Inventée"),
)

FACT_CHECKERS = Case(
    source=FACT_CHECKERS_SOURCE,
    items=[
        {
            "title": title,
            "link": f"{DESK}/{number}/?utm_medium=feed",
            "guid": f"{number}",
            "pubDate": f"Wed, 11 Mar 2026 {7 + number}:30:00 +0100",
            "description": "<p>Nos vérifications.</p>",
        }
        for number, title in enumerate(
            [
                "Non, aucun enfant n'a été enlevé à Valmont",
                "Cette vidéo date de 2014",
                "Le pont n'est pas fermé",
                "Vrai ou faux : l'eau est-elle polluée ?",
                "Une photo sortie de son contexte",
            ],
            start=1,
        )
    ],
    records=5,
    serve=feed_server(partial(rss, title="Vérifications", link=f"{DESK}/")),
    config=feed,
    bad={"title": "Sans adresse", "guid": "9", "pubDate": "Wed, 11 Mar 2026 08:30:00 +0100"},
)
