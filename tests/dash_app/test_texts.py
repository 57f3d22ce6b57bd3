import ast
from pathlib import Path

import pytest

from dash_app.figures.measure import MEASURES
from dash_app.texts import LANGS, language, number, say, say_count, texts

ROOT = Path(__file__).parents[2] / "dash_app"


def used():
    """Keys given as text to say(); those of say_count() stand for two."""
    for file in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("say", "say_count"):
                key = node.args[0]
                if isinstance(key, ast.Constant):
                    yield from (
                        [key.value] if node.func.id == "say" else [f"{key.value}.one", f"{key.value}.other"]
                    )


def test_every_key_speaks_every_language():
    assert {key: set(entry) for key, entry in texts().items() if set(entry) != set(LANGS)} == {}


def test_both_languages_take_the_same_values():
    def holes(text):
        return sorted(part.split("}")[0] for part in text.split("{")[1:])

    assert [key for key, entry in texts().items() if holes(entry["fr"]) != holes(entry["en"])] == []


def test_every_used_key_exists():
    found = set(used())
    assert len(found) > 20
    assert sorted(found - texts().keys()) == []


@pytest.mark.parametrize("family", ["measure", "unit"])
def test_every_measure_has_a_name_and_a_unit(family):
    assert all(f"{family}.{measure}" in texts() for measure in MEASURES)


def test_a_missing_key_or_value_raises():
    with pytest.raises(KeyError):
        say("no.such.key", "fr")
    with pytest.raises(KeyError):
        say("map.between", "fr", low="1")


def test_counts_and_numbers_as_each_language_writes_them():
    assert say_count("posts", 0, "fr") == "0 message"
    assert say_count("posts", 0, "en") == "0 posts"
    assert say_count("posts", 1234, "fr") == "1\u202f234 messages"
    assert number(1234.5, "en", 1) == "1,234.5"
    assert (language("en"), language("de"), language(None, "en")) == ("en", "fr", "en")
