"""The report on a real embedded store: what it says, what it carries, that it can be replayed."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import polars as pl
import pypdf
import pytest

from cypher import query
from dash_app.exports import ExportError
from dash_app.report import rumours, write
from dash_app.report.layout import document
from dash_app.report.pdf import pdf
from dash_app.report.when import long_date
from graph import loads
from graph.store import open_store
from tests.cypher.sample import CASCADES, POSTS, TREES, at, fill, post

NOW = datetime(2026, 3, 1, 12, 30, 15, 999, tzinfo=UTC)
NOTICE = "EXERCICE — données inventées"
OUTSIDE = re.compile(r"(?:src|href|action|data)\s*=|url\(|@import|<script|<link", re.IGNORECASE)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with open_store(tmp_path_factory.mktemp("report") / "graph.kgl") as opened:
        fill(opened)
        yield opened


@pytest.fixture
def own_store(tmp_path):
    with open_store(tmp_path / "graph.kgl") as opened:
        fill(opened)
        yield opened


def made(store, **more):
    wanted = {"start": None, "end": None, "generated_at": NOW, **more}
    return rumours(store, **wanted)


def html_of(report, tmp_path):
    write(report, tmp_path / "report.html")
    return (tmp_path / "report.html").read_text(encoding="utf-8")


def pdf_text(report, tmp_path):
    write(report, tmp_path / "report.pdf")
    pages = pypdf.PdfReader(tmp_path / "report.pdf").pages
    return len(pages), " ".join(" ".join(page.extract_text().replace("\u200b", "").split()) for page in pages)


class Tags(HTMLParser):
    """Start tags and end tags in order, void elements aside."""

    VOID = ("meta", "br", "hr")

    def __init__(self):
        super().__init__()
        self.open, self.seen = [], []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_html_stands_alone_and_closes_what_it_opens(store, tmp_path):
    text = html_of(made(store, notice=NOTICE), tmp_path)
    assert OUTSIDE.findall(text) == []
    assert set(re.findall(r"https?://[^\"'<\s]+", text)) <= {"http://www.w3.org/2000/svg"}
    tags = Tags()
    tags.feed(text)
    assert tags.open == []
    assert ("html", {"lang": "fr"}) in tags.seen
    assert sum(tag == "h1" for tag, _ in tags.seen) == 1
    assert NOTICE in text


def test_html_carries_every_question_with_its_parameters_and_the_hash(store, tmp_path):
    report = made(store, start=datetime(2026, 1, 1, tzinfo=UTC))
    text = html_of(report, tmp_path)
    names = {reading.query.name for reading in report.readings}
    assert {"quality/coverage", "rumours/top_cascades", "rumours/cascade_tree", "needs/rates"} <= names
    for name in names:
        assert f"{name} — " in text
    for line in query("quality/languages").text.splitlines()[8:]:
        assert line.replace("<", "&lt;").replace(">", "&gt;").strip() in text
    assert "2026-01-01T00:00:00.000Z" in text
    assert report.data_hash in text


def test_the_largest_cascade_is_told_in_full(store, tmp_path):
    text = html_of(made(store, lang="en"), tmp_path)
    assert "12 posts by 11 accounts" in text
    assert "Cascade 3" in text
    assert "Cascade 4" not in text, "one post alone is no cascade"
    assert "Links repaired in this cascade: duplicate row (1), second parent (1)." in text
    assert "7 January 2026 at 09:00" in text, "Paris time"


def test_the_collected_sources_are_told_with_their_state(store):
    text = json.dumps(document(made(store)).plain(), ensure_ascii=False)
    assert "Santé des sources collectées (heure de Paris)" in text
    assert '["Birds", "en échec", "—"]' in text
    assert '["News", "sans nouvelles", "08/01/2026 09:50"]' in text, "checked two months before the report"
    fresh = json.dumps(document(made(store, generated_at=at(1510), lang="en")).plain(), ensure_ascii=False)
    assert '["News", "well", "2026-01-08 09:50"]' in fresh


def test_a_territory_of_fewer_than_eleven_people_is_hidden(store):
    found = made(store)
    by_root = {cascade.row["root_uid"]: cascade.territories for cascade in found.cascades}
    assert by_root["a1"].select("name", "people").rows() == [("Brest", None)]
    text = json.dumps(document(found).plain(), ensure_ascii=False)
    assert "1 territoire masqué, faute de 11 personnes distinctes : Brest." in text
    assert '["Nantes (44109)", "11", "11"]' in text


def test_accounts_are_shown_by_a_short_pseudonym_only(own_store):
    long = "u_0123456789abcdef0123456789abcdef"
    own_store.load(loads.POSTS, pl.DataFrame([post("a6", long, 5, "relais", repost="a1", kind="repost")]))
    member = {"source": "a6", "target": "cascade:a1", "parent_uid": "a1", "depth": 1}
    own_store.load(loads.CASCADE_POSTS, pl.DataFrame([member]))
    text = json.dumps(document(made(own_store)).plain(), ensure_ascii=False)
    assert '"u_0123456789"' in text
    assert long not in text


def test_the_hash_holds_to_the_data(own_store):
    first = made(own_store).data_hash
    assert re.fullmatch(r"[0-9a-f]{64}", first)
    assert made(own_store, generated_at=NOW + timedelta(days=9), lang="en", notice="x").data_hash == first
    own_store.load(loads.POSTS, pl.DataFrame([{"uid": "a3", "text": "another word"}]))
    changed = made(own_store).data_hash
    assert changed != first
    run = {"uid": "needs:2", "stage": "needs", "version": "1", "started_at": NOW}
    own_store.load(loads.RUNS, pl.DataFrame([run]))
    assert made(own_store).data_hash == changed, "computing again does not change the data"


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("fr", ["Rumeurs et besoins", "En bref", "Les plus grandes cascades", "Premiers relais",
                "Ce que les données couvrent", "Ce que ce rapport ne montre pas", "des signaux, non des verdicts",
                "34 messages de 29 comptes ont été recueillis", "13:30", "page 1 / "]),
        ("en", ["Rumours and needs", "In brief", "The largest cascades", "First relays", "What the data cover",
                "What this report does not show", "signals, not verdicts", "page 1 / "]),
    ],
)  # fmt: skip
def test_pdf_says_the_same_in_both_languages(store, tmp_path, lang, words):
    report = made(store, lang=lang, notice=NOTICE)
    pages, text = pdf_text(report, tmp_path)
    assert pages >= 4
    assert text.count(NOTICE) == pages
    assert report.data_hash in text
    for word in words:
        assert word in text


def test_pdf_is_tagged_for_screen_readers(store, tmp_path):
    write(made(store), tmp_path / "report.pdf")
    catalog = pypdf.PdfReader(tmp_path / "report.pdf").trailer["/Root"]
    assert catalog["/Lang"] == "fr"
    assert catalog["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize("kind", ["html", "pdf"])
def test_an_empty_window_says_so(store, tmp_path, kind):
    report = made(store, start=datetime(2030, 1, 1, tzinfo=UTC), end=datetime(2030, 1, 2, tzinfo=UTC))
    text = html_of(report, tmp_path) if kind == "html" else pdf_text(report, tmp_path)[1]
    assert "Aucun message dans cette période" in text
    assert "Du 1er janvier 2030 à 01:00 au 2 janvier 2030 à 01:00 (exclu), heure de Paris" in text
    assert "Les plus grandes cascades" not in text.replace(
        "rumours/top_cascades — Les plus grandes cascades", ""
    )


def test_an_empty_graph_gives_a_report(tmp_path):
    with open_store(tmp_path / "g.kgl") as store:
        report = made(store)
        assert "Aucun taux de besoin" in html_of(report, tmp_path)
        assert pdf_text(report, tmp_path)[0] >= 2


WORDS = (
    "🔥🔥 alerte 👨‍👩‍👧 🇫🇷 👍🏽 \x00\x0b<script>alert(1)</script> & {{ x }} #let x = 1 $y$ مرحبا 漢字 "
    + "a" * 300
    + " https://example.org/"
    + "abc/" * 60
)


def test_words_of_strangers_break_neither_form(own_store, tmp_path):
    own_store.load(loads.POSTS, pl.DataFrame([post("w00", "u_w00", 300, WORDS)]))
    report = made(own_store)
    text = html_of(report, tmp_path)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; {{ x }}" in text
    assert "\x00" not in text
    _, words = pdf_text(report, tmp_path)
    assert "□□ alerte □ □ □" in words
    assert "<script>alert(1)</script> & {{ x }} #let x = 1 $y$" in words
    assert "tient la place d’un caractère qu’aucune police" in words


@pytest.mark.neo4j
def test_the_hash_is_the_same_on_both_engines(store, neo4j_store):
    fill(neo4j_store)
    server, embedded = made(neo4j_store), made(store)
    assert [r.data_hash for r in server.readings] == [r.data_hash for r in embedded.readings]
    assert server.data_hash == embedded.data_hash


def test_pdf_without_rare_signs_has_no_note_on_them(store):
    text = pypdf.PdfReader(io.BytesIO(pdf(document(made(store)), NOW))).pages[-1].extract_text()
    assert "tient la place" not in text


def test_a_report_goes_to_html_or_pdf_only(store, tmp_path):
    with pytest.raises(ExportError, match=r"reports go to \.html or \.pdf"):
        write(made(store), tmp_path / "report.docx")


def test_the_sample_has_what_these_tests_count():
    assert len(POSTS) == 34
    assert {row["root_uid"]: row["size"] for row in CASCADES}["w00"] == 12
    assert sum(row["target"] == "cascade:w00" for row in TREES) == 12


@pytest.mark.parametrize(
    ("at", "fr", "en"),
    [
        (datetime(2026, 7, 1, 22, 5, tzinfo=UTC), "2 juillet 2026 à 00:05", "2 July 2026 at 00:05"),
        (datetime(2026, 1, 1, 11, 0, tzinfo=UTC), "1er janvier 2026 à 12:00", "1 January 2026 at 12:00"),
    ],
)
def test_dates_are_those_of_paris(at, fr, en):
    assert (long_date(at, "fr"), long_date(at, "en")) == (fr, en)


def test_coverage_counts(store):
    row = store.read(query("quality/coverage")).row(0, named=True)
    assert row["posts"] == 34
    assert (row["orphans"], row["stubs"]) == (3, 2)
    assert row["cascades"] == 3
    assert row["placed"] == 23
    sources = store.read(query("quality/sources")).select("source", "posts").rows()
    assert sources == [("x", 32), ("bluesky", 2)]
    languages = store.read(query("quality/languages")).select("lang", "posts").rows()
    assert languages == [("fr", 32), ("en", 1), (None, 1)]
