"""The investigation page as an analyst uses it, in a real browser over a real store."""

import struct
import zlib
from urllib.parse import parse_qs, urlparse

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.page import SCREENS

pytestmark = pytest.mark.browser
TABLE_ROW = "#cascades .ag-center-cols-container [row-id='{}']"


def colours(png):
    """How many different pixels an image has (8 bits a channel, not interlaced, as Chromium makes them)."""
    data, at = b"", 8
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        if kind == b"IHDR":
            channels = {2: 3, 6: 4}[png[at + 17]]
        data += png[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += length + 12
    raw = zlib.decompress(data)
    return len({raw[i : i + channels] for i in range(0, len(raw), channels)})


def test_choosing_a_cascade_draws_it_and_says_what_it_shows(page):
    page.open()
    assert page.text("#tree-message").startswith("Choisissez une cascade")
    page.find(TABLE_ROW.format("c0-0")).click()
    page.until(lambda: page.data("nodes") == "240")
    assert "240 messages" in page.until(lambda: page.text("#tree-sentence"))
    assert "Montpellier" in page.text("#tree-sentence")
    assert colours(page.find("#graph").screenshot_as_png) > 50
    assert page.query()["root"] == "c0-0"
    page.find(TABLE_ROW.format("c4-0")).click()
    page.until(lambda: page.data("nodes") == "3")
    assert page.problems() == []


def test_a_post_is_selected_by_keyboard_and_its_row_with_it(page):
    page.open("?root=c2-0")
    page.until(lambda: page.data("nodes") == "25")
    page.find("#posts-details summary").click()
    page.find("#graph").send_keys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    chosen = page.until(lambda: page.data("selected"))
    page.until(lambda: page.query().get("post") == chosen)
    row = page.find(f"#posts [row-id='{chosen}']")
    page.until(lambda: row.get_attribute("aria-selected") == "true")
    assert "<b>&amp;</b>" in page.text("#post-card")  # the text of a stranger stays text
    other = page.find(f"#posts .ag-center-cols-container [row-id]:not([row-id='{chosen}'])")
    other.click()
    page.until(lambda: page.data("selected") == other.get_attribute("row-id"))


def test_a_click_on_the_drawing_selects_a_post_and_hovering_shows_its_card(page):
    page.open("?root=c5-0")
    page.until(lambda: page.data("nodes") == "1")
    graph = page.find("#graph")
    left = 32 - graph.size["width"] // 2  # where the time axis begins; a lone post stands above the ticks
    ActionChains(page.browser).move_to_element_with_offset(graph, left, -15).pause(0.5).perform()
    page.until(lambda: "Rumeur numéro 5" in (page.text("#graph .post-card") or ""))
    ActionChains(page.browser).click().perform()
    page.until(lambda: page.data("selected") == "c5-0")


def test_the_slider_hides_what_came_later_and_the_replay_shows_it_again(page):
    page.open("?root=c0-0")
    page.until(lambda: page.data("shown") == "240")
    page.find("#until [role=slider]").send_keys(Keys.HOME)
    page.until(lambda: 0 < int(page.data("shown")) < 20)
    assert "/240" in page.until(lambda: page.text("#until-text"))
    page.find("#play").click()
    page.until(lambda: page.data("shown") == "240")
    page.until(lambda: page.text("#play") == "Rejouer")


def test_another_topic_changes_the_map_its_sentence_and_its_table(page):
    page.open()
    before = page.until(lambda: page.text("#needs-sentence"))
    assert "tous les besoins" in before
    page.choose("topic", "Eau")
    page.until(lambda: "Eau" in page.text("#needs-sentence"))
    assert page.text("#needs-sentence") != before
    page.choose("measure", "Écart besoin − offre")
    page.until(lambda: page.text("#needs-sentence").startswith("Écart"))
    assert (page.query()["topic"], page.query()["measure"]) == ("water", "gap")


def test_drilling_down_and_back_with_the_keyboard_alone(page):
    page.open()
    page.find("#need-map [data-code='34']")
    page.browser.execute_script("document.querySelector(\"#need-map [data-code='11']\").focus()")
    active = page.browser.switch_to.active_element
    assert active.get_attribute("aria-label").startswith("Aude : ")
    active.send_keys(Keys.ARROW_RIGHT)
    neighbour = page.browser.switch_to.active_element.get_attribute("data-code")
    assert neighbour in ("34", "66")
    page.browser.execute_script("document.querySelector(\"#need-map [data-code='34']\").focus()")
    page.browser.switch_to.active_element.send_keys(Keys.ENTER)
    page.find("#need-map [data-commune='34172']")
    assert "communes du département Hérault (34)" in page.text("#needs-sentence")
    assert page.query()["dep"] == "34"
    page.until(lambda: page.browser.switch_to.active_element.get_attribute("id") == "back")
    page.browser.switch_to.active_element.send_keys(Keys.ENTER)
    page.find("#need-map [data-code='34']")
    assert "dep" not in page.query()


def test_one_tab_stop_for_the_whole_map(page):
    page.open()
    page.find("#need-map .territory")
    page.until(lambda: len(page.browser.find_elements(By.CSS_SELECTOR, "#need-map [tabindex='0']")) == 1)


def test_an_address_brings_back_the_whole_state(page):
    address = "?from=2015-01-07&to=2015-01-07&q=%23alerte&root=c0-0&post=c0-7&topic=water&measure=people&dep=34&lang=en"
    page.open(address)
    for _ in range(2):
        page.until(lambda: page.data("selected") == "c0-7")
        page.find("#need-map [data-commune='34172']")
        assert page.text("#cascades-found") == "1 cascade, largest first"
        assert "People: Water" in page.text("#needs-sentence")
        assert page.find("#from").get_attribute("value") == "2015-01-07"
        assert page.browser.execute_script("return document.documentElement.lang") == "en"
        expected = {name: values[0] for name, values in parse_qs(address[1:]).items()}
        assert page.query() == expected
        page.browser.refresh()
        page.until(lambda: page.text("#cascades-found"))


def test_search_and_window_narrow_the_table_and_say_so_when_nothing_is_left(page):
    page.open()
    page.find("#q").send_keys("ROBINET")
    page.until(lambda: page.text("#cascades-found").startswith("1 cascade"))
    page.find("#q").send_keys(" introuvable")
    page.until(lambda: page.text("#cascades-found").startswith("Aucune cascade"))


def test_the_other_language_keeps_the_state(page):
    page.open("?root=c1-0&dep=34")
    page.until(lambda: page.data("nodes") == "60")
    page.until(lambda: "root=c1-0" in page.find("#language").get_attribute("href"))
    page.find("#language").click()
    page.until(lambda: page.text("#tree-title") == "Spread")
    page.until(lambda: page.data("nodes") == "60")
    page.find("#need-map [data-commune='34172']")
    assert page.browser.execute_script("return document.documentElement.lang") == "en"


def test_a_bad_date_in_the_address_is_told(page):
    page.browser.get(f"{page.address}/?from=yesterday")
    said = page.until(lambda: page.text("#error"))
    assert "from" in said
    assert page.find("#error").is_displayed()


def test_an_exercise_is_announced(page):
    page.open()
    assert page.text(".notice") == "EXERCICE — données fictives"


def test_health(page):
    page.browser.get(f"{page.address}/health")
    assert page.text("body") == "ok"


def test_nothing_is_asked_from_elsewhere_and_the_console_stays_clean(page):
    def use():
        page.open("?root=c0-0&topic=water")
        page.until(lambda: page.data("nodes") == "240")
        page.find("#posts-details summary").click()
        page.find("#departement").click()

    asked = page.asked(use)
    assert len(asked) > 10
    assert {urlparse(url).hostname for url in asked} == {"127.0.0.1"}
    assert page.problems() == []


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_the_page_fits_its_screen(page, shots, width, height):
    with page.screen(width, height):
        page.open("?root=c0-0")
        page.until(lambda: page.data("nodes") == "240")
        page.find("#need-map .territory")
        assert page.width() <= width
        assert width < 500 or max(map(page.bottom, ("graph", "need-map"))) <= height  # without scrolling
        page.picture(shots, f"investigate-{width}x{height}")
