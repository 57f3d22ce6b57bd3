"""What each question on signals answers on the sample graph."""

from tests.cypher.sample import CENTRALE, CLAIM_PLANT, at

_WHY = "12 posts where 1.5 were expected"
_SPREAD = (
    "s1", "diffusion", CLAIM_PLANT, "29", "Finistère", at(0), at(30), 12, 1.5, 20.0, 0.001, _WHY, CENTRALE,
)  # fmt: skip
_WATER = ("s2", "need", "water", "29", "Finistère", at(60), at(90), 12, 1.5, 8.0, 0.001, _WHY, None)

_PLANT = (
    f"weak:claim:{CLAIM_PLANT}", "claim", CLAIM_PLANT, CENTRALE, 14.0, 0.0, 2, at(60), 12, 0.5, 12, "29", "Finistère",
    at(90), 0,
)  # fmt: skip
_FLOOD = (
    "weak:hashtag:#crue", "hashtag", "#crue", None, None, 0.0, 1, None, 12, 0.5, None, "", None, at(90), 1,
)  # fmt: skip

SIGNALS = [
    ("signals/rising", {}, [_PLANT, _FLOOD]),
    ("signals/rising", {"kind": "hashtag"}, [_FLOOD]),
    ("signals/latest", {}, [_SPREAD, _WATER]),
    ("signals/latest", {"kind": "need"}, [_WATER]),
    ("signals/latest", {"from": at(31)}, [_WATER]),
    ("signals/latest", {"signal": "s2"}, [_WATER]),
    ("signals/latest", {"to": at(31)}, [_SPREAD]),
    (
        "signals/evidence",
        {"signal": "s1", "limit": 1},
        [("a1", "u_ann", at(0), "fr", CENTRALE)],
    ),
]
