"""A signal on a claim that alarms says who helps, in a real browser."""

from datetime import timedelta

import polars as pl
import pytest

from graph import loads
from tests.browser.conftest import START
from tests.browser.test_signals import SCREENS, SENTENCE, signal

pytestmark = pytest.mark.browser
SCAM = "Faux SMS de la carte Vitale, arnaque en cours"


@pytest.fixture(scope="module")
def scam(store):
    """A claim of twelve people with its signal, for the tests of this module only."""
    posts = [
        {"uid": f"scam-{n}", "text": SCAM, "created_at": START + timedelta(minutes=n), "kind": "post",
         "author": [{"key": f"scam-{n}", "platform": "x", "followers": 1}]}
        for n in range(12)
    ]  # fmt: skip
    store.load(loads.POSTS, pl.DataFrame(posts))
    store.load(
        loads.CLAIMS, pl.DataFrame([{"uid": "claim:scam", "title": SCAM, "size": 12, "run": "claims:1"}])
    )
    stated = [{"source": f"scam-{n}", "target": "claim:scam"} for n in range(12)]
    store.load(loads.STATES, pl.DataFrame(stated))
    spread = signal("scam", 90, kind="diffusion", topic="claim:scam", location_code="", place=[], needs=[],
                    claims=["claim:scam"], evidence=["scam-0"])  # fmt: skip
    store.load(loads.SIGNALS, pl.DataFrame([spread], infer_schema_length=None))
    yield store
    for label in ("Signal", "Claim"):
        store.write(f"MATCH (n:{label}) DETACH DELETE n", {})
    store.write("MATCH (n:Post) WHERE n.uid STARTS WITH 'scam-' DETACH DELETE n", {})
    store.write("MATCH (n:User) WHERE n.uid STARTS WITH 'scam-' DETACH DELETE n", {})


def test_who_helps_is_told_under_the_reasons(page, scam):
    page.open("signals?signal=scam", SENTENCE)
    page.until(lambda: "Vers qui orienter" in (page.text("#signal-told") or ""))
    shown = page.text("#signal-told")
    assert "Arnaques et hameçonnage (mots relevés : arnaque, carte vitale, faux sms)" in shown
    assert "Info Escroqueries · 0 805 805 817" in shown
    link = page.find(".help a")
    assert (link.text, link.get_attribute("href")) == (
        "17Cyber, assistance aux victimes en ligne",
        "https://17cyber.gouv.fr/",
    )
    assert page.problems() == []


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_it_fits_its_screen(page, scam, shots, width, height):
    with page.screen(width, height):
        page.open("signals?signal=scam", SENTENCE)
        page.find(".help")
        assert page.width() <= width
        page.picture(shots, f"orientation-{width}x{height}")
