"""The page of the alerts' quality, and the answers given there and beside a signal."""

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from analytics.learning.answers import FALSE, TRUE, UNDO
from dash_app.alerts.book import DECIDED, Book
from dash_app.alerts.missed import Missed, declare
from graph import loads
from tests.browser.page import SCREENS

pytestmark = pytest.mark.browser
SENTENCE = "#quality-sentence"
NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
WHY = json.dumps(
    {
        "components": {"rate": {"observed": 24, "expected": 1.4, "bits": 31.0}},
        "baseline": "x",
        "window_min": 60,
    }
)
ALERTS = 40


def alert(number):
    """One every three hours; needs in Hérault are real, volumes elsewhere are not."""
    need = number % 3 != 0
    at = NOW - timedelta(hours=3 * (ALERTS - number))
    return dict.fromkeys(DECIDED) | {
        "alert_id": f"{number:016x}", "kind": "need" if need else "volume", "topic": "water" if need else "all",
        "location_code": "34" if need else "29", "service": "", "title": "", "start_at": at - timedelta(minutes=45),
        "detected_at": at, "last_at": at, "due_at": at, "observed": 24 if need else 12, "expected": 1.4,
        "score_bits": 31.0 if need else 12.0, "q": 1e-6 if need else 0.02, "why": WHY, "evidence": ["c0-0"],
        "signals": [f"signal:{number}"], "new_posts": 1, "change": "new", "probability": 0.7, "threshold": 0.0,
        "like": 0, "like_false": 0, "like_level": "all", "decision": "send",
    }  # fmt: skip


@pytest.fixture
def answered(book):
    """Forty alerts, all answered but the last three, and an event that none of them told of."""
    with closing(Book(book)) as opened:
        for number in range(ALERTS):
            row = alert(number)
            opened.issue(row, [], row["due_at"])
            if number < ALERTS - 3:
                opened.answer(row["alert_id"], TRUE if row["kind"] == "need" else FALSE, row["due_at"])
        declare(opened, Missed("need", "shelter", "29", NOW - timedelta(days=2)), NOW)
    yield book
    for file in book.parent.glob("alerts.sqlite*"):
        file.unlink()


@pytest.fixture
def quality(page):
    def open_(query=""):
        return page.open(f"quality{query}", SENTENCE)

    page.quality = open_
    return page


def standing(book):
    with closing(Book(book)) as opened:
        return opened.answers()["answer"].to_list()


def test_without_alerts_the_page_says_what_to_do(quality):
    quality.quality()
    assert "Aucune alerte sur cette période. Pour en recevoir : cyberimpact alerts rules.yml" in quality.text(
        SENTENCE
    )
    quality.until(lambda: "cyberimpact alerts missed --kind" in (quality.text("#quality-missed") or ""))
    assert "Aucune réponse encore" in quality.text("#quality-answers")
    assert quality.problems() == []


def test_what_the_answers_say_is_measured(quality, answered):
    quality.quality()
    assert quality.text(SENTENCE) == (
        "Sur 37 alertes auxquelles on a répondu, 24 étaient réelles : précision 65 % (entre 49 % et 78 %). "
        "3 alertes attendent une réponse."
    )
    facts = quality.text("#quality-facts")
    for said in (
        "Rappel96 % (manqués déclarés : 1 ; retenues à tort : 0)",
        "Délai médian de détection45 min",
    ):
        assert said in facts
    rows = quality.browser.find_elements(By.CSS_SELECTOR, "#quality-groups tbody tr")
    assert [row.text.split()[0] for row in rows] == ["Besoin", "Volume"]
    quality.choose("quality-by", "Par nature et lieu")
    quality.until(lambda: "Hérault (34)" in quality.text("#quality-groups"))
    assert "Finistère (29)" in quality.text("#quality-groups")
    quality.choose("quality-days", "7 jours")
    quality.until(lambda: quality.query().get("days") == "7")
    assert quality.problems() == []


def test_an_answer_and_its_undoing_take_one_click_each(quality, answered):
    quality.quality()
    first = quality.find("#quality-waiting li")
    assert first.text.startswith("Volume · tous les messages, Finistère (29)")
    first.find_element(By.CSS_SELECTOR, ".answer-false").click()
    quality.until(
        lambda: quality.text("#quality-said").startswith("Noté : Fausse. Seuil de Volume, Finistère (29)")
    )
    quality.until(lambda: "2 alertes attendent une réponse." in quality.text(SENTENCE))
    assert standing(answered)[-1] == FALSE
    quality.find("#quality-answers li button").click()
    quality.until(lambda: quality.text("#quality-said").startswith("Annulé."))
    quality.until(lambda: "3 alertes attendent une réponse." in quality.text(SENTENCE))
    assert standing(answered)[-1] == UNDO
    quality.find("#quality-missed li button").click()
    quality.until(lambda: "cyberimpact alerts missed --kind" in quality.text("#quality-missed"))
    assert quality.problems() == []


def test_the_keyboard_answers_and_takes_back(quality, answered):
    quality.quality("?lang=en")
    quality.find("#quality-waiting li")
    focus(quality, "#quality-waiting .answer-useful")
    quality.browser.switch_to.active_element.send_keys(Keys.ENTER)
    quality.until(lambda: quality.text("#quality-said").startswith("Noted: Useful."))
    quality.until(lambda: "2 alerts wait for an answer." in quality.text(SENTENCE))
    quality.until(lambda: quality.browser.execute_script("return document.activeElement !== document.body"))
    focus(quality, "#quality-answers button")
    quality.browser.switch_to.active_element.send_keys(Keys.SPACE)
    quality.until(lambda: quality.text("#quality-said").startswith("Undone."))
    assert standing(answered)[-1] == UNDO


def focus(page, selector):
    page.browser.execute_script("document.querySelector(arguments[0]).focus()", selector)


@pytest.fixture
def signal(store):
    row = alert(ALERTS - 1)
    made = {name: row[name] for name in ("kind", "topic", "location_code", "start_at", "detected_at", "observed",
                                         "expected", "score_bits", "q", "why", "evidence")}  # fmt: skip
    links = {
        "uid": f"signal:{ALERTS - 1}",
        "place": ["departement:29"],
        "needs": [],
        "claims": [],
        "run": "signals:1",
    }
    store.load(loads.SIGNALS, pl.DataFrame([made | links], infer_schema_length=None))
    yield links["uid"]
    store.write("MATCH (s:Signal) DETACH DELETE s", {})


def test_the_alert_of_a_signal_is_answered_beside_its_reasons(page, signal, answered, shots):
    page.open(f"signals?signal={signal}", "#signals-sentence")
    page.until(lambda: "Cette alerte était-elle réelle ?" in (page.text("#signal-verdict") or ""))
    page.picture(shots, "signals-verdict")
    page.find("#signal-verdict .answer-known").click()
    page.until(lambda: "Réponse : Déjà connue" in page.text("#signal-verdict"))
    assert standing(answered)[-1] == "known"
    page.find("#signal-verdict button").click()
    page.until(lambda: "Cette alerte était-elle réelle ?" in page.text("#signal-verdict"))
    page.find("#content a[href*='quality']").click()
    page.until(lambda: "3 alertes attendent" in (page.text(SENTENCE) or ""))
    assert page.problems() == []


def test_a_signal_without_an_alert_says_how_alerts_are_made(page, signal):
    page.open(f"signals?signal={signal}", "#signals-sentence")
    page.until(
        lambda: "Aucune alerte n’est encore partie de ce signal" in (page.text("#signal-verdict") or "")
    )


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_the_page_of_the_quality_fits_its_screen(quality, answered, shots, width, height):
    with quality.screen(width, height):
        quality.quality()
        quality.find("#quality-answers li")
        assert quality.width() <= width
        quality.picture(shots, f"quality-{width}x{height}")
        assert (
            width < 500
            or quality.browser.execute_script(
                "return document.querySelector('#quality-waiting li').getBoundingClientRect().bottom"
            )
            <= height
        )
