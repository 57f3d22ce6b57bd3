"""One application over a real embedded store and one browser, for all browser tests."""

import os
import shutil
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from analytics.cascades import measure, trees
from dash_app.app import create_app
from dash_app.server import server
from graph import loads
from graph.reference import ensure_reference
from graph.store import open_store
from graph.territory import communes, departements
from tests.browser.page import Page

START = datetime(2015, 1, 7, 11, tzinfo=UTC)
SIZES = (240, 60, 25, 8, 3, 1)
HIDDEN = ("people", "rate", "smoothed_rate", "gap")
FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=fr"),
)


def posts():
    """Six made-up cascades of the sizes above, the first about the water of Montpellier."""
    random = np.random.default_rng(11)
    rows = []
    for number, size in enumerate(SIZES):
        delays = [0.0]
        for i in range(size):
            parent = int(random.integers(0, i)) if i and random.random() < 0.5 else 0
            kind = str(random.choice(["reply_to", "repost_of", "quote_of"])) if i else "none"
            if i:
                delays.append(delays[parent] + float(random.lognormal(7, 1.5)))
            said = (
                "L’eau du robinet serait contaminée à Montpellier"
                if number == 0
                else f"Rumeur numéro {number}"
            )
            rows.append(
                {
                    "uid": f"c{number}-{i}",
                    "text": f"{said} #alerte"
                    if i == 0
                    else f"message {i} de la cascade {number} <b>&amp;</b>",
                    "author_uid": f"u{random.integers(0, 150)}",
                    "lang": "fr",
                    "kind": {"none": "post", "reply_to": "reply", "repost_of": "repost", "quote_of": "quote"}[
                        kind
                    ],
                    "created_at": START + timedelta(days=number, seconds=delays[i]),
                    **{name: f"c{number}-{parent}" if name == kind else None for name in PARENTS},
                }
            )
    return pl.DataFrame(rows, schema_overrides=dict.fromkeys(PARENTS, pl.String))


PARENTS = ("reply_to", "repost_of", "quote_of")


def load_posts(store):
    made = posts()
    place = [{"key": "commune:34172", "method": "gazetteer", "precision": "commune"}]
    author = pl.struct(key="author_uid", platform=pl.lit("x"), followers=pl.lit(10))
    lists = [pl.concat_list(name).list.drop_nulls() for name in PARENTS]
    in_place = [place if uid.startswith("c0") else [] for uid in made["uid"]]
    rows = made.select("uid", "text", "lang", "kind", "created_at", *lists, author=pl.concat_list(author))
    store.load(loads.POSTS, rows.with_columns(pl.Series("place", in_place)))
    window = made.rename({name: f"{name}_uid" for name in ("reply_to", "repost_of")}).rename(
        {"quote_of": "quote_of_uid"}
    )
    run = pl.lit("run-1").alias("run")
    store.load(loads.CASCADES, measure(window).rename({"cascade_id": "uid"}).with_columns(run))
    edges = trees(window).select(
        source="uid", target="cascade_id", depth="depth", parent_uid="parent_uid", repair="repair", run=run
    )
    store.load(loads.CASCADE_POSTS, edges)


def rates(territories, level, topic, share):
    random = np.random.default_rng(len(topic))
    known = territories.with_columns(pl.col("population").fill_null(0))
    people = random.poisson(known["population"].to_numpy() * share * random.lognormal(0, 0.5, known.height))
    rows = known.select(
        "code", "name", uid=f"rate:{level}:{topic}:" + pl.col("code"), level=pl.lit(level), topic=pl.lit(topic),
        place=pl.concat_list(pl.lit(f"{level}:") + pl.col("code")), people=pl.Series(people),
        rate=pl.Series(people) / pl.max_horizontal("population", 1),
        offers=(pl.col("population") / 20000).cast(pl.Int64),
        gap=pl.col("population").rank() / pl.len() * 2 - 1, run=pl.lit("run-1"),
    ).with_columns(suppressed=pl.col("people") < 11, smoothed_rate=pl.col("rate"))  # fmt: skip
    return rows.with_columns(pl.when("suppressed").then(None).otherwise(pl.col(n)).alias(n) for n in HIDDEN)


@pytest.fixture(scope="session")
def store(tmp_path_factory):
    with open_store(tmp_path_factory.mktemp("browser") / "graph.kgl") as store:
        ensure_reference(store)
        load_posts(store)
        herault = communes().filter(pl.col("departement") == "34")
        for topic, share in (("all", 4e-4), ("water", 1e-4)):
            store.load(loads.NEED_RATES, rates(departements(), "departement", topic, share))
            store.load(loads.NEED_RATES, rates(herault, "commune", topic, share * 10))
        yield store


@pytest.fixture(scope="session")
def book(tmp_path_factory):
    """The file of the alerts and their answers."""
    return tmp_path_factory.mktemp("book") / "alerts.sqlite"


@pytest.fixture(scope="session")
def address(store, book):
    app = create_app(store, book, notice="EXERCICE — données fictives")
    bound = server(app)
    thread = threading.Thread(target=bound.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{bound.server_port}"
    bound.shutdown()
    thread.join()
    bound.server_close()


def program(variable, *names):
    """A program named by an environment variable, or found on the path; the test is skipped without it."""
    found = os.environ.get(variable) or next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip(f"no {names[0]}: install Chromium and its driver, or set {variable}")
    return found


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    options = Options()
    options.binary_location = program("CHROMIUM", "chromium", "chromium-browser", "google-chrome")
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options, Service(program("CHROMEDRIVER", "chromedriver")))
    driver.set_window_size(1280, 720)
    yield driver
    driver.quit()


@pytest.fixture
def shots():
    """Where to keep pictures of the page; nowhere unless SCREENSHOTS names a folder."""
    folder = os.environ.get("SCREENSHOTS")
    return Path(folder) if folder else None


@pytest.fixture
def page(browser, address):
    """Open an address of the page and look around in it."""
    browser.get_log("browser")
    return Page(browser, address)
