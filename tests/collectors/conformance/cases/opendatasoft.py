"""Open data portals before the conformance suite: invented experiences, reports and weeks."""

from collectors.services.odisse import SOURCE as ODISSE_SOURCE
from collectors.services.services_publics_plus_live import SOURCE as LIVE_SOURCE
from collectors.services.signalconso import SOURCE as SIGNALCONSO_SOURCE
from tests.collectors.conformance.case import Case
from tests.collectors.conformance.opendatasoft_server import portal_of

DATA_SET = "essai"


def portal_config(base):
    return {"url": base, "datasets": [DATA_SET]}


def experience(number, service, rating, **more):
    """One experience, with the portal's field names."""
    return {
        "id_experience": 900_000 + number,
        "etat_experience": "Traitées",
        "statut_de_l_experience": "Expérience avec réponse",
        "date_de_publication": f"2026-02-{number:02}T09:30:00+00:00",
        "titre": f"Démarche n° {number}",
        "description": f"J'ai été reçu par {service}, à l'heure dite.",
        "ressenti_usager": rating,
        "code_insee_departement_usager": "13",
        "intitule_departement_usager": "Bouches-du-Rhône",
        "pays": "France",
        "intitule_typologie_1": service,
        "canaux_typologie_1": ["Téléphone", "Accueil"],
        "reactivite": "Négatif",
        **more,
    }


SERVICES_PUBLICS_PLUS_LIVE = Case(
    source=LIVE_SOURCE,
    items=[
        experience(1, "Gendarmerie nationale", "Positif"),
        experience(2, "Préfecture", "Négatif", statut_de_l_experience="Expérience en attente de réponse"),
        experience(
            3,
            "France Services",
            "Neutre",
            code_insee_departement_usager="2A",
            code_postal_typologie_1="20000",
        ),
        experience(
            4, "Assurance maladie", None, canaux_typologie_1=None, description="Dossier bloqué en ligne."
        ),
        experience(5, "Impôts", "Négatif", intitule_typologie_2="Mairie"),
    ],
    records=5,
    serve=portal_of(DATA_SET),
    config=lambda base: portal_config(base) | {"history": 60, "window": 20},
    bad=experience(6, "Préfecture", "Mitigé"),
)


def report(number, category, answers, **more):
    """One report, with the portal's field names."""
    return {
        "id": f"00000000-0000-4000-8000-{number:012}",
        "category": [category],
        "subcategories": answers,
        "creationdate": f"2026-03-{number:02}",
        "tags": ["Internet"],
        "dep_code": f"{number:02}",
        "dep_name": "Département d'essai",
        "reg_code": "84",
        "reg_name": "Région d'essai",
        "signalement_transmis": 1,
        "signalement_lu": 1,
        "signalement_reponse": number % 2,
        "status": "TraitementEnCours",
        "forwardtoreponseconso": "0",
        "contactagreement": "1",
        **more,
    }


SIGNALCONSO = Case(
    source=SIGNALCONSO_SOURCE,
    items=[
        report(1, "DemarchageTelephonique", ["J'ai été appelé", "Rénovation énergétique"]),
        report(2, "AchatInternet", ["Je ne suis pas livré"]),
        report(3, "BanqueAssuranceMutuelle", ["Prélèvement que je n'ai pas autorisé"]),
        report(4, "CafeRestaurant", ["Hygiène"], status="SuppressionRGPD"),
        report(5, "TelephonieFaiMedias", None, dep_code=None),
    ],
    records=4,
    serve=portal_of(DATA_SET),
    config=portal_config,
    bad=report(6, {"fr": "Énergie"}, ["Facture"]) | {"category": {"fr": "Énergie"}},
)


def week(number, dep, name, rates, **more):
    """One week of one département, with the portal's field names."""
    visits, admissions, home = rates
    return {
        "date_complet": f"2026-0{1 + number // 4}-{5 + 7 * (number % 4):02}",
        "semaine": f"2026-S{number + 2:02}",
        "dep": dep,
        "libgeo": name,
        "reg": "93",
        "reglib": "Provence-Alpes-Côte d'Azur",
        "sursaud_cl_age_gene": "Tous âges",
        "taux_passages_grippe_sau": visits,
        "taux_hospit_grippe_sau": admissions,
        "taux_actes_grippe_sos": home,
        **more,
    }


ODISSE = Case(
    source=ODISSE_SOURCE,
    items=[
        week(0, "13", "Bouches-du-Rhône", (1204.5, 310.0, 5120.25)),
        week(1, "13", "Bouches-du-Rhône", (1650.0, 402.5, 6010.0)),
        week(2, "06", "Alpes-Maritimes", (980.0, 0, None)),
        week(3, "2A", "Corse-du-Sud", (None, None, None)),
        week(4, "974", "La Réunion", (12.5, 3.0, 40.0), sursaud_cl_age_gene="0 an"),
    ],
    records=11,
    serve=portal_of(DATA_SET),
    config=portal_config,
    bad={"date_complet": "2026-02-02", "dep": "13", "sursaud_cl_age_gene": "Tous âges"},
)
