"""What each question on actions answers on the sample graph."""

from tests.cypher.sample import ACTION, CENTRALE, CLAIM_PLANT, LOOKED, REPLY, WATER_ACTION, at

_DENIAL = (
    ACTION, "denial", "claim-posts", CLAIM_PLANT, None, "Rien n'a explosé", "habitants", at(5), at(-60), True, 1,
    "descriptive only", CENTRALE,
)  # fmt: skip
_WATER = (
    WATER_ACTION, "advice", "need-people", "water", "departement:44", None, None, at(310), at(320), False, 0,
    None, None,
)  # fmt: skip
_REPLY = (
    REPLY, "reply", "claim-posts", CLAIM_PLANT, None, None, None, at(180), at(170), True, 0, None, CENTRALE,
)  # fmt: skip
ACTIONS = [
    (
        "actions/asked",
        {},
        [(ACTION, *[None] * 4), (WATER_ACTION, 11, 11, None, 25_860 / 11), (REPLY, *[None] * 4)],
    ),
    ("actions/asked", {"action": REPLY}, [(REPLY, None, None, None, None)]),
    ("actions/declared", {}, [_WATER, _REPLY, _DENIAL]),
    ("actions/declared", {"to": at(6)}, [_DENIAL]),
    ("actions/declared", {"action": WATER_ACTION}, [_WATER]),
    ("actions/looks", {}, [(ACTION, LOOKED, at(650), "descriptive only")]),
    ("actions/looks", {"series": "another"}, []),
    (
        "actions/denial_reach",
        {},
        [
            (ACTION, CLAIM_PLANT, CENTRALE, 3, 2, 2 / 3, 10800.0, 300),
            (REPLY, CLAIM_PLANT, CENTRALE, 3, 2, 2 / 3, 10800.0, 10800),
        ],
    ),
    ("actions/denial_reach", {"action": WATER_ACTION}, []),
    (
        "actions/message_reach",
        {"action": ACTION},
        [
            ("MESSAGE", 1, 1, at(10), at(10)),
            ("QUOTES", 1, 1, at(70), at(70)),
            ("REPLY_TO", 1, 1, at(25), at(25)),
        ],
    ),
    ("actions/message_reach", {"action": ACTION, "as_of": at(25)}, [("MESSAGE", 1, 1, at(10), at(10))]),
    ("actions/answered", {"action": ACTION}, [("a1", "u_ann", at(0), "a5", at(95), 5700)]),
    (
        "actions/waiting",
        {"action": ACTION},
        [("a3", "u_cat", at(25), "is it true? the plant of Brennilis…")],
    ),
]
