"""What each question on claims, communities and coordination answers on the sample graph."""

from tests.cypher.sample import CENTRALE, CLAIM_DENIAL, CLAIM_PLANT, DENIED, at

_PLANT = (CLAIM_PLANT, CENTRALE, 3, ["x"], ["en", "fr"], ["29019"], at(0), at(95), 1.5, 2, 0.4, 10800.0)
_DENIAL = (CLAIM_DENIAL, DENIED, 2, ["x"], ["fr"], [], at(180), at(185), None, 0, 0.0, None)
_LINK = ("u_ann", "u_bob", "link", 2.0, 6.5, 0.5, 0.001, ["a1", "a2"])
_TEXT = ("u_ann", "u_bob", "text", 1.0, 9.0, 0.5, 0.008, ["a1"])

CROWDS = [
    ("claims/largest", {}, [_PLANT, _DENIAL]),
    ("claims/largest", {"search": "EXPLOSÉ"}, [_PLANT]),
    ("claims/largest", {"from": at(100)}, [_DENIAL]),
    (
        "claims/posts",
        {"claim": CLAIM_PLANT, "limit": 3},
        [
            ("a1", "u_ann", at(0), "fr", "STATES", "exact", CENTRALE),
            ("a2", "u_bob", at(10), "fr", "STATES", "exact", CENTRALE),
            ("a4", "u_dan", at(70), "fr", "STATES", "near", "LA CENTRALE DE BRENNILIS !"),
        ],
    ),
    (
        "claims/without_denial",
        {},
        [(CLAIM_DENIAL, DENIED, 2, at(180), at(185), None)],
    ),
    ("claims/without_denial", {"min_size": 3}, []),
    ("claims/denied_by", {}, [(CLAIM_PLANT, CENTRALE, 3, CLAIM_DENIAL, DENIED, 2, 10800)]),
    ("claims/cascades", {"claim": CLAIM_PLANT}, [("a1", 5, 4, 3, 2.0, at(0))]),
    (
        "claims/fact_checks",
        {"claim": CLAIM_PLANT},
        [
            (
                1,
                "fc1",
                "Non, rien n'a explosé à Brennilis",
                "La centrale de Brennilis a explosé",
                "Faux",
                "Vérif",
                "https://verif.example/1",
                7.5,
                ["brennilis", "centrale"],
            )
        ],
    ),
    ("claims/of_territory", {"code": "29"}, [(CLAIM_PLANT, CENTRALE, 1, 3, 2)]),
    ("claims/of_territory", {"code": "44"}, []),
    (
        "crowds/communities",
        {"min_size": 2},
        [
            ("community:u_ann", 3, ["centrale"], 0.95, 5, "grown", ["community:u_bob"]),
            ("community:u_gov", 2, ["merci"], None, 3, None, []),
        ],
    ),
    (
        "crowds/claims_of_community",
        {"community": "community:u_ann"},
        [(CLAIM_PLANT, CENTRALE, 3, 3), (CLAIM_DENIAL, DENIED, 1, 1)],
    ),
    ("crowds/between_communities", {}, [("community:u_ann", "community:u_gov", 1)]),
    ("crowds/coordinated_pairs", {}, [_LINK, _TEXT]),
    ("crowds/coordinated_pairs", {"kind": "text"}, [_TEXT]),
    ("crowds/coordinated_pairs", {"max_q": 0.0}, []),
    (
        "crowds/evidence",
        {"source": "u_ann", "target": "u_bob", "limit": 2},
        [("link", "a1", "u_ann", at(0), CENTRALE), ("text", "a1", "u_ann", at(0), CENTRALE)],
    ),
    ("rumours/growing", {}, [("a1", 5, "estimable", 8.5, None, None, at(0), at(95))]),
    (
        "rumours/inferred_parents",
        {"root": "b1"},
        [("b3", "b1", "pdi", 1.0, at(190)), ("b4", "b2", "pdi", 0.625, at(200))],
    ),
    ("rumours/stances", {"root": "a1"}, [("support", 2, at(70)), ("query", 1, at(25))]),
]
