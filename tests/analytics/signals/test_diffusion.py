import json

import numpy as np
import polars as pl
import pytest

from analytics.signals.detect import watch
from tests.analytics.signals.watched_posts import posts, quiet

RUMOUR = "L'eau du robinet est contaminée dans tout le département, ne buvez rien"
TALK = [
    "Le club de judo cherche un entraîneur", "La fresque de la poste est superbe", "Vide-grenier dimanche sur la place",
    "Premier semi-marathon terminé en deux heures", "Les lapins du parc sont de retour", "Concert gratuit au kiosque",
]  # fmt: skip
H = 4 * 24


def spread(text, start, relays, answer=None, *, prefix="c", answers=12):
    """A post that many repeat within three hours and some answer."""
    first = posts([start], f"{prefix}-first", text=text)
    at = list(start + np.linspace(0.05, 3, relays))
    relayed = posts(at, f"{prefix}-relay", text=text, repost_of_uid=f"{prefix}-first00000")
    said = list(start + np.linspace(0.1, 2.5, answers))
    answered = posts(said, f"{prefix}-answer", text=answer, reply_to_uid=f"{prefix}-first00000")
    return pl.concat([first, relayed, *([answered] if answer else [])])


def everyday():
    """Claims that some repeat and some thank for, for days."""
    parts = [
        spread(f"{TALK[n % 6]} {n}", 3.7 * n, 4, "merci", prefix=f"talk{n}", answers=3) for n in range(24)
    ]
    return pl.concat([quiet(), *parts])


@pytest.mark.parametrize(
    ("answer", "alarm"),
    [
        ("Tu as une source ? C'est vrai ?", True),
        ("FAUX, l'eau est bonne", True),
        ("merci pour l'info", False),
        (None, False),
    ],
)
def test_a_claim_that_spreads_and_is_doubted_is_told(answer, alarm):
    told = watch(pl.concat([everyday(), spread(RUMOUR, H, 60, answer)])).filter(kind="diffusion")
    assert told.height == alarm
    if alarm:
        row = told.row(0, named=True)
        assert all(uid.startswith("c-") for uid in row["evidence"])
        why = json.loads(row["why"])["components"]
        assert {why["doubt"][name] for name in ("doubts", "answers")} == {None}  # some would be fewer than 11
        assert why["doubt"]["share"] == 1.0 > why["doubt"]["usual"]
        assert why["rate"]["observed"] == row["observed"]
        assert why["growth"] == {"state": "not estimable", "expected": None}


def test_a_doubted_claim_that_nobody_repeats_is_not():
    told = watch(pl.concat([everyday(), spread(RUMOUR, H, 1, "C'est vrai ?")]))
    assert told.filter(kind="diffusion").is_empty()


def test_a_claim_says_whether_it_still_grows():
    given = pl.concat([everyday(), spread(RUMOUR, H, 60, "C'est vrai ?")]).with_columns(
        author_followers=50_000
    )
    row = watch(given).filter(kind="diffusion").row(0, named=True)
    grows = json.loads(row["why"])["components"]["growth"]
    assert grows["state"] in {"estimable", "supercritical"}
    assert (grows["expected"] is None) == (grows["state"] == "supercritical")
