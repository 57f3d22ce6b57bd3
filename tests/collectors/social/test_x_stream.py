"""The filtered stream against a local X: rules, lines, keep-alives, lost connections, money."""

import json
from datetime import timedelta

import pytest

from collectors.budget import BudgetSpent
from collectors.declaration import Price
from collectors.patience import SourceRefused, SourceUnavailable
from collectors.social.x_stream import SOURCE
from collectors.source import Row
from tests.collectors.conformance.case import Faults
from tests.collectors.social.nets import NOW, bodies, collected, net
from tests.collectors.social.x_fake import x
from tests.collectors.social.x_payloads import ALL, REPLY, ROOT

OURS = {"id": "1", "value": "old words", "tag": "cyberimpact:crues"}
THEIRS = {"id": "2", "value": "cats", "tag": "another program"}


def given(url, **more):
    return {"url": url, "token": "secret-token", "rules": {"crues": "crue  lang:fr"}, **more}


def found(pages):
    items = [item for body in bodies(pages) for item in SOURCE.unpack(body)]
    return [SOURCE.normalise(Row(item, SOURCE.fields)) for item in items]


def test_each_line_is_a_document(tmp_path):
    with x(ALL) as (fake, url):
        pages = collected(SOURCE, given(url), net(tmp_path))
        assert bodies(pages) == [
            fake.encoded(fake.requests[-1], {"data": p, "matching_rules": [{"id": "1", "tag": "t"}]})
            for p in ALL
        ]
    assert [(f.uid, f.source) for f in found(pages)] == [(f"x:{p['id']}", "x-stream") for p in ALL]
    assert pages[-1].cursor == {"seen_at": NOW.isoformat()}


def test_rules_are_settled_and_those_of_others_stay(tmp_path):
    with x([ROOT]) as (fake, url):
        fake.rules = [OURS, THEIRS]
        collected(SOURCE, given(url), net(tmp_path))
        assert [(r["tag"], r["value"]) for r in fake.rules] == [
            ("another program", "cats"),
            ("cyberimpact:crues", "crue lang:fr"),
        ]
        asked = [json.loads(r.body) for r in fake.requests if r.method == "POST"]
        assert [list(a) for a in asked] == [["add"], ["delete"]]
        fake.requests.clear()
        collected(SOURCE, given(url), net(tmp_path))
        assert [r.method for r in fake.requests] == ["GET", "GET"]


def test_a_rule_that_x_does_not_take_is_said(tmp_path):
    with x([ROOT]) as (_, url), pytest.raises(SourceRefused, match=r"\(crue.*no closing bracket"):
        collected(SOURCE, given(url, rules={"a": "(crue"}), net(tmp_path))


@pytest.mark.parametrize(("away", "minutes"), [(None, "5"), (90, "2"), (3600, "5"), (0, "1")])
def test_backfill(tmp_path, away, minutes):
    cursor = {} if away is None else {"seen_at": (NOW - timedelta(seconds=away)).isoformat()}
    with x([ROOT]) as (fake, url):
        collected(SOURCE, given(url, backfill=5), net(tmp_path), cursor)
        assert fake.requests[-1].query["backfill_minutes"] == minutes
        collected(SOURCE, given(url), net(tmp_path), cursor)
        assert "backfill_minutes" not in fake.requests[-1].query


def test_a_disconnect_message_is_kept_and_the_connection_made_again(tmp_path):
    over = json.dumps(
        {"errors": [{"title": "operational-disconnect", "disconnect_type": "UpstreamOperationalDisconnect"}]}
    )
    first = json.dumps({"data": ROOT})
    slept = []
    with x([], stream=[first.encode(), over.encode()], lives=3) as (fake, url):
        pages = collected(SOURCE, given(url), net(tmp_path, slept=slept, idle=1.0))
        assert fake.connections == 3
    assert [type(f).__name__ for f in found(pages)] == ["Post", "NoneType"] * 3
    assert slept == [0.75, 0.75]


@pytest.mark.parametrize(
    ("fault", "wait"),
    [
        ((429, {"x-rate-limit-reset": str(int(NOW.timestamp()) + 60)}), 60.5),
        ((503, {}), 0.75),
        ("reset", 0.75),
    ],
)
def test_what_passes_is_waited_out(tmp_path, fault, wait):
    slept = []
    with x([ROOT], Faults([fault])) as (_, url):
        assert found(collected(SOURCE, given(url), net(tmp_path, slept=slept)))
    assert slept == [wait]


class Refuses:
    """Answers the stream, and nothing else, with a status."""

    def __init__(self, fake, status):
        self.fake, self.status = fake, status

    def __call__(self, request):
        from tests.collectors.social.x_fake import problem

        if request.path.endswith("/stream"):
            self.fake.connections += 1
            return problem(self.status, "TooManyConnections" if self.status == 429 else "Forbidden")
        return self.fake(request)


@pytest.mark.parametrize(("status", "error", "times"), [(403, SourceRefused, 1), (429, SourceUnavailable, 6)])
def test_a_stream_that_is_refused(tmp_path, status, error, times):
    from tests.collectors.conformance.server import serving
    from tests.collectors.social.x_fake import FakeX

    fake = FakeX([ROOT])
    with serving(Refuses(fake, status)) as url, pytest.raises(error, match=str(status)):
        collected(SOURCE, given(url), net(tmp_path))
    assert fake.connections == times


def test_the_budget_ends_the_stream_after_the_page(tmp_path):
    with x(ALL, parents=[ROOT]) as (_, url):
        money = net(tmp_path, price=Price("USD", 0.005, 50), monthly=0.04)
        kept = []
        with pytest.raises(BudgetSpent):
            take(kept, url, money)
        assert sum(len(page.documents) for page in kept) == len(ALL)
        assert money.budget.state.spent("2026-11") == pytest.approx(0.04)
        with pytest.raises(BudgetSpent):
            take(kept, url, money)


def take(kept, url, money):
    from collectors.config import configure

    for page in SOURCE.collect(money, configure(SOURCE, given(url), "sources.yml", {}), {}):
        kept.append(page)


def test_the_end_of_the_time_ends_the_stream(tmp_path):
    with x([ROOT, REPLY]) as (_, url):
        held = net(tmp_path, once=False)
        from collectors.config import configure

        pages = SOURCE.collect(held, configure(SOURCE, given(url), "sources.yml", {}), {})
        assert next(pages).documents
        held.stop.set()
        assert list(pages) == []
