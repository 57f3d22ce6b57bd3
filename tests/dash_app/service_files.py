"""Files about services, made up: feedback in the form of Services Publics+, posts, accounts."""

from datetime import UTC, datetime

NOW = datetime(2026, 3, 1, tzinfo=UTC)
FEEDBACK_NAME = "experiences.csv"
ACCOUNTS = "CAF: ['x:caf']\n"
_HEADER = (
    "ID expérience;Statut de l'expérience;Date de publication;Titre;Description;Ressenti usager;"
    "Code INSEE Département usager;Intitulé Typologie 1"
)
_GROUPS = (  # service, day, rating, words, people
    ("CAF", "05/01/2026", "Positif", "accueil aimable", 30),
    ("CAF", "05/01/2026", "Négatif", "accueil aimable", 12),
    ("CAF", "02/02/2026", "Positif", "attente interminable", 11),
    ("CAF", "02/02/2026", "Négatif", "attente interminable", 27),
    ("Mairie", "05/01/2026", "Négatif", "rien", 5),
    ("Impôts", "05/01/2026", "Négatif", "rien", 12),  # hidden, or Mairie would follow from all of them
    ("Impôts", "05/01/2026", "Positif", "rien", 15),
)


def feedback_csv():
    lines = [_HEADER]
    for group, (service, day, rating, words, people) in enumerate(_GROUPS):
        for one in range(people):
            state = "Expérience avec réponse" if one % 2 else "Expérience en attente de réponse"
            lines.append(f"{group}{one:03};{state};{day} 10:00;Avis;{words};{rating};44.0;{service}")
    return "\n".join(lines) + "\n"


def posts_csv():
    rows = ["uid,author_uid,text,created_at,platform", "own,x:caf,nos horaires,2026-01-05T10:00:00Z,x"]
    rows += [f"p{n},x:p{n},bonjour,2026-01-05T11:00:00Z,x" for n in range(12)]
    return "\n".join(rows) + "\n"
