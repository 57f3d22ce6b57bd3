"""Je donne mon avis: an export with verbatims."""

from collectors.services.je_donne_mon_avis import SOURCE
from tests.collectors.conformance.case import Case
from tests.collectors.conformance.cases.exports import table

GENERAL = "De façon générale, comment ça s'est passé ?"
CLEAR = "Qu'avez-vous pensé des informations et des instructions fournies ?"
REACHED = "Quand vous avez cherché de l'aide, avez-vous réussi à joindre l'administration ?"
MORE = "Souhaitez-vous nous en dire plus ?"


def opinion(number, general, clear, more, reached=""):
    return {
        "Date de l'avis": f"2026-01-13 08:1{number}:00",
        "Nom du formulaire": "Pré-plainte en ligne",
        "Lien d'intégration": "Fin de démarche",
        "Identifiant Avis": f"1a2b3c{number}",
        GENERAL: general,
        CLEAR: clear,
        REACHED: reached,
        MORE: more,
    }


CASE = Case(
    source=SOURCE,
    items=[
        opinion(1, "Très bien", "5", "Rapide et clair"),
        opinion(2, "Mauvais", "1", "Écrivez-moi à lina@courriel.example", "Par téléphone : Non"),
        opinion(3, "Moyen", "3", "Rappelez-moi au 06 12 34 56 78"),
        opinion(4, "Très bien", "4", ""),
        opinion(5, "Mauvais", "2", "Le code n'arrive pas", "Par téléphone : Oui / Par e-mail : Non"),
    ],
    records=5,
    bad=opinion(6, "Très bien", "5", "…") | {"Identifiant Avis": ""},
    names=("lina@courriel.example", "06 12 34 56 78"),
    file=table,
)
