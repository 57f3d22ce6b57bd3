"""The canonical tables of feedback, events, offers and fact-checks, as CSV files and as JSON lines."""

from collectors.files import event_table, fact_check_table, feedback_table, offer_table
from tests.collectors.conformance.case import Case
from tests.collectors.conformance.cases.exports import json_lines, table

FEEDBACK = Case(
    source=feedback_table.SOURCE,
    items=[
        {"uid": "enquete:1", "created_at": "2026-01-13T08:12:00Z", "text": "Personne ne répond, lina@courriel.example",
         "rating": "Très insatisfait", "responsiveness": "1", "services": "CAF|Mairie", "departement": "35"},
        {"uid": "enquete:2", "created_at": "2026-01-13T09:00:00Z", "text": "Rapide et clair", "rating": "5",
         "services": "Mairie", "postal_code": "35400"},
        {"uid": "enquete:3", "created_at": "1768381200", "text": "Rappelez-moi au 06 12 34 56 78", "rating": "neutre"},
        {"uid": "enquete:4", "created_at": "2026-01-15T18:30:00+01:00", "text": "", "title": "Guichet fermé",
         "place_insee": "35238", "accessibility": "négatif"},
        {"uid": "enquete:5", "created_at": "2026-01-16T07:00:00Z", "text": "Bon accueil", "status": "answered",
         "channel": "guichet", "relation": "4/5"},
    ],
    records=5,
    bad={"uid": "enquete:6", "created_at": "hier", "text": "…"},
    names=("lina@courriel.example", "06 12 34 56 78"),
    file=table,
)  # fmt: skip
EVENT = Case(
    source=event_table.SOURCE,
    items=[
        {"uid": "e:1", "kind": "flood", "at": "2026-01-13T08:12:00Z", "severity": "3", "departement": "35"},
        {"uid": "e:2", "kind": "fire", "at": "2026-01-13T09:00:00Z", "ended_at": "2026-01-13T11:00:00Z",
         "severity": "jaune", "lat": "48.117", "lon": "-1.677", "title": "Feu d'entrepôt"},
        {"uid": "e:3", "kind": "emergency-visits", "at": "2026-01-14T00:00:00Z", "value": "412", "unit": "visits",
         "departement": "22"},
        {"uid": "e:4", "kind": "closure", "at": "1768381200", "text": "Pont fermé", "place_insee": "35288",
         "url": "https://routes.example/4"},
        {"uid": "e:5", "kind": "closure", "at": "2026-01-15T18:30:00Z", "deleted_at": "2026-01-16T07:00:00Z"},
    ],
    records=5,
    bad={"uid": "e:6", "kind": "fire", "at": "2026-01-15T18:30:00Z", "severity": "9"},
    file=table,
)  # fmt: skip
OFFER = Case(
    source=offer_table.SOURCE,
    items=[
        {
            "uid": "o:1",
            "name": "Accueil Nord",
            "answers": ["shelter"],
            "place_insee": "35238",
            "hours": "24h/24",
        },
        {"uid": "o:2", "name": "Halte", "answers": ["food", "water"], "postal_code": "35400"},
        {"uid": "o:3", "name": "Salle des fêtes", "kind": "gymnase", "lat": 48.117, "lon": -1.677},
        {"uid": "o:4", "name": "Point conseil", "address": "3 rue Basse", "departement": "22"},
        {"uid": "o:5", "name": "Navette", "answers": ["transport"], "source": "mairie"},
    ],
    records=5,
    bad={"uid": "o:6", "name": "Caisse", "answers": ["money"]},
    file=json_lines,
)
FACT_CHECK = Case(
    source=fact_check_table.SOURCE,
    items=[
        {"url": f"https://verif.example/{n}", "created_at": f"2026-01-1{n}T08:00:00Z", "claim": claim, "rating": rating,
         "publisher": "Vérif", "lang": "fr"}
        for n, (claim, rating) in enumerate([
            ("L'eau de Valbourg est empoisonnée", "Faux"),
            ("Le pont de Sarreval est fermé", "Vrai"),
            ("La préfecture distribue des masques", "Trompeur"),
            ("La coupure est voulue", "Faux"),
            ("Les écoles ferment lundi", "Faux"),
        ])
    ],
    records=5,
    bad={"url": "https://verif.example/9", "created_at": "2026-01-15T08:00:00Z", "claim": ""},
    file=table,
)  # fmt: skip
