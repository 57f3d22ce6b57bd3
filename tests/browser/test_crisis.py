"""The page of the crisis cell: alerts, people, needs and offers on one map and one time axis, replayed and marked."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlparse

import polars as pl
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from collectors.archive import Archive
from collectors.registry import source
from collectors.road import Road, import_file
from cypher import query
from dash_app.actions.declaration import declaration
from dash_app.actions.ledger import declare
from graph import loads
from graph.privacy import Pseudonyms
from tests.browser.page import SCREENS
from tests.collectors.conformance.cases.cap import alert, area, file, info

pytestmark = pytest.mark.browser
SENTENCE = "#crisis-sentence"
LAST = datetime(2016, 2, 1, 12, 40, tzinfo=UTC)  # the page shows the hour after: 13:00
MONTPELLIER = "34172"
MATCH = "#crisis-matches .ag-center-cols-container [row-id='crisis-n0|water']"


def post(uid, text, hours, need=None):
    return {
        "uid": f"crisis-{uid}", "text": text, "created_at": LAST - timedelta(hours=hours), "lang": "fr", "kind": "post",
        "author": [{"key": f"u_crisis_{uid}", "platform": "x", "followers": 1}],
        "place": [{"key": f"commune:{MONTPELLIER}", "method": "declared", "precision": "commune"}],
        "needs": [] if need is None else [{"key": need, "method": "lexicon"}],
    }  # fmt: skip


def posts():
    rows = [post(f"n{n}", "Nous sommes sans eau potable depuis ce matin", 4, "water") for n in range(14)]
    rows += [post(f"o{n}", "Je peux apporter de l’eau potable, je livre ce soir", 3) for n in range(12)]
    rows += [post(f"s{n}", "Nous sommes sains et saufs, tout va bien.", 26) for n in range(13)]
    return pl.DataFrame([*rows, post("last", "Bonjour", 0)], infer_schema_length=None)


def alerts():
    """Two alerts in force at the end of the data, and one that was over by then."""
    herault = area("Hérault", ("ISO3166-2", "FR-34"))
    day = {"category": ["Met"], "event": "Crue"}
    return [
        alert("one", info("Vigilance orange pluie : Hérault", "Severe", areas=[herault], expires="2016-02-01T20:00:00Z",
                          **day), sent="2016-02-01T03:00:00Z"),
        alert("two", info("Crue du Lez", "Extreme", areas=[area("Montpellier", ("INSEE", MONTPELLIER))],
                          expires="2016-02-01T23:00:00Z", **day), sent="2016-02-01T06:00:00Z"),
        alert("three", info("Vent fort", "Moderate", areas=[herault], expires="2016-01-31T18:00:00Z", **day),
              sent="2016-01-31T03:00:00Z"),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def crisis(store, tmp_path_factory):
    """A day of crisis in Montpellier, for the tests of this module only."""
    folder = tmp_path_factory.mktemp("alerts")
    store.load(loads.POSTS, posts())
    road = Road(store, Archive(folder / "archive"), Pseudonyms(bytes(32)), LAST)
    assert import_file(file(alerts(), folder), source("cap"), road).loaded == 3
    signal = {
        "uid": "crisis-signal", "kind": "need", "topic": "water", "location_code": "34", "observed": 14,
        "start_at": LAST - timedelta(hours=4), "detected_at": LAST - timedelta(hours=3), "expected": 1.0,
        "score_bits": 25.0, "q": 0.001, "why": "{}", "evidence": [], "place": ["departement:34"], "needs": ["water"],
        "claims": [], "run": "signals:1",
    }  # fmt: skip
    store.load(loads.SIGNALS, pl.DataFrame([signal]))
    advice = declaration(kind="advice", metric="need-people", target="water", at=LAST - timedelta(hours=2),
                         territory="34")  # fmt: skip
    declare(store, advice, LAST - timedelta(hours=5))
    yield store
    for label in ("Signal", "Event", "Mark", "Action"):
        store.write(f"MATCH (n:{label}) DETACH DELETE n", {})
    store.write("MATCH (p:Post) WHERE p.uid STARTS WITH 'crisis' DETACH DELETE p", {})
    store.write(
        "MATCH (r:Run) WHERE r.stage STARTS WITH 'actions:' OR r.stage = 'import' DETACH DELETE r", {}
    )


@pytest.fixture
def cell(page, crisis):
    def open_(search=""):
        page.open(f"crisis{search}", SENTENCE)
        page.until(lambda: page.text("#crisis-unusual") and page.text("#crisis-helping-sentence"))
        return page

    page.cell = open_
    return page


def test_without_an_alert_the_page_says_what_to_import(page):
    page.open("crisis", SENTENCE)
    assert page.text(SENTENCE).startswith("Fin des données")
    page.until(lambda: "cyberimpact import alertes.xml --as cap" in (page.text("#crisis-alerts") or ""))
    assert "0 alerte officielle" in page.text(SENTENCE)
    page.until(lambda: "Aucun besoin d’aide lu" in (page.text("#crisis-helping-sentence") or ""))
    assert page.problems() == []


def test_alerts_people_and_everything_else_stand_on_one_axis(cell):
    cell.cell("?dep=34&layer=needs")
    assert "01/02/2016 13:00 UTC" in cell.text(SENTENCE)
    assert "2 alertes officielles en vigueur, au plus haut : alerte rouge" in cell.text(SENTENCE)
    told = cell.text("#crisis-alerts")
    assert told.index("Crue du Lez · Montpellier") < told.index("Vigilance orange pluie : Hérault")
    assert "disent un besoin14" in told
    disc = cell.find(f"#crisis-map [data-commune='{MONTPELLIER}']")
    assert disc.get_attribute("aria-label") == "Montpellier : alerte rouge, 14 disent un besoin"
    axis = cell.find("#crisis-times .times-wide svg")
    assert (
        len(axis.find_elements(By.CSS_SELECTOR, ".alert-bar")) == 3
    )  # the one that was over stands on the axis too
    assert len(axis.find_elements(By.CSS_SELECTOR, ".signal-mark")) == 1
    assert len(axis.find_elements(By.CSS_SELECTOR, ".action-mark")) == 1
    assert axis.find_elements(By.CSS_SELECTOR, ".hour-posts")
    assert "u_crisis" not in cell.browser.page_source
    assert cell.problems() == []


def test_a_replay_knows_nothing_later_and_stands_in_the_address(cell):
    cell.cell("?dep=34")
    thumb = cell.find("#crisis-back [role=slider]")
    for _ in range(9):
        thumb.send_keys(Keys.ARROW_LEFT)
    cell.until(lambda: "Rejeu : situation à 01/02/2016 04:00 UTC" in cell.text(SENTENCE))
    cell.until(lambda: cell.query() == {"dep": "34", "back": "9"})
    assert "1 alerte officielle en vigueur, au plus haut : alerte orange" in cell.text(SENTENCE)
    cell.until(lambda: "Aucun besoin d’aide lu" in cell.text("#crisis-helping-sentence"))
    cell.cell("?at=2016-01-31T10:30&lang=en")
    assert "Replay: situation at 2016-01-31 10:30 UTC" in cell.text(SENTENCE)
    assert "at most: yellow alert" in cell.text(SENTENCE)


def test_a_departement_is_chosen_on_the_map(cell):
    cell.cell()
    territory = cell.find("#crisis-map [data-code='34']")
    assert "Hérault : alerte rouge" in territory.get_attribute("aria-label")
    cell.browser.execute_script("arguments[0].focus()", territory)
    territory.send_keys(Keys.ENTER)
    cell.find(f"#crisis-map [data-commune='{MONTPELLIER}']")
    cell.until(lambda: cell.query() == {"dep": "34"})


def test_a_match_is_read_committed_answered_and_undone(cell, crisis):
    cell.cell("?dep=34")
    assert "14 besoins de ces 48 h : 12 avec une offre proposée" in cell.text("#crisis-helping-sentence")
    for button, sentence, shown in (
        ("commit", "1 engagé", "engagé"), ("answer", "1 satisfait", "satisfait"), ("undo", "1 engagé", "engagé"),
    ):  # fmt: skip
        pick(cell)
        assert "sans eau potable" in cell.text("#crisis-match-told")
        assert "apporter de l’eau" in cell.text("#crisis-match-told")
        cell.until(lambda name=button: cell.find(f"#crisis-{name}").is_displayed())
        cell.find(f"#crisis-{button}").click()
        cell.until(lambda said=sentence: said in cell.text("#crisis-helping-sentence"))
        cell.until(lambda word=shown: word in cell.find(f"{MATCH} [col-id='reached']").text)
    found = crisis.read(query("crisis/marks"))
    assert found["state"].to_list() == ["committed", "answered", "undone"]
    assert found["need"].unique().to_list() == ["crisis-n0"]
    assert cell.problems() == []


def pick(cell):
    """Choose the row of the first need, wherever it stands."""
    script = """const grid = dash_ag_grid.getApi('crisis-matches');
        const node = grid.getRowNode('crisis-n0|water');
        grid.ensureNodeVisible(node); node.setSelected(true);"""
    cell.browser.execute_script(script)
    cell.until(lambda: cell.text("#crisis-match-told"))


def test_official_alerts_are_outlines_over_the_need_map(page, crisis):
    page.open("?from=2016-02-01&to=2016-02-01")
    page.find("#need-map [data-code='34']")
    assert not page.browser.find_elements(By.CSS_SELECTOR, "#need-map .alert-outline")
    page.find("#need-alerts").click()
    page.until(lambda: len(page.browser.find_elements(By.CSS_SELECTOR, "#need-map path.alert-outline")) == 1)
    assert "Contour : alerte officielle" in page.text("#need-map .legend")
    page.open("?from=2016-02-01&to=2016-02-01&dep=34&lang=en")
    page.find("#need-alerts").click()
    page.find("#need-map circle.alert-outline")
    page.open("?to=2015-02-01")
    page.find("#need-alerts").click()
    page.until(lambda: "Aucune alerte officielle sur la période" in (page.text("#need-map .legend") or ""))
    assert page.problems() == []


def test_a_replay_cannot_be_marked(cell):
    cell.cell("?dep=34&back=1")
    pick(cell)
    cell.until(lambda: "revenez au présent" in (cell.text("#crisis-marked") or ""))
    assert not cell.find("#crisis-commit").is_displayed()


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_the_page_of_the_crisis_cell_fits_its_screen(cell, shots, width, height):
    with cell.screen(width, height):
        asked = cell.asked(lambda: cell.cell("?dep=34&layer=needs"))
        cell.find("#crisis-times svg")
        assert {urlparse(url).hostname for url in asked} == {"127.0.0.1"}
        assert cell.width() <= width
        assert width < 500 or cell.bottom("crisis-map") <= height
        cell.picture(shots, f"crisis-{width}x{height}")
