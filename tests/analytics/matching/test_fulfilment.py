from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from analytics.matching import reply_marks, states

START = datetime(2026, 1, 19, 8, tzinfo=UTC)
NEEDS = pl.DataFrame({"need_uid": ["n1", "n2"]})


def marks(*rows):
    names = ["need_uid", "state", "minutes", "evidence"]
    table = pl.DataFrame(rows, schema=names, orient="row")
    at = pl.lit(START) + pl.duration(minutes="minutes")
    return table.select("need_uid", "state", "evidence", at=at, offer_uid=pl.col("evidence"))


def reached(*rows, minutes=None):
    as_of = None if minutes is None else START + timedelta(minutes=minutes)
    found = states(NEEDS, marks(*rows), as_of=as_of)
    assert found["need_uid"].to_list() == ["n1", "n2"]
    assert found.row(1, named=True)["state"] == "need"
    return found.row(0, named=True)["state"], found.row(0, named=True)["evidence"]


@pytest.mark.parametrize(
    ("rows", "minutes", "expected"),
    [
        ([("n1", "committed", 5, "a")], None, ("committed", "a")),
        ([("n1", "committed", 5, "a"), ("n1", "answered", 9, "b")], None, ("answered", "b")),
        ([("n1", "answered", 9, "b"), ("n1", "committed", 12, "c")], None, ("answered", "b")),
        ([("n1", "answered", 9, "b"), ("n1", "need", 12, "c")], None, ("need", "c")),
        ([("n1", "answered", 9, "b"), ("n1", "need", 12, "c"), ("n1", "committed", 15, "d")], None, ("committed", "d")),
        ([("n1", "committed", 5, "a"), ("n1", "answered", 9, "b")], 8, ("committed", "a")),
        ([("n1", "committed", 5, "a")], 4, ("need", None)),
        ([("n1", "answered", 5, "b"), ("n1", "committed", 5, "a")], None, ("answered", "b")),
    ],
)  # fmt: skip
def test_the_state_is_that_of_the_marks_so_far(rows, minutes, expected):
    assert reached(*rows, minutes=minutes) == expected
    assert reached(*reversed(rows), minutes=minutes) == expected


@pytest.mark.parametrize(
    ("author", "text", "state"),
    [
        ("neighbour", "Je peux vous déposer deux packs ce soir", "committed"),
        ("neighbour", "J'ai un lit de bébé à prêter, dites-moi quand", "committed"),
        ("neighbour", "#PorteOuverte chambre libre chez nous", "committed"),
        ("neighbour", "I can bring some water, on my way", "committed"),
        ("neighbour", "We have a spare room, you can stay here", "committed"),
        ("neighbour", "Courage à vous, on pense fort à vous", None),
        ("neighbour", "Je fais suivre à mon groupe", None),
        ("neighbour", "Moi aussi je cherche de l'eau, rien trouvé", None),
        ("neighbour", "Est-ce que quelqu'un peut les aider ?", None),
        ("neighbour", "Je peux rien faire d'ici, désolée", None),
        ("neighbour", "same here, still no water", None),
        ("asker", "C'est bon, une voisine nous a dépannés, merci à tous", "answered"),
        ("asker", "Bien reçu les packs, merci pour votre aide", "answered"),
        ("asker", "all sorted, thank you for the water", "answered"),
        ("asker", "Toujours rien reçu, on attend", None),
        ("asker", "Je peux venir les chercher à pied", None),
        ("asker", "still nothing, nobody came", None),
    ],
)
def test_what_an_answer_says_of_a_need(author, text, state):
    posts = pl.DataFrame(
        {
            "uid": ["n1", "r"], "author_uid": ["asker", author], "text": ["Besoin d'eau", text],
            "created_at": [START, START + timedelta(minutes=3)], "reply_to_uid": [None, "n1"], "root_uid": [None, "n1"],
        }
    )  # fmt: skip
    found = reply_marks(posts, NEEDS)
    assert found["state"].to_list() == ([state] if state else [])
    assert states(NEEDS, found)["state"].to_list() == [state or "need", "need"]


def test_marks_read_are_marks_that_states_takes_even_when_there_are_none():
    posts = pl.DataFrame(
        {"uid": ["n1"], "author_uid": ["a"], "text": ["Besoin d'eau"], "created_at": [START]}
    )
    assert states(NEEDS, reply_marks(posts, NEEDS))["state"].to_list() == ["need", "need"]
