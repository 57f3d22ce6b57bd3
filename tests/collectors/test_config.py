"""sources.yml: values, defaults, the environment, the gate, further spellings; and what is said when it is wrong."""

import pytest

from collectors.config import ConfigError, configure, read_sources
from collectors.declaration import Setting
from collectors.source import UnknownFieldError
from tests.collectors.sources import GATED, PRICED, TOKEN, made


def config(given, environment=None, **changed):
    return configure(made(**changed), given, "sources.yml", environment or {})


def test_a_default_stands_until_something_is_said():
    settings = {"url": Setting(default="http://a"), "size": Setting(default=5), "tags": Setting()}
    assert config({}, settings=settings).text("url") == "http://a"
    found = config({"url": "http://b", "tags": ["crue", "eau"]}, settings=settings)
    assert (found.text("url"), found.whole("size"), found.texts("tags")) == ("http://b", 5, ["crue", "eau"])
    assert config({"tags": "crue"}, settings=settings).texts("tags") == ["crue"]


def test_a_secret_comes_from_the_environment():
    settings = {"token": TOKEN}
    assert config({"token": "$KEY"}, {"KEY": "s3"}, settings=settings).text("token") == "s3"
    with pytest.raises(ConfigError, match=r"numbers\.token: the environment has no KEY"):
        config({"token": "$KEY"}, settings=settings).text("token")


def test_what_is_missing_is_named_with_its_meaning():
    with pytest.raises(ConfigError, match=r"sources.yml: numbers.token: token is missing: a key"):
        config({}, settings={"token": TOKEN}).text("token")


def test_a_required_setting_closes_the_source():
    assert config({}, settings={"token": TOKEN}).closed() == "token not set in sources.yml"
    assert config({"token": "x"}, settings={"token": TOKEN}).closed() is None


def test_the_gate_opens_when_all_is_declared():
    facts = {"contract": "2026-17", "users": "prefecture", "date": "2026-02-01"}
    assert "contract, users, date" in config({}, legal=GATED).closed()
    assert "users" in config({"compliance": {**facts, "users": ""}}, legal=GATED).closed()
    assert config({"compliance": facts}, legal=GATED).closed() is None


def test_a_new_spelling_is_taken_in_and_a_wrong_field_refused():
    assert config({"fields": {"text": "corps"}}).source.fields["text"] == ("text", "corps")
    with pytest.raises(UnknownFieldError, match="no field 'txet'"):
        config({"fields": {"txet": ["corps"]}})


def test_an_unknown_setting_is_refused():
    with pytest.raises(ConfigError, match=r"numbers.tokn: no such setting; there are .*enabled"):
        config({"tokn": "x"})


def test_the_budget_of_the_month():
    assert config({}, price=PRICED).monthly_budget() == 10
    assert config({"monthly_budget": 2}, price=PRICED).monthly_budget() == 2
    assert config({}).monthly_budget() is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [("a: [", "is no YAML"), ("- a", "one mapping per source"), ("a: 3", "one mapping per source")],
)
def test_a_file_that_is_wrong(tmp_path, text, problem):
    path = tmp_path / "sources.yml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=problem):
        read_sources(path)


def test_no_file_says_nothing_of_any_source(tmp_path):
    assert read_sources(tmp_path / "none.yml") == {}
