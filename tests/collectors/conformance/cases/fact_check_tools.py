"""The Fact Check Tools API before the conformance suite: invented claims and reviews, two claims a page."""

import json

from collectors.social.fact_check_tools import SOURCE
from tests.collectors.conformance.case import Case
from tests.collectors.conformance.server import Answer, serving

KEY = "a-key-for-tests"
PAGE = 2


def review(path, rating, **more):
    return {
        "publisher": {"name": "Vérifications", "site": "verifications.example"},
        "url": f"https://www.verifications.example/{path}?utm_source=index",
        "title": f"Vérification : {path}",
        "reviewDate": "2026-03-10T00:00:00Z",
        "textualRating": rating,
        "languageCode": "fr",
        **more,
    }


def claim(text, *reviews, **more):
    said = {"text": text, "claimant": "Alix Imaginaire", "claimDate": "2026-03-08T12:00:00Z", **more}
    return {**said, "claimReview": list(reviews)}


def undated(path, rating):
    return {name: value for name, value in review(path, rating).items() if name != "reviewDate"}


def serve(items, faults):
    """The search: a key in the header, a page token that is a place in the list."""

    def answer(request):
        if request.path != "/v1alpha1/claims:search" or request.headers.get("x-goog-api-key") != KEY:
            return said({"error": {"code": 403, "message": "The caller does not have permission"}}, 403)
        if not request.query.keys() & {"query", "reviewPublisherSiteFilter"}:
            return said({"error": {"code": 400, "message": "Request contains an invalid argument."}}, 400)
        start = int(request.query.get("pageToken") or 0)
        page = {"claims": items[start : start + PAGE]} if items else {}
        more = start + PAGE < len(items)
        return said(page | ({"nextPageToken": str(start + PAGE)} if more else {}))

    return serving(answer, faults)


def said(value, status=200):
    return Answer(json.dumps(value, ensure_ascii=False).encode(), status)


def spoilt(item):
    return {**item, "claimReview": [{**one, "a_new_field": 1} for one in item["claimReview"]]}


CASE = Case(
    source=SOURCE,
    items=[
        claim("Des enfants ont été enlevés à Valmont", review("enlevement", "Faux"), review("enlevement-2", "Infondé")),
        claim("La vidéo montre la crue de 2026", review("video-2014", "Trompeur")),
        claim("L'eau du robinet est polluée", undated("eau", "Contexte manquant")),
        claim("Le pont va être vendu", review("pont", "Satire", languageCode="fr-FR")),
        claim("Une amende de 135 € par SMS", review("amende", "Faux", publisher={"site": "verifications.example"})),
    ],
    records=6,
    serve=serve,
    config=lambda base: {"url": base, "key": KEY, "queries": ["Valmont"]},
    bad=claim("Sans adresse", review("x", "Faux", url="x")),
    names=("Alix Imaginaire", "Imaginaire"),
    spoil=spoilt,
)  # fmt: skip
