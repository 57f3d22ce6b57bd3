"""The page of the actions: what was declared, and what it changed."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlparse

import numpy as np
import polars as pl
import pytest

from dash_app.actions.declaration import declaration
from dash_app.actions.ledger import declare
from graph import loads
from tests.browser.page import SCREENS

pytestmark = pytest.mark.browser
SENTENCE = "#actions-sentence"
T0 = datetime(2016, 1, 12, 10, tzinfo=UTC)
ROW = "#actions .ag-center-cols-container [row-id='{}']"


def posts():
    """About twelve posts an hour for 60 hours, then three: a denial that was heard."""
    random = np.random.default_rng(5)
    counts = [*random.poisson(12, 60), *random.poisson(3, 12)]
    moments = [
        T0 + timedelta(hours=hour - 60, minutes=n) for hour, count in enumerate(counts) for n in range(count)
    ]
    return pl.DataFrame({"uid": [f"act{n}" for n in range(len(moments))], "created_at": moments})


@pytest.fixture(scope="module")
def acted(store):
    """Two declared actions, and the claim that they address, for the tests of this module only."""
    made = posts()
    store.load(loads.POSTS, made)
    store.load(
        loads.CLAIMS,
        pl.DataFrame({"uid": ["claim:dam"], "title": ["Le barrage cède"], "size": [made.height]}),
    )
    run = pl.lit("claims:1").alias("run")
    store.load(loads.STATES, made.select(source="uid", target=pl.lit("claim:dam"), run=run))
    common = {"metric": "claim-posts", "target": "claim:dam", "every": "1h", "season": "none"}
    heard = declaration(
        kind="denial", at=T0, before="60h", after="12h", message="Le barrage tient.", **common
    )
    short = declaration(kind="advice", at=T0 + timedelta(hours=9), before="24h", after="3h", **common)
    for action in (heard, short):
        declare(store, action, T0 - timedelta(days=3))
    yield heard.uid, short.uid
    for label in ("Action", "Claim"):
        store.write(f"MATCH (n:{label}) DETACH DELETE n", {})
    store.write("MATCH (p:Post) WHERE p.uid STARTS WITH 'act' DETACH DELETE p", {})
    store.write("MATCH (r:Run) WHERE r.stage STARTS WITH 'actions:' DETACH DELETE r", {})


@pytest.fixture
def actions(page, acted):
    page.actions = lambda query="": page.open(f"actions{query}", SENTENCE)
    return page


def test_without_an_action_the_page_says_what_to_do(page):
    page.open("actions", SENTENCE)
    assert "Aucune action déclarée" in page.text(SENTENCE)
    assert page.problems() == []


def test_an_effect_is_told_drawn_and_noted(actions, acted):
    heard, _ = acted
    actions.actions()
    assert actions.text(SENTENCE).startswith("2 actions déclarées.")
    actions.find(ROW.format(heard)).click()
    actions.until(lambda: "effet trouvé" in (actions.text("#action-told") or ""))
    told = actions.text("#action-told")
    for said in (
        "Démenti · messages qui affirment · « Le barrage cède »",
        "60 points avant T0, 11 après.",
        "avant son moment",
        "Le barrage tient.",
    ):
        assert said in told
    assert actions.find("#action-drawing svg polyline")
    assert actions.query() == {"action": heard}
    actions.actions()
    actions.until(lambda: "✓ effet trouvé" in actions.find(ROW.format(heard)).text)
    assert actions.problems() == []


def test_too_few_points_are_only_described(actions, acted):
    actions.actions(f"?action={acted[1]}&lang=en")
    actions.until(lambda: "descriptive only" in (actions.text("#action-told") or ""))
    assert "What is missing: 2 points after, 6 needed" in actions.text("#action-told")
    actions.actions("?action=none")
    actions.until(lambda: actions.text("#action-message").startswith("Cette action n’est pas dans le graphe"))


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_the_page_of_the_actions_fits_its_screen(actions, acted, shots, width, height):
    with actions.screen(width, height):
        asked = actions.asked(lambda: actions.actions(f"?action={acted[0]}"))
        actions.find("#action-drawing svg")
        assert {urlparse(url).hostname for url in asked} == {"127.0.0.1"}
        assert actions.width() <= width
        assert width < 500 or actions.bottom("action-drawing") <= height
        actions.picture(shots, f"actions-{width}x{height}")
