"""Je donne mon avis's statistics before the conformance suite: invented services and their answers."""

import json

from collectors.services.je_donne_mon_avis_statistics import SOURCE
from tests.collectors.conformance.case import Case
from tests.collectors.conformance.server import Answer, serving

KEY = "une-cle-d-essai"
QUESTIONS = {
    "satisfaction": "Comment s'est passée cette démarche pour vous ?",
    "comprehension": "Qu'avez-vous pensé des informations et des instructions fournies ?",
    "contact_tried": "Durant votre parcours, avez-vous tenté d'obtenir de l'aide ?",
}


def hits(**counts):
    return [{"intention": name, "label": name.title(), "count": count} for name, count in counts.items()]


def question(code, found):
    return {"category": code, "label": QUESTIONS[code], "number_hits": found}


def service(number, name, *weeks):
    """One service with one form; a week is its Monday and its questions."""
    periods = [
        {"date": f"{day}T00:00:00.000Z", "length_interval": "week", "data": data} for day, data in weeks
    ]
    form = {"form_id": str(10 * number), "form_name": "Formulaire d'observatoire", "intervals": periods}
    return {"product_id": str(number), "product_name": name, "forms": [form]}


def serve(items, faults):
    """What the open interface answers to who has the key: the services, and the statistics of those asked for."""

    def answer(request):
        if request.headers.get("authorization") != f"Bearer {KEY}":
            return said({"message": "You need to provide a valid API key", "code": "UNAUTHORIZED"}, 401)
        if (request.method, request.path) == ("GET", "/api/open-api/services"):
            found = [
                {"id": int(i["product_id"]), "title": i["product_name"], "entity": "Préfecture d'essai"}
                for i in items
            ]
            return said({"data": [dict(one) for one in {f["id"]: f for f in found}.values()]})
        asked = json.loads(request.body)
        if (request.method, request.path) != ("POST", "/api/open-api/statistiques") or not asked[
            "product_ids"
        ]:
            return said({"message": "introuvable", "code": "NOT_FOUND"}, 404)
        if len(asked["product_ids"]) > 10:
            return said({"message": "Veuillez réduire le nombre de services requêtés (max 10)"}, 400)
        return said({"data": [i for i in items if int(i["product_id"]) in asked["product_ids"]]})

    return serving(answer, faults)


def said(value, status=200):
    return Answer(json.dumps(value, ensure_ascii=False).encode(), status)


CASE = Case(
    source=SOURCE,
    items=[
        service(
            1, "Demander une carte d'identité",
            ("2026-03-02", [question("satisfaction", hits(good=80, medium=15, bad=5))]),
            ("2026-03-09", [question("satisfaction", hits(good=8, bad=2)),
                            question("comprehension", hits(very_good=3, good=4, medium=2, very_bad=1))]),
        ),
        service(2, "Déposer une pré-plainte", ("2026-03-09", [question("satisfaction", hits(bad=12))])),
        service(3, "Signaler une fraude à la carte", ("2026-03-09", [question("contact_tried", hits(neutral=4))])),
        service(4, "Payer une amende", ("2026-03-09", [question("comprehension", hits(medium=7))])),
        service(5, "Changer d'adresse"),
    ],
    records=5,
    serve=serve,
    config=lambda base: {"url": base, "key": KEY},
    bad=service(6, "Toutes périodes", ("depuis toujours", [question("satisfaction", hits(good=1))])),
    spoil=lambda item: {**item, "a_new_field": 1},
)  # fmt: skip
