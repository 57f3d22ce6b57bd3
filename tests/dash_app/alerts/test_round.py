import json
from contextlib import closing
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from dash_app.alerts.book import Book
from dash_app.alerts.round import learnt_of, look
from dash_app.alerts.rules import read_rules
from graph import loads
from tests.dash_app.alerts.servers import webhook_server

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
RULES = """
lang: en
rules: [{name: watch, min_bits: 5}]
subscriptions:
  - {name: finistere, zones: ["departement:29"], to: desk, digest: hourly}
  - {name: same-desk, to: desk, digest: never}
channels: {desk: {kind: webhook, url: "URL"}}
"""
TAGS = """// title: Tags
// returns: tag string, uses int, posts strings
MATCH (h:Hashtag)<-[:TAGGED]-(p:Post)
RETURN h.tag AS tag, count(p) AS uses, collect(p.uid) AS posts ORDER BY tag
"""


@pytest.fixture
def hook():
    with webhook_server() as found:
        yield found


@pytest.fixture
def book(tmp_path):
    with closing(Book(tmp_path / "data" / "alerts.sqlite")) as opened:
        yield opened


def rules(tmp_path, hook, text=RULES):
    (tmp_path / "tags.cypher").write_text(TAGS)
    (tmp_path / "rules.yml").write_text(text.replace("URL", hook[1]))
    return read_rules(tmp_path / "rules.yml", {}, "fr")


def at(minutes):
    return NOON + timedelta(minutes=minutes)


def signal(minutes, name=None, **values):
    row = {
        "signal_id": name or f"s{minutes}", "kind": "need", "topic": "shelter", "location_code": "29019",
        "start_at": at(minutes - 30), "detected_at": at(minutes), "observed": 12, "expected": 3.5,
        "score_bits": 14.2, "q": 0.003, "why": "rate 14.2 bits; urgency 0.4", "evidence": ["p1", "p2"],
    }  # fmt: skip
    return row | values


def see(rules_, book, minutes, *signals):
    table = (
        pl.DataFrame(list(signals), infer_schema_length=None) if signals else pl.DataFrame([signal(-9999)])
    )
    return look(rules_, book, None, at(minutes), clock=lambda: at(minutes), table=table)


def test_an_alert_says_why_and_against_what(tmp_path, hook, book):
    known = rules(tmp_path, hook)
    assert see(known, book, 4, signal(0)).issued == 0  # five minutes of quiet first
    done = see(known, book, 5, signal(0))
    assert (done.issued, done.interrupting, done.delivered.sent) == (1, 1, 1)
    ((_, body, _),) = hook[0].requests
    assert body["subject"] == "[CyberImpact] new: Need · Shelter, Brest (29019)"
    for part in (
        "12 seen, 3.5 expected.",
        "Began 2026-11-22 11:30, seen 2026-11-22 12:00 (UTC)",
        "Why: rate 14.2 bits; urgency 0.4",
        "14.2 bits",
        "(q): 0.0030",
        "First alert about it in 24 h",
        "not known yet",
        "- p1",
        f"cyberimpact alerts answer {body['id']} true|false|known|useful",
        "A signal, never a verdict.",
    ):
        assert part in body["text"]
    assert body["data"]["observed"] == 12


def test_the_reasons_of_the_watch_are_said_in_words(tmp_path, hook, book):
    parts = {"rate": {"observed": 12, "expected": 3.5, "bits": 14.2},
             "urgency": {"share": 0.4, "usual": 0.05, "bits": 9.5}, "scan": {"p": 0.001},
             "burst": {"level": 2, "since": "2026-11-22T11:00:00Z"},
             "drift": {"level": 3.5, "limit": 1.3, "above": True}}  # fmt: skip
    why = {"components": parts, "baseline": "hours of the week before, Gamma–Poisson", "window_min": 15}
    spread = {"kind": "panic", "topic": "claim:x", "title": "L’eau est\ncoupée", "why": json.dumps(why)}
    see(rules(tmp_path, hook), book, 5, signal(0, **spread))
    ((_, body, _),) = hook[0].requests
    assert body["subject"] == "[CyberImpact] new: Alarm · L’eau est coupée, Brest (29019)"
    for part in (
        "Why: Compared with: the same hours of the week before",
        "- Count: 12, usually 3.5 (14.2 bits)",
        "- Words of urgency: 40.0%, usually 5.0% (9.5 bits)",
        "- Concentration in space: neighbouring communes (p = 0.001)\n",
        "- Burst: about 4 times as usual, since 2026-11-22 11:00 UTC\n",
        "- Drift: 3.5: above, usually at most 1.3\n",
    ):
        assert part in body["text"]


def test_the_same_is_never_said_twice(tmp_path, hook, book):
    known = rules(tmp_path, hook)
    rows = [signal(0), signal(3)]
    for minutes in (8, 9, 60, 24 * 60):
        see(known, book, minutes, *rows)
    see(known, book, 24 * 60 + 1, signal(-2, "late"), *rows)  # came late, belongs to what was said
    interrupting = [body for _, body, _ in hook[0].requests if not body["id"].startswith("digest:")]
    assert len(interrupting) == 1


def test_what_goes_on_waits_for_the_digest_and_what_grows_does_not(tmp_path, hook, book):
    known = rules(tmp_path, hook)
    see(known, book, 5, signal(0))
    see(known, book, 25, signal(0), signal(20, observed=14))
    see(known, book, 45, signal(0), signal(20, observed=14), signal(40, observed=24, evidence=["p2", "p9"]))
    first, grown = (body for _, body, _ in hook[0].requests)
    assert grown["subject"].startswith("[CyberImpact] growing")
    assert (
        f"Since alert {first['id']} of 2026-11-22 12:00 (UTC): 12 then, 24 now; 1 new posts" in grown["text"]
    )
    see(known, book, 61)
    *_, digest = (body for _, body, _ in hook[0].requests)
    assert digest["subject"] == "[CyberImpact] digest: 1 alert"
    assert "Need · Shelter, Brest (29019): 1 alerts" in digest["text"]
    see(known, book, 62)
    see(known, book, 122)  # an hour in which nothing happened
    assert len(hook[0].requests) == 3


def test_rules_and_zones_let_through_what_they_say(tmp_path, hook, book):
    known = rules(tmp_path, hook, RULES.replace("min_bits: 5", "min_bits: 20, kinds: [need]"))
    strong = [signal(0, "b", score_bits=30.0), signal(0, "c", kind="volume", score_bits=30.0)]
    done = see(known, book, 5, signal(0), *strong)
    assert (done.signals, done.issued) == (2, 1)
    paris = RULES.replace("departement:29", "departement:75").replace(
        "- {name: same-desk, to: desk, digest: never}", ""
    )
    assert see(rules(tmp_path, hook, paris), book, 30, signal(20, "d")).delivered.sent == 0
    assert book.told(["d"]) == {"d"}
    assert len(hook[0].requests) == 1


def test_posts_of_a_crowd_stay_here(tmp_path, hook, book):
    see(rules(tmp_path, hook), book, 5, signal(0, kind="crowd"))
    ((_, body, raw),) = hook[0].requests
    assert "p1" not in raw.decode()
    assert "they would locate persons" in body["text"]


def test_what_is_false_again_and_again_is_held_back_for_the_digest(tmp_path, hook, book):
    known = rules(tmp_path, hook)
    for number in range(60):
        real = signal(30 * number, f"t{number}", topic=f"t{number}", score_bits=30.0)
        noise = {"topic": f"f{number}", "location_code": "29232", "score_bits": 6.0}
        rows = [real, signal(30 * number, f"f{number}", **noise)]
        see(known, book, 30 * number + 5, *rows)
        for alert, topic in book.alerts(at(30 * number)).select("alert_id", "topic").iter_rows():
            book.answer(alert, "true" if topic.startswith("t") else "false", at(30 * number + 6))
    alerts = book.alerts().with_columns(pl.col("topic").str.slice(0, 1).alias("truth"))
    late = alerts.filter(pl.col("due_at") > at(30 * 40))
    held = late.filter(pl.col("decision") == "hold")
    assert set(held["truth"]) == {"f"}
    assert held.height >= 0.6 * late.filter(truth="f").height
    texts = [body["text"] for _, body, _ in hook[0].requests]
    assert any("False-alarm rate: 9" in text and "same kind, same territory" in text for text in texts)
    assert any("sent to check that threshold" in text for text in texts)
    assert any("of them not sent at once" in text and "0 of them" not in text for text in texts)
    assert learnt_of(book).steps.height == 120


@pytest.mark.parametrize("looks", [[0], [0, 15]])
def test_a_question_of_ones_own_on_the_graph(tmp_path, hook, book, kglite_store, looks):
    posts = {"uid": ["a", "b", "c"], "created_at": [NOON] * 3, "hashtags": [["eau"], ["eau"], ["gaz"]]}
    kglite_store.load(loads.POSTS, pl.DataFrame(posts))
    columns = "{topic: tag, observed: uses, evidence: posts}"
    own = f"rules: [{{name: tags, question: tags.cypher, persist: {{window: 15 min}}, columns: {columns}}}]"
    known = rules(tmp_path, hook, RULES.replace("rules: [{name: watch, min_bits: 5}]", own))
    for minutes in looks:
        look(known, book, kglite_store, at(minutes), clock=lambda: NOON)
    done = look(known, book, kglite_store, at(looks[-1] + 14), clock=lambda: at(looks[-1] + 14))
    assert done.signals == 2
    told = [body["data"] for _, body, _ in hook[0].requests]
    assert sorted(
        (alert["kind"], alert["topic"], alert["observed"], sorted(alert["evidence"])) for alert in told
    ) == ([("tags", "eau", 2, ["a", "b"]), ("tags", "gaz", 1, ["c"])] if len(looks) == 2 else [])


def test_the_questions_need_a_graph(tmp_path, hook, book):
    with pytest.raises(ValueError, match="need a graph"):
        look(rules(tmp_path, hook), book, None, NOON, clock=lambda: NOON)


def test_the_signals_of_the_graph_with_their_posts(tmp_path, hook, book, kglite_store):
    author = {"key": "u_ann", "platform": "x", "followers": 3}
    post = {"uid": "p1", "created_at": NOON, "text": "Besoin\nd’un toit", "author": [author]}
    kglite_store.load(loads.POSTS, pl.DataFrame([post]))
    told = {name: value for name, value in signal(0).items() if name != "signal_id"}
    kglite_store.load(loads.SIGNALS, pl.DataFrame([{"uid": "need:1", **told, "run": "r"}]))
    done = look(rules(tmp_path, hook), book, kglite_store, at(5), clock=lambda: at(5))
    assert (done.signals, done.delivered.sent) == (1, 1)
    ((_, body, _),) = hook[0].requests
    assert "- 2026-11-22 12:00 u_ann: Besoin d’un toit (p1)" in body["text"]
    assert body["data"]["signals"] == ["need:1"]
