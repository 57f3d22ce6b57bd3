"""The page of the actions: what was declared, and what it changed."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlparse

import numpy as np
import polars as pl
import pytest

from analytics.stages.answers import ANSWERS
from cypher import query
from dash_app.actions.declaration import declaration
from dash_app.actions.ledger import declare
from graph import loads
from graph.runs import Window, run_stage
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


def running(store):
    """An action of two hours ago whose message is taken up, and forty people in need of it, most in the evening."""
    moment = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2, minutes=10)
    place = [{"key": "commune:34172", "method": "declared", "precision": "commune"}]
    evening = moment.replace(hour=17, minute=0) - timedelta(days=2)
    asks = [
        {"uid": f"act-ask{n}", "created_at": evening + timedelta(hours=-8 * (n % 3 == 0), minutes=n),
         "author": [{"key": f"act-u{n}"}], "place": place, "needs": [{"key": "water", "method": "lexicon"}]}
        for n in range(40)
    ]  # fmt: skip
    told = {
        "uid": "act-told",
        "created_at": moment,
        "author": [{"key": "act-town"}],
        "place": [],
        "needs": [],
    }
    last = {"uid": "act-now", "created_at": datetime.now(UTC), "author": [], "place": [], "needs": []}
    store.load(loads.POSTS, pl.DataFrame([*asks, told, last], infer_schema_length=None))
    take_up(store, "act-first", moment)
    reply = {"uid": [f"act-r{n}" for n in range(12)], "created_at": [moment + timedelta(hours=1)] * 12,
             "author": [[{"key": "act-town"}]] * 12, "reply_to": [[f"act-ask{n}"] for n in range(12)]}  # fmt: skip
    store.load(loads.POSTS, pl.DataFrame(reply))
    site = {"uid": "act-site", "name": "Maison", "hours": "lundi 9-12 ; mardi 9-12 ; jeudi 9-17", "place": place,
            "needs": [{"key": "water", "method": "declared"}]}  # fmt: skip
    store.load(loads.OFFERS, pl.DataFrame([site]))
    return declaration(kind="advice", metric="need-people", target="water", territory="34", at=moment, before="7d",
                       after="1d", every="1h", message_uid="act-told", message="Eau à la mairie.")  # fmt: skip


def take_up(store, uid, moment):
    """One more repost of the message."""
    relay = {"uid": [uid], "created_at": [moment], "author": [[{"key": uid}]], "repost_of": [["act-told"]]}
    store.load(loads.POSTS, pl.DataFrame(relay))


@pytest.fixture(scope="module")
def acted(store):
    """Three declared actions, and the claim that two of them address, for the tests of this module only."""
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
    now = running(store)
    for action in (heard, short, now):
        declare(store, action, T0 - timedelta(days=3))
    run_stage(store, ANSWERS, Window(), T0)
    yield heard.uid, short.uid, now.uid
    for label in ("Action", "Claim"):
        store.write(f"MATCH (n:{label}) DETACH DELETE n", {})
    store.write("MATCH (p:Post) WHERE p.uid STARTS WITH 'act' DETACH DELETE p", {})
    store.write("MATCH (u:User) WHERE u.uid STARTS WITH 'act' DETACH DELETE u", {})
    store.write("MATCH (o:Offer) WHERE o.uid = 'act-site' DETACH DELETE o", {})
    store.write(
        "MATCH (r:Run) WHERE r.stage STARTS WITH 'actions:' OR r.stage = 'answers' DETACH DELETE r", {}
    )


@pytest.fixture
def actions(page, acted):
    page.actions = lambda query="": page.open(f"actions{query}", SENTENCE)
    return page


def test_without_an_action_the_page_says_what_to_do(page):
    page.open("actions", SENTENCE)
    assert "Aucune action déclarée" in page.text(SENTENCE)
    assert page.problems() == []


def test_an_effect_is_told_drawn_and_noted(actions, acted):
    heard, *_ = acted
    actions.actions()
    assert actions.text(SENTENCE).startswith("3 actions déclarées.")
    actions.find(ROW.format(heard)).click()
    actions.until(lambda: "effet trouvé" in (actions.text("#action-told") or ""))
    told = actions.text("#action-told")
    for said in (
        "Démenti · messages qui affirment · « Le barrage cède »",
        "60 points avant T0, 12 après.",
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
    assert "3 points before T0 and 3 after are missing" in actions.text("#action-told")
    actions.actions("?action=none")
    actions.until(lambda: actions.text("#action-message").startswith("Cette action n’est pas dans le graphe"))


def test_an_action_is_followed_while_its_window_is_open(actions, acted, store):
    actions.actions(f"?action={acted[2]}")
    actions.until(lambda: "Suivi en direct" in (actions.text("#action-live") or ""))
    told = actions.text("#action-live")
    for said in ("encore 4 points, à ", "Portée du message1 reprise", "Avaient demandé avant40 personnes",
                 "… ont eu une réponse directe12, après ", "… ont repris le message0"):  # fmt: skip
        assert said in told

    def looks():
        return store.read(query("actions/looks")).filter(pl.col("action") == acted[2]).height

    actions.until(looks)  # the effect is told apart from what is followed, and may be later
    before = looks()
    take_up(store, "act-second", datetime.now(UTC) - timedelta(minutes=1))
    actions.browser.execute_script("dash_clientside.set_props('action-tick', {n_intervals: 1})")
    actions.until(lambda: "2 reprises" in actions.text("#action-live"))
    assert looks() == before > 0
    actions.actions(f"?action={acted[0]}&lang=en")
    actions.until(lambda: "Followed until 2016-01-12 22:00 UTC" in (actions.text("#action-live") or ""))
    assert actions.problems() == []


def test_hours_to_open_are_drawn_beside_the_need(actions, acted):
    actions.actions(f"?action={acted[2]}")
    actions.until(lambda: actions.text("#action-hours svg"))
    told = actions.text("#action-hours")
    assert "40 personnes expriment ce besoin" in told
    assert "Ouvrir : " in told
    actions.actions(f"?action={acted[0]}")
    actions.until(lambda: "Suivi, clos" in (actions.text("#action-live") or ""))
    assert actions.text("#action-hours") == ""


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_an_action_that_is_followed_fits_its_screen(actions, acted, shots, width, height):
    with actions.screen(width, height):
        actions.actions(f"?action={acted[2]}")
        actions.until(lambda: actions.text("#action-hours svg"))
        actions.until(lambda: actions.text("#action-live h3"))
        assert actions.width() <= width
        actions.picture(shots, f"actions-followed-{width}x{height}")


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_the_page_of_the_actions_fits_its_screen(actions, acted, shots, width, height):
    with actions.screen(width, height):
        asked = actions.asked(lambda: actions.actions(f"?action={acted[0]}"))
        actions.find("#action-drawing svg")
        assert {urlparse(url).hostname for url in asked} == {"127.0.0.1"}
        assert actions.width() <= width
        assert width < 500 or actions.bottom("action-drawing") <= height
        actions.picture(shots, f"actions-{width}x{height}")
