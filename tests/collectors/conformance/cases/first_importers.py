"""The post table, X v1.1 archives, experiences and sites: files as their users have them."""

import csv
import json

from collectors.files.post_table import SOURCE as POST_TABLE
from collectors.services.france_services import SOURCE as FRANCE_SERVICES
from collectors.services.services_publics_plus import SOURCE as SERVICES_PUBLICS_PLUS
from collectors.social.x_v1 import SOURCE as X_V1
from tests.collectors.conformance.case import Case


def json_lines(items, folder):
    path = folder / "records.jsonl"
    path.write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items), encoding="utf-8")
    return path


def table(delimiter):
    def write(items, folder):
        path = folder / "records.csv"
        names = list(dict.fromkeys(name for item in items for name in item))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names, delimiter=delimiter)
            writer.writeheader()
            writer.writerows(items)
        return path

    return write


def post(number, text, **more):
    return {
        "uid": f"forum:{number}",
        "author_uid": f"@Sidonie{number}",
        "platform": "forum",
        "text": text,
        "created_at": f"2026-03-14T09:{number:02}:00Z",
        **more,
    }


POSTS = Case(
    source=POST_TABLE,
    items=[
        post(
            1, "L'école de Pontrieux est fermée, appelez Gaspard au 06 12 34 56 78 #crue", place_insee="22250"
        ),
        post(2, "@sidonie1 non, elle est ouverte", reply_to_uid="forum:1"),
        post(3, "L'école de Pontrieux est fermée", repost_of_uid="forum:1"),
        post(4, "à vérifier : https://forum.example/@sidonie1", quote_of_uid="forum:1"),
        post(5, "écrire à gaspard@courriel.example", urls=["https://mairie.example/ecole"]),
    ],
    records=5,
    deletion={**post(1, "…"), "deleted_at": "2026-03-15T08:00:00Z"},
    bad=post(6, "un jour", created_at="hier"),
    names=("sidonie", "06 12 34 56 78", "gaspard@courriel.example"),
    file=json_lines,
)


def tweet(number, text, **more):
    return {
        "id_str": f"20{number}",
        "text": text,
        "created_at": f"Sat Mar 14 09:{number:02}:00 +0000 2026",
        "user": {"id_str": f"70{number}", "screen_name": f"Sidonie{number}", "followers_count": 12},
        "lang": "fr",
        "entities": {"hashtags": [], "urls": [], "user_mentions": []},
        **more,
    }


ROOT = tweet(1, "La Garonne déborde à Agen")
TWEETS = Case(
    source=X_V1,
    items=[
        ROOT,
        tweet(2, "@Sidonie1 d'où vient l'image ?", in_reply_to_status_id_str="201", in_reply_to_screen_name="Sidonie1",
              in_reply_to_user_id_str="701"),
        tweet(3, "RT @Sidonie1: La Garonne déb…", retweeted_status=ROOT),
        tweet(4, "Regardez", quoted_status_id_str="201"),
        tweet(5, "Prudence à Agen", coordinates={"type": "Point", "coordinates": [0.62, 44.2]}),
    ],
    records=5,
    bad=tweet(6, "sans auteur", user={}),
    names=("sidonie",),
    file=json_lines,
)  # fmt: skip


def experience(number, rating, **more):
    return {
        "ID expérience": f"90{number}",
        "Titre": f"Démarche n° {number}",
        "Description": "J'ai écrit à agnes.t@courriel.example, sans réponse.",
        "Date de publication": f"{number:02}/02/2026 09:30",
        "Ressenti usager": rating,
        "Statut de l'expérience": "Expérience avec réponse",
        "Code INSEE Département usager": "13.0",
        "Intitulé Typologie 1": "La Poste",
        "Code Postal typologie 1": "13001.0",
        "Réactivité": rating,
        **more,
    }


EXPERIENCES = Case(
    source=SERVICES_PUBLICS_PLUS,
    items=[
        experience(number, rating)
        for number, rating in enumerate(("Positif", "Neutre", "Négatif") * 2, start=1)
    ],
    records=6,
    bad=experience(9, "Mitigé"),
    names=("agnes.t@courriel.example",),
    file=table(";"),
)


def site(number, **more):
    return {
        "id_fs": str(number),
        "lib_fs": f"France services n° {number}",
        "format_fs": "Fixe",
        "adresse": "1 place de la Mairie",
        "code_postal": "22260",
        "lib_com": "Pontrieux",
        "insee_com": "22250",
        "insee_dep": "22",
        "latitude": "48.69",
        "longitude": "-3.16",
        "h_lundi": "09:00-12:00",
        **more,
    }


SITES = Case(
    source=FRANCE_SERVICES,
    items=[site(number) for number in range(1, 6)],
    records=5,
    bad=site(6, lib_fs=""),
    file=table(","),
)
