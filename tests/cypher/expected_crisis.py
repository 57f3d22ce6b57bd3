"""What each question on a crisis answers on the sample graph."""

from tests.cypher.sample import at

_FLOOD = (
    "cap:1", 4, "flood", "Crue de la Loire", at(0), at(600), "cap", "commune", "44109", "Nantes", "44",
    "https://alert.example/1", "Montez à l'étage.",
)  # fmt: skip
_WIND = (
    "vigilance:44", 3, "wind", None, at(60), at(700), "meteo-france-vigilance", "departement", "44",
    "Loire-Atlantique", "44", None, None,
)  # fmt: skip
_RIVER = (
    "vigicrues:9", 2, "flood", None, at(30), at(30 + 24 * 60), "vigicrues", "region", "53", "Bretagne", None, None,
    None,
)  # fmt: skip
_WITHDRAWN = (
    "cap:2",
    2,
    "safety",
    None,
    at(90),
    at(100),
    "cap",
    "commune",
    "35238",
    "Rennes",
    "35",
    None,
    None,
)
_EVERYWHERE = ("cap:3", None, "health", None, at(95), at(900), "cap", None, None, None, None, None, None)
_LOW = (
    "vigicrues:8", 1, "flood", None, at(30), at(30 + 24 * 60), "vigicrues", "departement", "29", "Finistère", "29",
    None, None,
)  # fmt: skip
_FIRE = (
    "fire:1", "fire", 2, "Feu de cave", at(10), None, "fire-brigade", "commune", "44109", "Nantes", "44", 2.0, "trucks",
)  # fmt: skip
_TRAFFIC = (
    "gone:1", "traffic", None, None, at(20), None, None, "departement", "35", "Ille-et-Vilaine", "35", None, None,
)  # fmt: skip
_MARKS = [
    ("mark:1", at(340), "w00", "committed", "s1", None),
    ("mark:2", at(350), "w00", "answered", None, None),
    ("mark:3", at(360), "w00", "undone", None, "mark:2"),
    ("mark:4", at(370), "r00", "committed", "s3", None),
]

CRISIS = [
    ("crisis/alerts", {}, [_FLOOD, _WIND, _RIVER, _WITHDRAWN, _EVERYWHERE]),
    ("crisis/alerts", {"from": at(97), "to": at(97)}, [_FLOOD, _WIND, _RIVER, _WITHDRAWN, _EVERYWHERE]),
    ("crisis/alerts", {"from": at(100), "to": at(101)}, [_FLOOD, _WIND, _RIVER, _EVERYWHERE]),
    ("crisis/alerts", {"from": at(899), "to": at(899)}, [_RIVER, _EVERYWHERE]),
    ("crisis/alerts", {"departement": "44"}, [_FLOOD, _WIND, _EVERYWHERE]),
    ("crisis/alerts", {"departement": "29"}, [_RIVER, _EVERYWHERE]),
    ("crisis/alerts", {"departement": "29", "lowest": 1}, [_RIVER, _LOW, _EVERYWHERE]),
    ("crisis/events", {}, [_TRAFFIC, _FIRE]),
    ("crisis/events", {"departement": "44"}, [_FIRE]),
    ("crisis/events", {"from": at(11)}, [_TRAFFIC]),
    (
        "crisis/help_posts",
        {"departement": "44", "limit": 2},
        [
            ("w11", at(320), ["water"], "toujours plus d’eau potable", 0),
            ("w10", at(310), ["water"], "Plus d'eau potable ici", 0),
        ],
    ),
    ("crisis/marks", {}, _MARKS),
    ("crisis/marks", {"need": "r00"}, _MARKS[3:]),
    ("crisis/marks", {"limit": 1}, _MARKS[3:]),
    ("crisis/marks", {"from": at(350), "to": at(360)}, _MARKS[1:2]),
]
