"""ClaimReview: the items of two newsrooms in one page of JSON-LD."""

import json

from collectors.files.claim_review import SOURCE
from tests.collectors.conformance.case import Case

CLAIMS = [
    ("eau-valbourg", "L'eau de Valbourg est empoisonnée", "Faux"),
    ("pont-sarreval", "Le pont de Sarreval est fermé", "Vrai"),
    ("masques", "La préfecture distribue des masques", "Trompeur"),
    ("coupure", "La coupure est voulue", "Faux"),
    ("écoles", "Les écoles ferment lundi", "Faux"),
]


def page(items, folder):
    path = folder / "page.html"
    graph = json.dumps({"@context": "https://schema.org", "@graph": items}, ensure_ascii=False)
    path.write_text(
        f'<html><head><script type="application/ld+json">{graph}</script></head></html>', encoding="utf-8"
    )
    return path


CASE = Case(
    source=SOURCE,
    items=[
        {
            "@type": "ClaimReview",
            "url": f"https://verif.example/2026/{name}",
            "claimReviewed": claim,
            "datePublished": "2026-01-14T18:30:00+01:00",
            "inLanguage": "fr-FR",
            "author": {"@type": "Person", "name": "Camille Dorval"},
            "reviewRating": {"@type": "Rating", "ratingValue": 1, "bestRating": 5, "alternateName": verdict},
        }
        for name, claim, verdict in CLAIMS
    ],
    records=5,
    bad={"@type": "ClaimReview", "url": "https://verif.example/9", "claimReviewed": "Sans date"},
    names=("Camille Dorval",),
    file=page,
)
