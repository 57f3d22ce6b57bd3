"""The page of services: what is thought of one, how it answers, where it is heard; nothing below 11 people."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlparse

import polars as pl
import pytest

from dash_app.services.accounts import declare
from graph import loads
from graph.privacy import Pseudonyms
from tests.browser.page import SCREENS

pytestmark = pytest.mark.browser
SENTENCE = "#services-sentence"
WEEKS = [datetime(2026, 1, 5, 9, tzinfo=UTC) + timedelta(weeks=week) for week in range(4)]
GROUPS = (  # service, week, département, rating, people
    *((("CAF", week, "44", "negative", 12 + 8 * week)) for week in range(4)),
    *((("CAF", week, "44", "positive", 30 - 3 * week)) for week in range(4)),
    ("Mairie", 1, "44", "negative", 6),
    ("Mairie", 1, "44", "positive", 40),
    ("Impôts", 1, "44", "negative", 12),  # hidden, or Mairie would follow from all of them
    ("Impôts", 1, "44", "positive", 11),
)
WORDS = ("accueil aimable au guichet", "attente interminable au guichet")
PSEUDONYMS = Pseudonyms(bytes(32))
OWN = "x:caf"


def feedback():
    rows = []
    for group, (service, week, departement, rating, people) in enumerate(GROUPS):
        place = [{"key": f"departement:{departement}", "method": "declared", "precision": "departement"}]
        rows += [
            {
                "uid": f"srv-{group}-{one}", "created_at": WEEKS[week], "text": WORDS[week == 3], "rating": rating,
                "simplicity": rating, "status": "answered" if one % 2 else "waiting", "services": [service],
                "answered_at": WEEKS[week] + timedelta(hours=30) if one % 2 else None, "place": place,
                "source": "made",
            }
            for one in range(people)
        ]  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None)


def posts():
    """Twelve people write under a hashtag, ten to the service, which replies to nobody."""

    def post(uid, author, **more):
        return {
            "uid": f"srvp-{uid}", "created_at": WEEKS[0], "text": "droits", "hashtags": more.get("tags", []),
            "author": [{"key": author, "platform": "x", "followers": 10}], "reply_to": more.get("to", []),
        }  # fmt: skip

    own = PSEUDONYMS.of(OWN)
    crowd = [post(n, f"u_srv{n}", tags=["caf"]) for n in range(12)]
    asking = [post(f"q{n}", f"u_srvq{n}", to=["srvp-own"]) for n in range(10)]
    return pl.DataFrame([*crowd, post("own", own, tags=["caf"]), *asking], infer_schema_length=None)


@pytest.fixture(scope="module")
def told(store):
    """Feedback and posts in the graph of the browser tests, for the tests of this module only."""
    store.load(loads.FEEDBACK, feedback())
    store.load(loads.POSTS, posts())
    declare(store, pl.DataFrame({"service": ["CAF"], "account": [OWN]}), PSEUDONYMS, WEEKS[0])
    yield store
    for label in ("Feedback", "Service"):
        store.write(f"MATCH (n:{label}) DETACH DELETE n", {})
    store.write("MATCH (p:Post) WHERE p.uid STARTS WITH 'srvp' DETACH DELETE p", {})
    store.write("MATCH (r:Run) WHERE r.stage = 'services:declare' DETACH DELETE r", {})


@pytest.fixture
def services(page, told):
    def services(query="", ready=SENTENCE):
        return page.open(f"services{query}", ready)

    page.services = services
    return page


def test_without_feedback_the_page_says_what_to_import(page):
    page.open("services", "#services-message")
    assert "cyberimpact import" in page.text("#services-message")
    assert not page.find("#services-perception").is_displayed()
    assert page.problems() == []


def test_a_service_is_told_with_its_interval_its_words_and_its_answers(services):
    services.services("?service=CAF")
    assert services.text(SENTENCE).startswith(
        "CAF : 48\u00a0% d’avis négatifs (entre 42\u00a0% et 55\u00a0%), sur 198"
    )
    assert services.find("#services-trend polygon.band")
    assert "De 19/01 à 26/01" in services.text("#services-change")
    assert "attente" in services.text("#services-came")
    assert "aimable" in services.text("#services-went")
    right = services.text("#services-visibility")
    assert "49\u00a0% des 198 retours ont une réponse" in right
    assert "Délai médian : 1,2" in right
    assert services.problems() == []


def test_nothing_of_fewer_than_eleven_people_is_shown(services):
    services.services("?service=Mairie")
    assert "moins de 11" in services.text(SENTENCE)
    assert "Aucune période ne peut être montrée" in services.text("#services-trend")
    assert services.text("#services-axes").count("moins de 11") == 6
    services.services("?service=CAF")
    assert "Réseaux sociaux" not in services.text("#services-visibility")  # ten people wrote to it


def test_a_period_and_a_language_are_kept_in_the_address(services):
    services.services("?service=CAF&from=2026-01-12&to=2026-01-25&lang=en")
    services.until(lambda: "of 99 opinions" in (services.text(SENTENCE) or ""))
    assert services.query() == {"service": "CAF", "from": "2026-01-12", "to": "2026-01-25", "lang": "en"}
    services.choose("service", "All services")
    services.until(lambda: (services.text(SENTENCE) or "").startswith("All services"))
    assert "service" not in services.query()
    services.services("?from=2026-02-01&to=2026-01-01", "#services-message")
    assert "finit avant de commencer" in services.text("#services-message")
    services.services("?service=Inconnu", "#services-message")
    assert "pas de service de ce nom" in services.text("#services-message")


def test_empty_parts_say_what_to_declare_or_compute(services, told):
    services.services("?service=Mairie")
    assert "cyberimpact services declare" in services.text("#services-visibility")
    assert "cyberimpact analyse needs" in services.text("#services-visibility")


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_the_page_of_services_fits_its_screen(services, shots, width, height):
    with services.screen(width, height):
        asked = services.asked(lambda: services.services("?service=CAF"))
        services.find("#services-topics")
        assert {urlparse(url).hostname for url in asked} == {"127.0.0.1"}
        assert services.width() <= width
        assert width < 500 or services.bottom("services-trend") <= height
        services.picture(shots, f"services-{width}x{height}")
