"""Invented feedback about two services, with what its users would have stated."""

import polars as pl
import pytest

from analytics.need_model.labels import AXES

SAID = {
    "positive": [
        "Bravo, accueil parfait et très rapide",
        "Merci, démarche simple et claire",
        "Équipe aimable, efficace",
    ],
    "neutral": ["Il faudrait un bouton de plus", "Comment joindre le dossier ?", "Correct mais un peu long"],
    "negative": [
        "Honteux, toujours pas de réponse",
        "Impossible de se connecter, bug",
        "Des mois d'attente, injoignable",
    ],
}
ABOUT = {"Bibliothèque": "le prêt des livres", "Piscine": "le bassin et les vestiaires"}
PLACES = ("au nord", "au sud", "à l'est", "à l'ouest")


@pytest.fixture(scope="package")
def feedback() -> pl.DataFrame:
    rows = [
        (
            f"{service}-{rating}-{number}-{place}",
            f"À propos de {what}",
            f"{text}, pour {what} {place}.",
            rating,
            service,
        )
        for service, what in ABOUT.items()
        for rating, texts in SAID.items()
        for number, text in enumerate(texts)
        for place in PLACES
    ]
    table = pl.DataFrame(rows, schema=["uid", "title", "text", "rating", "service"], orient="row")
    slow = pl.when(pl.col("rating") == "negative").then(pl.lit("negative"))
    axes = [pl.lit(None, pl.String).alias(axis) for axis in AXES if axis != "responsiveness"]
    return table.with_columns(slow.alias("responsiveness"), *axes)
