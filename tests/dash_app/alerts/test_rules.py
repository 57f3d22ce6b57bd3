from datetime import timedelta
from pathlib import Path

import pytest

from dash_app.alerts.channels import Feed, Mail, Webhook
from dash_app.alerts.errors import RulesError
from dash_app.alerts.rules import Persist, read_rules

QUESTION = """// title: Tags
// returns: tag string, uses int
MATCH (h:Hashtag)<-[:TAGGED]-(p:Post) RETURN h.tag AS tag, count(p) AS uses ORDER BY tag
"""
RULES = """
lang: en
every: 30 s
debounce: {quiet: 5 min, cap: 2 h}
rules:
  - name: watch
    min_bits: 8
    max_q: 0.05
    kinds: [need, diffusion]
  - name: tags
    question: tags.cypher
    columns: {topic: tag, observed: uses}
    persist: {needed: 2, of: 3, window: 15 min}
  - name: growing
    question: rumours/growing
    params: {from: "{as_of-1d}", limit: 20}
    columns: {topic: root_uid, observed: size}
    kind: diffusion
subscriptions:
  - {name: cell, zones: ["departement:29"], topics: [shelter], kinds: [need], services: [CAF], to: [mail, feed]}
  - {name: desk, to: hook, when: digest, digest: hourly}
channels:
  mail: {kind: mail, host: smtp.example.org, user: $SMTP_USER, password: $SMTP_PASSWORD,
         from: alerts@example.org, to: [a@example.org, b@example.org]}
  hook: {kind: webhook, url: "https://desk.example.org/hook", secret: $HOOK}
  feed: {kind: feed, file: alerts.atom}
"""
ENVIRONMENT = {"SMTP_USER": "u", "SMTP_PASSWORD": "p", "HOOK": "s"}


def read(tmp_path, text=RULES):
    (tmp_path / "tags.cypher").write_text(QUESTION)
    (tmp_path / "rules.yml").write_text(text)
    return read_rules(tmp_path / "rules.yml", ENVIRONMENT, "fr")


def test_rules_as_they_are_written(tmp_path):
    found = read(tmp_path)
    watch, tags, growing = found.rules
    assert (watch.question.name, watch.min_bits, watch.max_q) == ("signals/latest", 8, 0.05)
    assert watch.wanted.kinds == ("need", "diffusion")
    assert watch.columns == {"signal_id": "signal", "title": "claim"}
    assert (tags.question.name, tags.kind) == ("tags.cypher", "tags")
    assert tags.persist == Persist(2, 3, timedelta(minutes=15))
    assert (growing.kind, growing.params["from"]) == ("diffusion", "{as_of-1d}")
    cell, desk = found.readers
    assert cell.wants.zones == ("departement:29",)
    assert (cell.to, cell.at_once, cell.digest) == (("mail", "feed"), True, timedelta(days=1))
    assert (desk.to, desk.at_once, desk.digest) == (("hook",), False, timedelta(hours=1))
    assert found.channels["mail"] == Mail(
        "smtp.example.org",
        587,
        "starttls",
        "alerts@example.org",
        ("a@example.org", "b@example.org"),
        "u",
        "p",
    )
    assert found.channels["hook"] == Webhook("https://desk.example.org/hook", "s")
    assert found.channels["feed"] == Feed(tmp_path / "alerts.atom", "CyberImpact", 100)
    assert (found.every, found.lang) == (timedelta(seconds=30), "en")


def test_no_secret_is_shown(tmp_path):
    channels = read(tmp_path).channels
    assert "'p'" not in repr(channels["mail"])
    assert "'s'" not in repr(channels["hook"])


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("min_bits: 8", "min_bit: 8", "line 7: no field 'min_bit' — did you mean min_bits"),
        ("min_bits: 8", "min_bits: eight", "line 7: 'eight' is not a number"),
        ("- name: watch", "- nam: watch", "no field 'nam' — did you mean name"),
        ("- name: growing", "- name: tags", "'tags' is there twice"),
        ("rumours/growing", "rumours/growin", "no query 'rumours/growin' — did you mean rumours/growing"),
        ("question: tags.cypher", "question: no.cypher", "no.cypher cannot be read"),
        ("observed: size", "observed: sise", "rumours/growing has no column 'sise'; it has root_uid"),
        ("observed: size", "seen: size", "no field 'seen'"),
        ("needed: 2", "needed: 4", "4 windows of 3 cannot be"),
        ("window: 15 min", "window: 15 minutes", "'15 minutes' is no duration"),
        ('"departement:29"', '"29"', "zone '29': write it as departement:29"),
        ("to: hook", "to: hok", "there is no channel 'hok'; there are mail, hook, feed"),
        ("digest: hourly", "digest: never", "it would never hear anything"),
        ("kind: webhook", "kind: webhok", "'webhok' is none of mail, webhook, feed — did you mean webhook"),
        ("$HOOK", "$NONE", "the environment has no NONE"),
        ("https://desk", "desk", "is no address: it starts with https://"),
        ("from: alerts@example.org", "from: alerts", "'alerts' is no mail address"),
        ("user: $SMTP_USER, ", "", "user and password go together"),
        ("host: smtp.example.org", "security: none, host: smtp.example.org", "would travel in the open"),
        ("quiet: 5 min, cap: 2 h", "quiet: 3 h, cap: 2 h", "cap no shorter"),
        ("lang: en", "lang: de", "'de' is none of fr, en"),
        ("every: 30 s", "every: [1]", "line 3: a text is expected here"),
        ("rules:", "rule:", "no field 'rule' — did you mean rules"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path, old, new, problem):
    assert old in RULES
    with pytest.raises(RulesError) as refused:
        read(tmp_path, RULES.replace(old, new, 1))
    assert problem in str(refused.value)
    assert str(refused.value).startswith(str(tmp_path / "rules.yml"))


@pytest.mark.parametrize(
    ("text", "problem"), [("", "is empty"), ("- a", "a mapping is expected"), ("a: [", "is not YAML")]
)
def test_files_that_are_none(tmp_path, text, problem):
    with pytest.raises(RulesError, match=problem):
        read(tmp_path, text)


def test_a_question_that_writes_is_refused(tmp_path):
    read(tmp_path)
    (tmp_path / "tags.cypher").write_text(QUESTION.replace("RETURN", "SET p.text = '' RETURN"))
    with pytest.raises(RulesError, match=r"tags\.cypher"):
        read_rules(tmp_path / "rules.yml", ENVIRONMENT, "fr")


def test_the_example_of_the_documentation_is_read(tmp_path):
    page = (Path(__file__).parents[3] / "docs" / "alerts.md").read_text(encoding="utf-8")
    example = page.split("```yaml\n")[1].split("```")[0]
    (tmp_path / "rules.yml").write_text(example)
    secrets = {"SMTP_USER": "u", "SMTP_PASSWORD": "p", "DESK_SECRET": "s"}
    found = read_rules(tmp_path / "rules.yml", secrets, "en")
    assert [rule.name for rule in found.rules] == ["watch", "growing-claims"]
    assert [reader.to for reader in found.readers] == [("cell",), ("desk", "feed")]
