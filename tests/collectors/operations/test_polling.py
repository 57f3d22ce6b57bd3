"""Polls: what has not changed is not taken again, and what was cut off is."""

import gzip

import pytest

from collectors.operations import cap, gtfs_rt_alerts, meteo_france_vigilance, sentinelles, vigicrues
from collectors.patience import SourceRefused
from tests.collectors.conformance.case import Faults
from tests.collectors.conformance.cases import cap as alerts
from tests.collectors.conformance.cases import gtfs_rt_alerts as network
from tests.collectors.conformance.cases import meteo_france_vigilance as bulletin
from tests.collectors.conformance.cases import vigicrues as rivers
from tests.collectors.conformance.server import Answer, serving
from tests.collectors.local_net import items, pages


def test_an_answer_that_has_not_changed_makes_no_page():
    with rivers.CASE.serve(rivers.CASE.items, Faults()) as base:
        given = rivers.CASE.config(base)
        (first,) = pages(vigicrues.SOURCE, given)
        assert len(items(vigicrues.SOURCE, [first])) == 5
        assert pages(vigicrues.SOURCE, given, first.cursor) == []


def test_an_answer_that_has_changed_does():
    with rivers.CASE.serve(rivers.CASE.items[:1], Faults()) as base:
        (first,) = pages(vigicrues.SOURCE, rivers.CASE.config(base))
        known = {"validators": {url: {"etag": '"older"'} for url in first.cursor["validators"]}}
        assert pages(vigicrues.SOURCE, rivers.CASE.config(base), known) == [first]


def test_a_compressed_answer_is_archived_as_what_it_says():
    body = rivers.document(rivers.CASE.items)
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/geo+json"}
    with serving(lambda _: Answer(gzip.compress(body), headers=headers)) as base:
        (page,) = pages(vigicrues.SOURCE, {"url": f"{base}/x"})
    assert page.documents[0].body == body


def test_last_modified_serves_where_there_is_no_etag():
    stamp = "Wed, 07 Jan 2026 09:02:11 GMT"

    def answer(request):
        if request.headers.get("if-modified-since") == stamp:
            return Answer(status=304)
        return Answer(rivers.document(rivers.CASE.items), headers={"Last-Modified": stamp})

    with serving(answer) as base:
        (page,) = pages(vigicrues.SOURCE, {"url": base})
        assert pages(vigicrues.SOURCE, {"url": base}, page.cursor) == []


def test_a_wrong_key_is_refused_with_the_words_of_the_answer():
    with bulletin.CASE.serve(bulletin.CASE.items, Faults()) as base, pytest.raises(SourceRefused) as caught:
        pages(meteo_france_vigilance.SOURCE, bulletin.CASE.config(base) | {"api_key": "wrong"})
    assert "Invalid Credentials" in str(caught.value)


def test_the_lowest_colour_goes_with_the_answer():
    with bulletin.CASE.serve(bulletin.CASE.items, Faults()) as base:
        given = bulletin.CASE.config(base) | {"lowest_colour": 4}
        found = items(meteo_france_vigilance.SOURCE, pages(meteo_france_vigilance.SOURCE, given))
    assert {item["lowest_colour"] for item in found} == {4}


def test_feeds_are_told_apart_and_polled_on_their_own():
    bodies = {"/one": network.document(network.CASE.items[:1]), "/two": network.document(network.CASE.items)}
    with serving(lambda request: Answer(bodies[request.path], headers={"ETag": '"1"'})) as base:
        given = {"feeds": {"one": f"{base}/one", "two": f"{base}/two"}, "departements": {"two": "69"}}
        found = pages(gtfs_rt_alerts.SOURCE, given)
    read = items(gtfs_rt_alerts.SOURCE, found)
    assert [(item["feed"], item["departement"]) for item in read] == [("one", None), *[("two", "69")] * 5]
    assert set(found[-1].cursor["validators"]) == {f"{base}/one", f"{base}/two"}


def test_each_indicator_is_asked_for():
    asked = []

    def answer(request):
        asked.append(request.query)
        return Answer(b"week\n")

    with serving(answer) as base:
        pages(sentinelles.SOURCE, {"url": f"{base}/x?indicator={{indicator}}&geo=RDD", "indicators": [3, 25]})
    assert asked == [{"indicator": "3", "geo": "RDD"}, {"indicator": "25", "geo": "RDD"}]


def test_an_index_gives_its_alerts_the_oldest_first_and_each_once():
    with alerts.CASE.serve(alerts.CASE.items, Faults()) as base:
        given = alerts.CASE.config(base)
        found = pages(cap.SOURCE, given)
        names = [item["identifier"] for item in items(cap.SOURCE, found)]
        assert names == ["a-1", "a-2", "a-3", "a-5", "a-6", "a-4"]
        assert pages(cap.SOURCE, given, found[-1].cursor) == []


def test_a_new_alert_of_an_index_is_asked_for_alone():
    with alerts.CASE.serve(alerts.CASE.items[:2], Faults()) as base:
        cursor = pages(cap.SOURCE, alerts.CASE.config(base))[-1].cursor
    moved = {"seen": {}, "validators": {}}
    with alerts.CASE.serve(alerts.CASE.items[:3], Faults()) as base:
        given = alerts.CASE.config(base)
        moved["seen"] = {given["urls"][0]: next(iter(cursor["seen"].values()))}
        names = [item["identifier"] for item in items(cap.SOURCE, pages(cap.SOURCE, given, moved))]
    assert names == ["a-3"]


def test_a_run_killed_in_the_middle_of_an_index_asks_for_the_rest():
    many = [alerts.alert(f"n-{number}", alerts.info("Crue")) for number in range(45)]
    with alerts.CASE.serve(many, Faults()) as base:
        given = alerts.CASE.config(base)
        first, *_ = pages(cap.SOURCE, given)
        rest = pages(cap.SOURCE, given, first.cursor)
    assert len(items(cap.SOURCE, [first])) == 20
    assert len(items(cap.SOURCE, rest)) == 25


def test_a_refused_alert_costs_no_other_and_is_asked_for_again():
    items_, gone = alerts.CASE.items[:3], []

    def answer(request):
        if request.path == "/index.atom":
            return Answer(alerts.index(items_), headers={"ETag": '"1"'})
        number = int(request.path.split("/")[-1].split(".")[0])
        return Answer(b"gone", 410) if number in gone else Answer(alerts.document(items_[number]))

    with serving(answer) as base:
        given = {"urls": [f"{base}/index.atom"]}
        gone.append(1)
        taken = []
        with pytest.raises(SourceRefused):
            taken.extend(pages(cap.SOURCE, given))
        gone.clear()
        again = items(cap.SOURCE, pages(cap.SOURCE, given))
    assert [item["identifier"] for item in again] == ["a-1", "a-2", "a-3"]


def test_an_address_may_be_that_of_an_alert_or_of_something_unreadable():
    answers = {"/alert": alerts.document(alerts.CASE.items[0]), "/broken": b"<html><body>maintenance"}
    with serving(lambda request: Answer(answers[request.path])) as base:
        (alert,) = pages(cap.SOURCE, {"urls": [f"{base}/alert"]})
        (broken,) = pages(cap.SOURCE, {"urls": [f"{base}/broken"]})
    assert [item["identifier"] for item in items(cap.SOURCE, [alert])] == ["a-1"]
    assert broken.documents[0].body == answers["/broken"]


def test_an_rss_index_is_read_too():
    rss = (
        b"<rss><channel><title>x</title><item><guid>g-1</guid><pubDate>Wed, 07 Jan 2026 09:00:00 GMT</pubDate>"
        b"<link>alerts/0.xml</link></item><item><link>javascript:alert(1)</link></item></channel></rss>"
    )
    answers = {"/rss": rss, "/alerts/0.xml": alerts.document(alerts.CASE.items[0])}
    with serving(lambda request: Answer(answers[request.path])) as base:
        found = pages(cap.SOURCE, {"urls": [f"{base}/rss"]})
    assert [item["identifier"] for item in items(cap.SOURCE, found)] == ["a-1"]
