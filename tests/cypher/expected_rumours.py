"""What each question on rumours answers on the sample graph: name, values, rows in order."""

from tests.cypher.sample import BLOG, CENTRALE, DENIED, PRESS, UPDATE, at

RUMOURS = [
    (
        "rumours/who_relayed",
        {"root": "a1"},
        [
            ("a2", "u_bob", at(10), 600, 1, "a1"),
            ("a3", "u_cat", at(25), 1500, 2, "a2"),
            ("a4", "u_dan", at(70), 4200, 3, "a3"),
            ("a5", "u_bob", at(95), 5700, 1, "a1"),
        ],
    ),
    ("rumours/who_relayed", {"root": "a1", "limit": 1}, [("a2", "u_bob", at(10), 600, 1, "a1")]),
    ("rumours/who_relayed", {"root": "a2"}, []),
    ("rumours/busiest_relays", {}, [("u_bob", 2, 3, at(10), at(185))]),
    (
        "rumours/busiest_relays",
        {"min_cascades": 1, "to": at(185)},
        [
            ("u_bob", 1, 2, at(10), at(95)),
            ("u_cat", 1, 1, at(25), at(25)),
            ("u_dan", 1, 1, at(70), at(70)),
        ],
    ),
    (
        "rumours/first_posts",
        {"phrase": " Centrale de Brennilis"},
        [
            ("a1", "u_ann", at(0), "post", CENTRALE, 2),
            ("a2", "u_bob", at(10), "repost", CENTRALE, 1),
            ("a4", "u_dan", at(70), "quote", "LA CENTRALE DE BRENNILIS !", 0),
            ("b1", "u_gov", at(180), "post", DENIED, 3),
            ("b2", "u_bob", at(185), "repost", DENIED, 0),
        ],
    ),
    (
        "rumours/first_posts",
        {"phrase": "centrale", "from": at(10), "to": at(95), "limit": 1},
        [("a2", "u_bob", at(10), "repost", CENTRALE, 1)],
    ),
    ("rumours/first_posts", {"phrase": "central"}, []),
    (
        "rumours/cross_places",
        {"phrase": "eau potable"},
        [("44", "Loire-Atlantique", 11, 12, False), ("35", "Ille-et-Vilaine", None, None, True)],
    ),
    (
        "rumours/cross_places",
        {"phrase": "eau potable", "level": "commune"},
        [("44109", "Nantes", 11, 11, False), ("35238", "Rennes", None, None, True)],
    ),
    (
        "rumours/cross_places",
        {"phrase": "eau potable", "level": "region", "to": at(310)},
        [("52", "Pays de la Loire", None, None, True)],
    ),
    ("rumours/deepest_cascades", {}, [("w00", 12, 11, 1, 11, 1.8, at(300), at(320))]),
    (
        "rumours/deepest_cascades",
        {"min_size": 2},
        [
            ("a1", 5, 4, 3, 2, 2.0, at(0), at(95)),
            ("w00", 12, 11, 1, 11, 1.8, at(300), at(320)),
            ("b1", 4, 3, 1, 3, 1.5, at(180), at(200)),
        ],
    ),
    (
        "rumours/deepest_cascades",
        {"min_size": 1, "by": "structural_virality", "from": at(30), "to": at(300)},
        [("b1", 4, 3, 1, 3, 1.5, at(180), at(200)), ("o1", 1, 1, 0, 1, None, at(30), at(30))],
    ),
    (
        "rumours/posts_by_hour",
        {},
        [(at(0), 6, 5, 2), (at(60), 2, 2, 0), (at(180), 4, 3, 1), (at(300), 22, 21, 0)],
    ),
    ("rumours/posts_by_hour", {"source": "bluesky"}, [(at(0), 2, 1, 0)]),
    ("rumours/posts_by_hour", {"from": at(31), "to": at(32)}, [(at(0), 1, 1, 0)]),
    ("rumours/hashtags_rising", {}, [("fakeoff", 0, 3, 4.0, 3)]),
    (
        "rumours/hashtags_rising",
        {"from": at(0), "to": at(140), "min_posts": 1},
        [],  # alerte and centrale are used less in the second half, from minute 70 on
    ),
    ("rumours/hashtags_rising", {"from": at(10), "to": at(400), "min_posts": 1}, []),
    (
        "rumours/hashtags_rising",
        {"from": at(5), "to": at(201), "min_posts": 2},
        [("fakeoff", 0, 3, 4.0, 3)],
    ),
    (
        "rumours/hashtags_together",
        {},
        [("alerte", "centrale", 2, 2), ("centrale", "fakeoff", 2, 2)],
    ),
    (
        "rumours/hashtags_together",
        {"tag": "fakeoff", "min_posts": 1, "from": at(185)},
        [("fakeoff", "centrale", 1, 1)],
    ),
    (
        "rumours/links_shared",
        {},
        [
            (PRESS, "press.example", 3, 3, at(0), at(180)),
            (BLOG, "blog.example", 1, 1, at(70), at(70)),
            (UPDATE, "press.example", 1, 1, at(95), at(95)),
        ],
    ),
    ("rumours/links_shared", {"domain": "press.example", "from": at(1)},
     [(PRESS, "press.example", 2, 2, at(10), at(180)), (UPDATE, "press.example", 1, 1, at(95), at(95))]),
    (
        "rumours/domains_shared",
        {},
        [("press.example", 3, 4, 2, at(0), at(180)), ("blog.example", 1, 1, 1, at(70), at(70))],
    ),
    ("rumours/languages_of_a_cascade", {"root": "a1"}, [("fr", 4, 3, at(0)), ("en", 1, 1, at(25))]),
    ("rumours/languages_of_a_cascade", {"root": "b1"}, [("fr", 3, 3, at(180)), (None, 1, 1, at(190))]),
    ("rumours/languages_of_a_cascade", {"root": "a3"}, []),
    ("rumours/mentions", {}, [("u_prefet", 2, 2, at(70), at(95)), ("u_ann", 1, 1, at(70), at(70))]),
    ("rumours/mentions", {"from": at(71)}, [("u_prefet", 1, 1, at(95), at(95))]),
]  # fmt: skip
