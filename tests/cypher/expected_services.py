"""What the questions on needs, places and quality answer on the sample graph: name, values, rows in order."""

from datetime import UTC, datetime, timedelta

from tests.cypher.sample import ACTION, LOOKED, RUN, START, at


def day(number):
    return START + timedelta(days=number)


LINES = "Dossier bloqué, personne ne répond au téléphone."
NEEDS = [
    ("needs/feedback_by_service", {}, [("CAF", 3, 1, 1, 1, 1 / 3), ("Impôts", 2, 1, 0, 0, 0.0)]),
    ("needs/feedback_by_service", {"from": day(3)}, [("Impôts", 1, 0, 0, 0, None)]),
    (
        "needs/feedback_by_axis",
        {},
        [
            ("CAF", "responsiveness", "negative", 2),
            ("CAF", "responsiveness", "positive", 1),
            ("CAF", "simplicity", "positive", 1),
            ("Impôts", "responsiveness", "positive", 1),
            ("Impôts", "simplicity", "positive", 1),
        ],
    ),
    ("needs/feedback_by_axis", {"service": "CAF", "to": day(1)}, [("CAF", "responsiveness", "negative", 1)]),
    (
        "needs/feedback_search",
        {"phrase": "téléphone"},
        [
            (
                "f2",
                day(1),
                ["CAF", "Impôts"],
                "positive",
                "answered",
                "Avis f2",
                "Réponse rapide au téléphone",
            ),
            ("f1", day(0), ["CAF"], "negative", "waiting", "Avis f1", LINES),
        ],
    ),
    ("needs/feedback_search", {"phrase": "telephone"}, []),
    (
        "needs/needs_by_departement",
        {},
        [
            ("44", "Loire-Atlantique", "water", 11, False),
            ("35", "Ille-et-Vilaine", "water", None, True),
            ("44", "Loire-Atlantique", "responsiveness", None, True),
        ],
    ),
    (
        "needs/needs_by_departement",
        {"need": "water", "from": at(301)},
        [("44", "Loire-Atlantique", "water", 11, False), ("35", "Ille-et-Vilaine", "water", None, True)],
    ),
    (
        "needs/needs_by_departement",
        {"need": "water", "from": at(302), "to": at(320)},
        [("44", "Loire-Atlantique", "water", None, True)],
    ),
    (
        "needs/offers_near",
        {"code": "44"},
        [
            ("s2", "Bus de Loire", "bus", None, None, "Loire-Atlantique", None, None),
            ("s1", "Maison de Nantes", "site", "1 rue de Strasbourg", "lundi 9-12", "Nantes", 47.2, -1.5),
        ],
    ),
    (
        "needs/offers_near",
        {"code": "44109", "kind": "commune", "need": "shelter"},
        [("s1", "Maison de Nantes", "site", "1 rue de Strasbourg", "lundi 9-12", "Nantes", 47.2, -1.5)],
    ),
    (
        "needs/offers_near",
        {"code": "53", "kind": "region", "need": "water"},
        [("s3", "Maison de Brest", "site", "2 rue de Siam", "mardi 9-12", "Brest", 48.4, -4.5)],
    ),
    ("needs/offers_near", {"code": "44", "need": "water"}, []),
    (
        "needs/territories_without_offer",
        {"need": "shelter"},
        [
            ("35238", "Rennes", "35", 225_081, None, None),
            ("29019", "Brest", "29", 140_000, None, None),
            ("44190", "Saint-Sébastien-sur-Loire", "44", 28_373, 47.2, -1.5),
        ],
    ),
    (
        "needs/territories_without_offer",
        {"need": "shelter", "within": "departement"},
        [("35238", "Rennes", "35", 225_081, None, None), ("29019", "Brest", "29", 140_000, None, None)],
    ),
    (
        "needs/territories_without_offer",
        {"need": "water", "within": "departement", "population": 2_000},
        [
            ("44109", "Nantes", "44", 323_204, 47.2, -1.6),
            ("35238", "Rennes", "35", 225_081, None, None),
            ("44190", "Saint-Sébastien-sur-Loire", "44", 28_373, 47.2, -1.5),
            ("44001", "Abbaretz", "44", 2_112, None, None),
        ],
    ),
    (
        "needs/territories_without_offer",
        {"need": "responsiveness", "population": 300_000},
        [("44109", "Nantes", "44", 323_204, 47.2, -1.6)],
    ),
    (
        "needs/unanswered_feedback",
        {},
        [
            ("CAF", "f1", day(0), "negative", "Avis f1"),
            ("CAF", "f3", day(2), "neutral", "Avis f3"),
            ("Impôts", "f4", day(3), None, "Avis f4"),
        ],
    ),
    ("needs/unanswered_feedback", {"service": "Impôts"}, [("Impôts", "f4", day(3), None, "Avis f4")]),
]
_NANTES = [
    ("commune:44109", 0, "commune", "44109", "Nantes", 323_204, 47.2, -1.6),
    ("commune:44109", 1, "departement", "44", "Loire-Atlantique", 1_457_806, 47.3, -1.7),
    ("commune:44109", 2, "region", "52", "Pays de la Loire", 3_873_096, None, None),
]
PLACES = [
    ("places/territory", {"place": "Nantes"}, _NANTES),
    ("places/territory", {"place": "44109"}, _NANTES),
    (
        "places/territory",
        {"place": "53"},
        [
            ("departement:53", 0, "departement", "53", "Mayenne", 307_000, None, None),
            ("departement:53", 1, "region", "52", "Pays de la Loire", 3_873_096, None, None),
            ("region:53", 0, "region", "53", "Bretagne", 3_409_983, None, None),
        ],
    ),
    (
        "places/territory",
        {"place": "53", "kind": "region"},
        [("region:53", 0, "region", "53", "Bretagne", 3_409_983, None, None)],
    ),
    (
        "places/communes_of",
        {"code": "44"},
        [
            ("44109", "Nantes", 323_204, 47.2, -1.6),
            ("44190", "Saint-Sébastien-sur-Loire", 28_373, 47.2, -1.5),
            ("44001", "Abbaretz", 2_112, None, None),
        ],
    ),
    (
        "places/communes_of",
        {"code": "53", "kind": "region"},
        [
            ("35238", "Rennes", 225_081, None, None),
            ("29019", "Brest", 140_000, None, None),
            ("29155", "Île sans habitant", None, None, None),
        ],
    ),
]
_IMPORTED = ("import:x:1", "import", "1", "posts.jsonl", "x", at(400), at(401), None, 34, 34, 0, 2)
_LOOK = (
    "actions:effect:1",
    "actions:effect",
    "1",
    LOOKED,
    ACTION,
    at(650),
    at(650),
    "descriptive only",
    *[None] * 4,
)
_NOW = ("import:x:2", "import", "1", "more.jsonl", "x", at(600), None, None, None, None, None, None)

QUALITY = [
    (
        "quality/orphans",
        {},
        [("QUOTES", "bluesky", 1, 1), ("REPLY_TO", "bluesky", 1, 1), ("REPOST_OF", "x", 1, 1)],
    ),
    ("quality/orphans", {"from": at(32)}, [("REPOST_OF", "x", 1, 1)]),
    ("quality/repairs", {}, [("second parent", 2, 2), ("duplicate row", 1, 1), ("orphan", 1, 1)]),
    ("quality/runs", {"stage": "import"}, [_NOW, _IMPORTED]),
    (
        "quality/runs",
        {},
        [
            ("schedule:daily:1", "schedule:daily", "1", None, None, at(700), at(701), "done", *[None] * 4),
            _LOOK,
            _NOW,
            (RUN, "cascades", "1", None, None, at(500), at(501), None, 34, 26, None, None),
            _IMPORTED,
            ("collect:news:2026-01-07", "collect", "1", None, "news", at(120), at(130), None, 40, 40, 0, None),
            ("collect:river:2026-01-07", "collect", "1", None, "river", at(100), at(940), None, 310, 300, 7, None),
            ("collect:river:2026-01-08", "collect", "1", None, "river", at(100), at(1500), None, 90, 90, None, None),
        ],
    ),
    (
        "quality/unlocated",
        {},
        [
            ("feedback", "services-publics-plus", 4, 2, 0.5),
            ("post", "x", 32, 9, 0.28125),
            ("post", "bluesky", 2, 2, 1.0),
        ],
    ),
    ("quality/unlocated", {"from": datetime(2026, 1, 9, tzinfo=UTC)},
     [("feedback", "services-publics-plus", 2, 2, 1.0)]),
]  # fmt: skip
_CHECKED = at(1500)
_NONE = (None, None, None)
_DAYS = [
    ("news", datetime(2026, 1, 7, tzinfo=UTC), 40, 40, 0, 0, 0),
    ("river", datetime(2026, 1, 7, tzinfo=UTC), 310, 300, 3, 7, 12),
    ("river", datetime(2026, 1, 8, tzinfo=UTC), 90, 90, 0, 0, 0),
]
COLLECTED = [
    (
        "sources/health",
        {},
        [
            ("plugged", "Plugged", None, "upside down", True, "a state of tomorrow", *_NONE, _CHECKED, None, 0,
             None, None, None, None, [], *_NONE),
            ("birds", "Birds", None, "failing", True, "3 times in a row: no answer", *_NONE, _CHECKED, None, 0,
             None, None, None, None, [], *_NONE),
            ("river", "River", None, "drifting", True, "fields that nobody declared: niveau (90)", at(1500),
             at(1499), at(1500), _CHECKED, None, 90, None, None, 0.0175, None, ["niveau", "zone"], *_NONE),
            ("news", "News", None, "ok", False, "", at(1490), at(1480), at(1495), _CHECKED, at(1600), 40, 10.0,
             200.0, 0.0, 0.25, [], *_NONE),
            ("paid", "Paid", None, "ready", False, "never run: cyberimpact collect paid", *_NONE, _CHECKED, None, 0,
             None, None, None, None, [], 0.0, 100.0, "USD"),
        ],
    ),
    ("sources/collected_by_day", {}, _DAYS),
    ("sources/collected_by_day", {"source": "river", "from": "2026-01-08"}, _DAYS[2:]),
    ("sources/collected_by_day", {"source": "river", "to": "2026-01-08"}, _DAYS[1:2]),
    ("sources/collected_by_day", {"source": "birds"}, []),
]  # fmt: skip
ACCOUNTS = [
    ("services/accounts", {}, [("CAF", "u_gov", 1, at(180)), ("CAF", "u_w00", 2, at(320))]),
    ("services/known", {}, [("CAF", 3, 2), ("Impôts", 2, 0)]),
]
SERVICES = [*NEEDS, *PLACES, *QUALITY, *COLLECTED, *ACCOUNTS]
