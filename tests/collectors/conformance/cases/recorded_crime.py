"""SSMSI: five published counts and one that is not."""

from collectors.services.recorded_crime import SOURCE
from tests.collectors.conformance.case import Case


def count(insee, kind, number, *, published=True):
    return {
        "CODGEO_2025": insee,
        "annee": "2024",
        "indicateur": kind,
        "unite_de_compte": "Victime",
        "nombre": str(number) if published else "NA",
        "taux_pour_mille": "3,7",
        "est_diffuse": "diff" if published else "ndiff",
        "insee_pop": "16000",
        "insee_pop_millesime": "2022",
    }


def semicolons(items, folder):
    path = folder / "base.csv"
    names = list(dict.fromkeys(name for item in items for name in item))
    lines = [names, *([str(item.get(name, "")) for name in names] for item in items)]
    path.write_text("\n".join(";".join(line) for line in lines) + "\n", encoding="utf-8")
    return path


FRAUD = "Escroqueries et fraudes aux moyens de paiement"
CASE = Case(
    source=SOURCE,
    items=[
        count("35238", FRAUD, 1893),
        count("35288", FRAUD, 402),
        count("22278", FRAUD, 377),
        count("35238", "Cambriolages de logement", 611),
        count("35115", "Vols de véhicule", 18),
        count("35360", "Vols avec armes", 0, published=False),
    ],
    records=5,
    bad=count("35238", FRAUD, "beaucoup"),
    file=semicolons,
)
