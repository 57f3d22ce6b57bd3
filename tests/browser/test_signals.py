"""The page of the signals: the surest first, each with its reasons and its posts."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlparse

import polars as pl
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from graph import loads
from tests.browser.page import SCREENS

pytestmark = pytest.mark.browser
ROW = "#signals .ag-center-cols-container [row-id='{}']"
SENTENCE = "#signals-sentence"
START = datetime(2015, 1, 7, 11, tzinfo=UTC)
PLAIN = "hours of the week before, Gamma–Poisson"
OWN = {
    "burst": {"level": 3, "since": "2015-01-07T10:00:00Z"},
    "drift": {"level": 62.0, "limit": 1.3, "above": True},
    "stories": {"texts": None, "first": None, "stories": None, "share": 0.64, "each": 0.86},
}
RATE = {"observed": 24, "expected": 1.4, "bits": 31.5}


def why(baseline=PLAIN, **parts):
    return json.dumps({"components": parts, "baseline": baseline, "window_min": 15})


def signal(uid, minutes, **more):
    return {
        "uid": uid, "kind": "need", "topic": "water", "location_code": "34",
        "start_at": START + timedelta(minutes=minutes),
        "detected_at": START + timedelta(minutes=minutes + 30), "observed": 24, "expected": 1.4, "score_bits": 31.5,
        "q": 1e-6, "why": why(rate=RATE), "evidence": ["c0-0", "c0-1"], "place": ["departement:34"], "needs": ["water"],
        "claims": [], "run": "signals:1",
    } | more  # fmt: skip


def share(seen, usual, bits):
    return {"share": seen, "usual": usual, "bits": bits}


SIGNALS = [
    signal("need", 0, expected=0.0,
           why=why(rate=RATE, **OWN, popularity={"signal": "weak", "rank": 4, "of": 18})),
    signal(
        "panic", 60, kind="panic", topic="all", score_bits=12.0, needs=[],
        why=why(rate=RATE, urgency=share(0.41, 0.02, 18.0), doubt=share(0.2, 0.1, 2.5),
                newcomers=share(0.5, None, None), scan={"p": 0.001}, **OWN),
    ),
    signal(
        "spread", 90, kind="diffusion", topic="claim:c0-0", location_code="", place=[], needs=[],
        claims=["claim:c0-0"], score_bits=9.0, evidence=["c0-2"],
        why=why("claims of the same age before", rate=RATE,
                doubt={"answers": 40, "doubts": 22, "usual": 0.1, "bits": 8.0}),
    ),
]  # fmt: skip
CLAIM = {"uid": "claim:c0-0", "title": "L’eau du robinet serait contaminée", "size": 3, "run": "claims:1"}


RISING = [
    {
        "uid": "weak:need:water", "kind": "need", "topic": "water", "rank": 0, "as_of": START, "popularity": 18.0,
        "before": 0.0, "burst_level": 3, "burst_since": START, "first_stories": 12, "first_share": 0.67, "people": 17,
        "location_code": "34", "place": ["departement:34"], "needs": ["water"], "claims": [], "run": "weak-signals:1",
    },
    {
        "uid": "weak:claim:claim:c0-0", "kind": "claim", "topic": "claim:c0-0", "rank": 1, "as_of": START,
        "burst_level": 0, "location_code": "", "place": [], "needs": [], "claims": ["claim:c0-0"],
        "run": "weak-signals:1",
    },
]  # fmt: skip


@pytest.fixture(scope="module")
def watched(store):
    """Signals in the graph of the browser tests, for the tests of this module only."""
    store.load(loads.CLAIMS, pl.DataFrame([CLAIM]))
    store.load(loads.SIGNALS, pl.DataFrame(SIGNALS, infer_schema_length=None))
    store.load(loads.WEAK_SIGNALS, pl.DataFrame(RISING, infer_schema_length=None))
    yield store
    store.write("MATCH (w:WeakSignal) DETACH DELETE w", {})
    store.write("MATCH (s:Signal) DETACH DELETE s", {})
    store.write("MATCH (c:Claim) DETACH DELETE c", {})


@pytest.fixture
def signals(page, watched):
    def open_(query=""):
        return page.open(f"signals{query}", SENTENCE)

    page.signals = open_
    return page


def test_without_a_signal_the_page_says_what_to_do(page):
    page.open("signals", SENTENCE)
    assert "Aucun signal" in page.text(SENTENCE)
    page.until(lambda: "Rien ne monte" in (page.text("#rising-sentence") or ""))
    assert page.problems() == []


def test_the_surest_comes_first_and_the_sentence_tells_it(signals):
    signals.signals()
    assert signals.text(SENTENCE).startswith(
        "3 signaux. Le plus sûr : Besoin · Eau · Hérault, vu le 07/01/2015 11:30"
    )
    signals.find(ROW.format("spread"))
    rows = signals.browser.find_elements(By.CSS_SELECTOR, "#signals .ag-center-cols-container [row-id]")
    assert [row.get_attribute("row-id") for row in rows] == ["need", "panic", "spread"]
    assert "« L’eau du robinet serait contaminée »" in rows[2].text
    assert "sans lieu précis" in rows[2].text
    assert "jamais un verdict" in signals.browser.page_source


def test_a_chosen_signal_is_told_with_its_components_and_posts(signals):
    signals.signals()
    assert signals.text("#signal-message").startswith("Choisissez un signal")
    signals.find(ROW.format("panic")).click()
    signals.until(lambda: "Alarme · tous les messages · Hérault" in signals.text("#signal-told"))
    told = signals.text("#signal-told")
    for said in ("24 vus depuis le 07/01/2015 12:00 UTC là où 1,4 étaient attendus.",
                 "Mots d’urgence41,0 %2,0 %18,0 bits",
                 "Comptes jamais vus50,0 %–", "les mêmes heures de la semaine"):  # fmt: skip
        assert said in told
    signals.find("#signal-posts .ag-center-cols-container [row-id='c0-0']")
    assert signals.query() == {"signal": "panic"}
    assert signals.problems() == []


def test_the_later_components_are_told_as_sentences(signals):
    signals.signals("?signal=need")
    signals.until(lambda: "Textes nouveaux" in (signals.text("#signal-told") or ""))
    told = signals.text("#signal-told")
    for said in ("là où moins de 0,1 était attendu", "Rafaleenviron 8 fois l’habitude, depuis le 07/01/2015 10:00 UTC",
                 "Dérive62 : au-dessusau plus 1,3", "signal faible qui monte : rang 4 sur 18 sujets",
                 "86,0 % d’histoires différentes"):  # fmt: skip
        assert said in told
    assert "moins de 0,1" in signals.find(ROW.format("need")).text


def test_what_rises_is_told_below_in_both_languages(signals):
    signals.signals()
    signals.until(
        lambda: (signals.text("#rising-sentence") or "").startswith("2 sujets montent. Le plus vif")
    )
    row = signals.find("#rising .ag-center-cols-container [row-id='weak:need:water']").text
    for said in ("Besoin", "Eau", "Hérault", "environ × 8 depuis le 07/01/2015 11:00", "18", "67 %", "17"):
        assert said in row
    few = signals.find("#rising .ag-center-cols-container [row-id='weak:claim:claim:c0-0']")
    assert "« L’eau du robinet serait contaminée »" in few.text
    assert few.text.count("masqué") == 4
    cell = signals.find("#rising [row-id='weak:need:water'] [col-id='topic']")
    signals.browser.execute_script("arguments[0].focus()", cell)
    signals.browser.switch_to.active_element.send_keys(Keys.ARROW_DOWN)
    signals.until(
        lambda: signals.browser.switch_to.active_element.text == "« L’eau du robinet serait contaminée »"
    )
    signals.signals("?lang=en")
    signals.until(lambda: (signals.text("#rising-sentence") or "").startswith("2 topics are on the rise."))
    assert "hidden" in signals.find("#rising .ag-center-cols-container [row-id='weak:claim:claim:c0-0']").text
    assert signals.problems() == []


def test_a_spreading_claim_tells_of_its_doubts_in_english(signals):
    signals.signals("?signal=spread&lang=en")
    signals.until(lambda: "22 doubts in 40 answers" in (signals.text("#signal-told") or ""))
    assert "claims of the same age before" in signals.text("#signal-told")
    signals.until(lambda: "signal=spread" in signals.find("#language").get_attribute("href"))
    signals.until(lambda: signals.browser.execute_script("return document.documentElement.lang") == "en")
    signals.signals("?signal=nothing")
    signals.until(lambda: signals.text("#signal-message").startswith("Ce signal n’est plus dans le graphe"))


def test_one_kind_is_chosen_and_a_row_by_keyboard(signals):
    signals.signals()
    signals.choose("signal-kind", "Diffusion")
    signals.until(lambda: signals.text(SENTENCE).startswith("1 signal."))
    cell = signals.find(f"{ROW.format('spread')} [col-id='topic']")
    signals.browser.execute_script("arguments[0].focus()", cell)
    signals.browser.switch_to.active_element.send_keys(Keys.SPACE)
    signals.until(lambda: signals.query().get("signal") == "spread")
    assert {urlparse(url).hostname for url in signals.asked(lambda: signals.signals("?signal=need"))} == {
        "127.0.0.1"
    }


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_the_page_of_the_signals_fits_its_screen(signals, shots, width, height):
    with signals.screen(width, height):
        signals.signals("?signal=panic")
        signals.find(".reasons")
        signals.find("#signal-posts .ag-center-cols-container [row-id='c0-0']")
        assert signals.width() <= width
        assert width < 500 or signals.bottom("signal-told") <= height
        signals.picture(shots, f"signals-{width}x{height}")
