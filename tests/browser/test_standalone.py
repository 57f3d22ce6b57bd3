"""The drawing that leaves the house: one file, opened from the disk, that asks nobody for anything."""

import json
from urllib.parse import urlparse

import polars as pl
import pytest
from selenium.webdriver.support.ui import WebDriverWait

from dash_app import reads
from dash_app.commands import draw_cascade
from dash_app.figures.propagation import propagation
from dash_app.figures.standalone import standalone

pytestmark = pytest.mark.browser


@pytest.fixture
def root(store):
    return reads.cascades(store, None, None, None)["root_uid"][0]


def opened(browser, file):
    browser.get_log("performance")
    browser.get(file.as_uri())
    WebDriverWait(browser, 20).until(lambda b: b.execute_script("return typeof network === 'object'"))
    return browser


def asked_for(browser):
    """Addresses of everything that was requested since the last look."""
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    sent = [
        event["params"]["request"]["url"]
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    ]
    return {urlparse(url).scheme for url in sent}


def test_a_cascade_is_drawn_with_every_post_in_its_place(browser, store, root, tmp_path, shots):
    said = draw_cascade(store, root, tmp_path / "cascade.html", lang="fr")
    drawn = propagation(reads.tree(store, root), lang="fr")
    assert drawn.sentence in said
    there = opened(browser, tmp_path / "cascade.html").execute_script(
        "return [nodes.length, edges.length, document.documentElement.lang, document.title,"
        " network.getPositions([0])[0].x, document.querySelector('canvas').width]"
    )
    posts = drawn.posts.rows.height
    assert there[0] == posts + len(drawn.axis.ticks("fr")) + 1
    assert there[1:5] == [posts - 1, "fr", drawn.title, 0]
    assert there[5] > 0
    if shots:
        shots.mkdir(parents=True, exist_ok=True)
        browser.save_screenshot(str(shots / "standalone.png"))


def test_it_asks_nobody_for_anything(browser, store, root, tmp_path):
    draw_cascade(store, root, tmp_path / "cascade.html", lang="en")
    browser.get_log("browser")
    opened(browser, tmp_path / "cascade.html")
    assert asked_for(browser) <= {"file", "data", "blob"}
    assert [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == []


def test_what_a_post_says_is_shown_and_never_run(browser, store, root, tmp_path):
    nasty = "</script><script>window.run = 1</script><img src=x onerror='window.run = 2'>"
    tree = reads.tree(store, root).head(3).with_columns(text=pl.lit(nasty))
    page = tmp_path / "nasty.html"
    page.write_text(standalone(propagation(tree, lang="en"), notice=nasty), encoding="utf-8")
    opened(browser, page)
    assert browser.execute_script("return window.run") is None
    assert browser.execute_script("return nodes.get(0).title").endswith(nasty)
    assert nasty in browser.execute_script("return document.body.innerText")
