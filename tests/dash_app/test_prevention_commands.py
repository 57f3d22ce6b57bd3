"""Narratives of alarm and the official resources that help, from the graph of each store and from a file."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import polars as pl
import pytest
from typer.testing import CliRunner

from analytics.prevention import resources
from collectors.files.post_frames import read_posts
from cypher import query
from dash_app.prevention_commands import prevention_app
from dash_app.prevention_table import of_store, oriented
from graph import loads

NOON = datetime(2026, 1, 20, 12, tzinfo=UTC)
SCAM = "Attention, un faux SMS de la carte Vitale demande votre numéro de compte, arnaque en cours"
FEW = "Un gourou recrute dans la vallée pour sa dérive sectaire, prévenez les familles du village"
OTHER = "Le pont de la rivière est fermé aux voitures jusqu’à demain soir à cause de la crue"


def said():
    """Fourteen people tell of the scam, ten of the guru, fifteen of the bridge."""
    told = [(SCAM, 14), (FEW, 10), (OTHER, 15)]
    return [
        {"uid": f"{number}-{n}", "author_uid": f"u{number}-{n}", "text": text,
         "created_at": (NOON + timedelta(minutes=n)).isoformat()}
        for number, (text, people) in enumerate(told) for n in range(people)
    ]  # fmt: skip


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "posts.jsonl"
    pl.DataFrame(said()).write_ndjson(path)
    return path


def run(*words, lang="fr"):
    app = prevention_app(read_posts)
    given = ["orient", *map(str, words)]
    return CliRunner().invoke(app, given, obj=SimpleNamespace(lang=lang), env={"COLUMNS": "400"})


def test_what_many_say_leads_to_who_helps(file, tmp_path):
    out = tmp_path / "orientation.csv"
    made = run("--from-file", file, "--out", out)
    assert made.exit_code == 0, made.output
    assert "never about one of them" in made.output
    rows = pl.read_csv(out).to_dicts()
    assert [(row["kind"], row["people"], row["theme"], row["score"]) for row in rows] == [
        ("claim", 14, "Arnaques et hameçonnage", 1.0)
    ]
    assert "17Cyber, assistance aux victimes en ligne, https://17cyber.gouv.fr" in rows[0]["resources"]
    assert "Info Escroqueries, 0 805 805 817" in rows[0]["resources"]
    assert "carte vitale" in rows[0]["words"]
    assert "u0-" not in out.read_text()


def test_it_is_told_in_english_too(file):
    assert "Scams and phishing" in run("--from-file", file, lang="en").output


def test_a_service_has_its_own_themes(file, tmp_path):
    own = tmp_path / "own.yml"
    own.write_text(
        "themes: {bridge: {fr: Ponts, en: Bridges, words: [pont], resources: [roads]}}\n"
        "resources: {roads: {fr: Routes, en: Roads, phone: '1', verified_in: 'https://roads.example'}}"
    )
    assert "Ponts" in run("--from-file", file, "--resources", own).output
    own.write_text("themes: {}\nresources: {roads: {fr: Routes, en: Roads, verified_in: here}}")
    found = run("--from-file", file, "--resources", own)
    assert found.exit_code == 2
    assert "neither phone nor url" in " ".join(found.output.replace("│", " ").split())


def test_a_file_without_texts_tells_nothing(tmp_path):
    rows = [{"uid": "p1", "author_uid": "u1", "created_at": "2026-03-02T09:00:00Z"}]
    pl.DataFrame(rows).write_csv(tmp_path / "posts.csv")
    found = run("--from-file", tmp_path / "posts.csv")
    assert found.exit_code == 2
    assert "have no column text" in " ".join(found.output.replace("│", " ").split())


def test_the_graph_tells_claims_and_communities_and_no_account(store):
    posts = [
        {"uid": row["uid"], "text": row["text"], "created_at": NOON, "kind": "post", "source": "test",
         "author": [{"key": row["author_uid"], "platform": "x", "followers": 1}]}
        for row in said()
    ]  # fmt: skip
    store.load(loads.POSTS, pl.DataFrame(posts))
    store.load(
        loads.CLAIMS, pl.DataFrame([{"uid": f"claim:{n}", "title": t} for n, t in enumerate((SCAM, FEW))])
    )
    stated = [{"source": row["uid"], "target": f"claim:{row['uid'][0]}"} for row in said()[:24]]
    store.load(loads.STATES, pl.DataFrame(stated))
    crowds = [
        ("community:a", 12, ["secte", "gourou"]),
        ("community:b", 9, ["djihad"]),
        ("community:c", 30, None),
    ]
    named = [{"uid": uid, "size": size, "words": words} for uid, size, words in crowds]
    store.load(loads.COMMUNITIES, pl.DataFrame(named))
    found = oriented(of_store(store), resources(), "en")
    assert found.select("narrative", "title", "people", "theme").rows() == [
        ("claim:0", SCAM, 14, "Scams and phishing"),
        ("community:a", "secte, gourou", 12, "Cult-like abuse"),
    ]
    assert found["words"].to_list()[1] == ["gourou", "secte"]
    assert not {"author", "author_uid", "user"} & set(of_store(store).columns)
    asked = query("windows/narrative")
    assert store.read(asked, {"claim": "claim:0", "least": 11}).rows() == [("claim:0", [SCAM], 14)]
    assert store.read(asked, {"claim": "claim:1", "least": 11}).is_empty()
