"""The page of the sources, and the alert that it sends to the investigation."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlparse

import polars as pl
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from graph import loads
from tests.browser.page import SCREENS

pytestmark = pytest.mark.browser
ROW = "#sources .ag-center-cols-container [row-id='{}']"
SENTENCE = "#sources-sentence"


def ago(**spans):
    return datetime.now(UTC) - timedelta(**spans)


def source(name, title, state="ok", **more):
    """One source as its collector notes it a minute ago."""
    empty = dict.fromkeys(
        ("why", "newest_at", "expected_low", "expected_high", "dead_share", "repeated_share", "spent", "budget",
         "unit"),
    )  # fmt: skip
    times = {"good_at": ago(minutes=3), "committed_at": ago(minutes=2), "checked_at": ago(minutes=1)}
    known = {"name": name, "title": title, "state": state, "loaded_today": 120, "unknown": []}
    return {**empty, **times, **known, **more}


def sources():
    """Five made-up sources; the last one was left by its collector yesterday."""
    return [
        source("rivers", "Niveaux des rivières", "drifting", why="fields that nobody declared: hauteur (90)",
               unknown=["hauteur", "zone_<b>"], dead_share=0.031, repeated_share=0.0, expected_low=100.0,
               expected_high=400.0, newest_at=ago(minutes=4)),
        source("short-posts", "Messages courts", "silent", good_at=ago(hours=7), loaded_today=0,
               why="no good record since 09:12 UTC (one is expected every 6 h)", spent=41.5, budget=100.0,
               unit="USD", repeated_share=0.12),
        source("press", "Presse régionale", expected_low=20.0, expected_high=300.0, dead_share=0.0,
               repeated_share=0.4, newest_at=ago(minutes=12)),
        source("alerts", "Alertes météo", "ready", good_at=None, committed_at=None, loaded_today=0),
        source("crowds", "Affluence", checked_at=ago(hours=26), good_at=ago(hours=26), committed_at=ago(hours=26)),
    ]  # fmt: skip


def days():
    counts = {0: (120, 6), 1: (310, 0), 2: (0, 0), 3: (260, 12), 5: (180, 1)}
    return [
        {
            "uid": f"collect:rivers:{ago(days=n):%Y-%m-%d}", "stage": "collect", "parameters": "rivers",
            "started_at": ago(days=6), "read": loaded + dead, "loaded": loaded, "dead": dead, "skipped": 0,
            "repeated": 0,
        }
        for n, (loaded, dead) in counts.items()
    ]  # fmt: skip


@pytest.fixture(scope="module")
def collected(store):
    """Sources in the graph of the browser tests, for the tests of this module only."""
    store.load(loads.SOURCES, pl.DataFrame(sources(), infer_schema_length=None))
    store.load(loads.RUNS, pl.DataFrame(days()))
    yield store
    store.write("MATCH (s:Source) DETACH DELETE s", {})
    store.write("MATCH (r:Run {stage: 'collect'}) DETACH DELETE r", {})


@pytest.fixture
def health(page, collected):
    def open_(query=""):
        return page.open(f"sources{query}", SENTENCE)

    page.health = open_
    return page


def test_without_a_source_the_page_says_what_to_do_and_nobody_is_alarmed(page):
    page.open("sources", SENTENCE)
    assert "Aucune source n’a encore été collectée" in page.text(SENTENCE)
    assert "cyberimpact collect" in page.text(SENTENCE)
    page.open()
    assert page.text("#source-alert") is None
    assert page.problems() == []


def test_the_worst_come_first_and_the_sentence_names_them(health):
    health.health()
    said = health.text(SENTENCE)
    assert said.startswith("2 sources sur 5 demandent un regard : Messages courts (muette), ")
    assert "Niveaux des rivières (en dérive)." in said
    assert "Pas de nouvelles d’une source depuis plus d’une heure (dernier contrôle il y a 1,1 j)" in said
    health.find(ROW.format("crowds"))
    rows = health.browser.find_elements(By.CSS_SELECTOR, "#sources .ag-center-cols-container [row-id]")
    assert [row.get_attribute("row-id") for row in rows] == [
        "short-posts", "rivers", "crowds", "press", "alerts",
    ]  # fmt: skip
    states = [row.find_element(By.CSS_SELECTOR, "[col-id='state']").text for row in rows]
    assert states == ["▲ muette", "▲ en dérive", "◌ sans nouvelles", "✓ va bien", "○ prête"]
    assert "il y a 7 h" in rows[0].text


def test_a_chosen_source_is_told_drawn_and_kept_in_the_address(health):
    health.health()
    assert health.text("#source-message").startswith("Choisissez une source")
    health.find(ROW.format("rivers")).click()
    health.until(lambda: "Niveaux des rivières" in health.text("#source-told"))
    told = health.text("#source-told")
    assert "Champs que personne n’a déclarés : hauteur, zone_<b>." in told
    assert "fields that nobody declared: hauteur (90)" in told
    assert health.find("#source-told .noted").get_attribute("lang") == "en"
    assert len(health.browser.find_elements(By.CSS_SELECTOR, "#source-days .day")) == 14
    assert "870 enregistrements chargés, 19 mis à part" in health.text("#days-sentence")
    assert "10 jours sans enregistrement chargé." in health.text("#days-sentence")
    assert health.query() == {"source": "rivers"}
    health.find("#days-details summary").click()
    health.find("#days .ag-center-cols-container [row-id]")
    assert health.problems() == []


def test_a_source_is_chosen_with_the_keyboard_alone(health):
    health.health()
    cell = health.find(f"{ROW.format('press')} [col-id='title']")
    health.browser.execute_script("arguments[0].focus()", cell)
    health.browser.switch_to.active_element.send_keys(Keys.SPACE)
    health.until(lambda: "Presse régionale" in health.text("#source-told"))
    health.browser.switch_to.active_element.send_keys(Keys.ARROW_UP, Keys.SPACE)
    health.until(lambda: health.query().get("source") == "crowds")
    health.until(lambda: "Pas de nouvelles depuis le " in health.text("#source-told"))


def test_an_address_brings_back_the_source_in_its_language(health):
    health.health("?source=short-posts&lang=en")
    health.until(lambda: "No good record (last: " in (health.text("#source-told") or ""))
    assert "41.50 of 100.00 USD" in health.text("#source-told")
    row = health.find(ROW.format("short-posts"))
    health.until(lambda: row.get_attribute("aria-selected") == "true")
    health.until(lambda: health.browser.execute_script("return document.documentElement.lang") == "en")
    assert health.query() == {"source": "short-posts", "lang": "en"}
    health.until(lambda: "source=short-posts" in health.find("#language").get_attribute("href"))
    health.find("#language").click()
    health.until(lambda: "Aucun bon enregistrement" in (health.text("#source-told") or ""))
    health.health("?source=nowhere")
    health.until(lambda: health.text("#source-message").startswith("Cette source n’est pas dans le graphe"))


def test_the_investigation_is_alerted_and_one_goes_from_page_to_page(health):
    health.open("?lang=en")
    assert "2 sources of 5 need somebody to look" in health.text("#source-alert")
    health.find("#source-alert a").click()
    health.until(lambda: health.text(SENTENCE))
    assert health.query() == {"lang": "en"}
    assert health.text("nav [aria-current]") == "Sources"
    health.find("nav a:not([aria-current])").click()
    health.until(lambda: health.text("#cascades-found"))
    assert health.text("nav [aria-current]") == "Investigate"
    assert health.problems() == []


def test_nothing_is_asked_from_elsewhere_and_the_console_stays_clean(health):
    def use():
        health.health("?source=rivers")
        health.find("#source-days .day")

    asked = health.asked(use)
    assert len(asked) > 5
    assert {urlparse(url).hostname for url in asked} == {"127.0.0.1"}
    assert health.problems() == []


@pytest.mark.parametrize(("width", "height"), SCREENS)
@pytest.mark.parametrize("query", ["?source=rivers", "?source=short-posts&lang=en"])
def test_the_page_of_the_sources_fits_its_screen(health, shots, query, width, height):
    with health.screen(width, height):
        health.health(query)
        health.find("#source-days .day")
        health.find(ROW.format("rivers"))
        assert health.width() <= width
        assert width < 500 or health.bottom("source-days") <= height
        health.picture(shots, f"sources-{query[-2:]}-{width}x{height}")


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_the_alert_takes_no_picture_off_the_screen(health, shots, width, height):
    with health.screen(width, height):
        health.open("?root=c0-0")
        health.until(lambda: health.data("nodes") == "240")
        health.find("#need-map .territory")
        assert health.find("#source-alert").is_displayed()
        assert health.width() <= width
        assert width < 500 or max(map(health.bottom, ("graph", "need-map"))) <= height
        health.picture(shots, f"alert-{width}x{height}")
