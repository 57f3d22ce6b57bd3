"""A phrase finds the same posts on both engines, though each cuts and folds words its own way."""

from datetime import UTC, datetime

import polars as pl
import pytest

from cypher import query
from graph import loads

TEXTS = {
    "elided": "L'eau du robinet",
    "curly": "Plus d’EAU !",
    "quoted": "on dit 'eau' ou \"eau\" ou «eau»…",
    "plural": "les eaux montent",
    "inside": "bateau sur le site.fr, aujourd'hui",
    "joined": "rumeur_x",
    "tagged": "#rumeur !",
    "signs": "C++ (fini) [x]* 50% ^a|b$ back\\slash",
    "accents": "ÉCOLE FERMÉE",
    "bare": "ecole fermee",
    "number": "10,000 morts, COVID-19.",
    "lines": "première\nseconde",
    "dots": "Centrale... fini",
    "foreign": "İstanbul",
}
FOUND = [
    ("eau", {"elided", "curly", "quoted"}),
    ("EAU", {"elided", "curly", "quoted"}),
    ("l'eau du", {"elided"}),
    ("eaux", {"plural"}),
    ("site", set()),
    ("site.fr", {"inside"}),
    ("hui", set()),
    ("aujourd'hui", {"inside"}),
    ("rumeur", {"tagged"}),
    ("rumeur_x", {"joined"}),
    ("#rumeur", {"tagged"}),
    ("(fini) [x]* 50% ^a|b$ back\\slash", {"signs"}),
    ("fini", {"signs", "dots"}),
    ("back.slash", set()),
    ("école fermée", {"accents"}),
    ("ecole", {"bare"}),
    ("000 morts", set()),
    ("10,000 morts", {"number"}),
    ("covid", {"number"}),
    ("seconde", {"lines"}),
    ("centrale", {"dots"}),
    ("İstanbul", {"foreign"}),
    ('"eau" ou', {"quoted"}),
    ("", set()),
    ("++", set()),
    ('"', set()),
]
MANY = 3_000  # kglite misses documents beyond a thousand new ones until its index is rebuilt


@pytest.fixture
def searched(store):
    at = datetime(2026, 1, 7, tzinfo=UTC)
    crowd = [f"crowd{number:04}" for number in range(MANY)]
    texts = [*TEXTS.values(), *(["foule innombrable"] * MANY)]
    store.load(loads.POSTS, pl.DataFrame({"uid": [*TEXTS, *crowd], "text": texts, "created_at": at}))
    store.refresh_search()
    return store


def test_whole_words_are_found(searched):
    first_posts = query("rumours/first_posts")
    found = {phrase: set(searched.read(first_posts, {"phrase": phrase})["post"]) for phrase, _ in FOUND}
    assert found == dict(FOUND)
    assert searched.read(first_posts, {"phrase": "foule", "limit": 10 * MANY}).height == MANY
