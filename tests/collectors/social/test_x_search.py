"""Search, reposts and quotes against a local X: pages, places, dialects, money, refusals."""

import json

import msgspec
import pytest

from collectors.budget import BudgetSpent
from collectors.config import ConfigError
from collectors.declaration import Price
from collectors.patience import SourceRefused, SourceUnavailable
from collectors.social.x_search import FULL_ARCHIVE, RECENT_SEARCH, REPOSTS
from collectors.social.x_v2 import SOURCE
from collectors.source import Row
from tests.collectors.conformance.case import Faults
from tests.collectors.social.nets import NOW, bodies, collected, net
from tests.collectors.social.x_fake import x
from tests.collectors.social.x_payloads import ALL, REPOST, ROOT, post

PRICE = Price("USD", 0.005, 50)
SNOW = (int(NOW.timestamp() * 1000) - 1288834974657) << 22  # the id of a post of now
MANY = [post(SNOW + n, "7001", f"post {n}", "21T10:00:00") for n in range(25)]


def given(url, **more):
    return {"url": url, "token": "secret-token", "queries": ["crue lang:fr"], **more}


def uids(pages, source=SOURCE):
    items = [item for body in bodies(pages) for item in source.unpack(body)]
    return [source.normalise(Row(item, source.fields)).uid for item in items]


def test_all_pages_then_only_what_is_newer(tmp_path):
    with x(MANY[:20], page=8) as (fake, url):
        pages = collected(RECENT_SEARCH, given(url), net(tmp_path))
        assert [len(uids([page])) for page in pages] == [8, 8, 4]
        assert sorted(uids(pages)) == sorted(f"x:{p['id']}" for p in MANY[:20])
        fake.posts = MANY
        later = collected(RECENT_SEARCH, given(url), net(tmp_path), pages[-1].cursor)
        assert sorted(uids(later)) == sorted(f"x:{p['id']}" for p in MANY[20:])
        assert fake.requests[-1].query["since_id"] == MANY[19]["id"]
        nothing = collected(RECENT_SEARCH, given(url), net(tmp_path), later[-1].cursor)
        assert (bodies(nothing), nothing[-1].cursor) == ([], later[-1].cursor)


def test_the_bytes_come_as_they_are(tmp_path):
    with x([ROOT]) as (fake, url):
        body = bodies(collected(RECENT_SEARCH, given(url), net(tmp_path)))[0]
        assert body == fake.encoded(fake.requests[-1], {"data": [ROOT], "meta": {"result_count": 1}})


def test_a_round_that_was_cut_goes_on_at_its_page(tmp_path):
    with x(MANY, page=10) as (fake, url):
        first = collected(RECENT_SEARCH, given(url), net(tmp_path))[0]
        fake.requests.clear()
        rest = collected(RECENT_SEARCH, given(url), net(tmp_path), first.cursor)
        assert [r.query.get("next_token") is not None for r in fake.requests] == [True, True]
        assert sorted(uids([first, *rest])) == sorted(f"x:{p['id']}" for p in MANY)
        assert rest[-1].cursor == {"crue lang:fr": {"since": MANY[-1]["id"]}}


def test_a_token_that_is_too_old_begins_the_round_again(tmp_path):
    with x(MANY, page=10) as (fake, url):
        first = collected(RECENT_SEARCH, given(url), net(tmp_path))[0]
        fake.tokens.clear()
        assert len(uids(collected(RECENT_SEARCH, given(url), net(tmp_path), first.cursor))) == 25


def test_a_place_before_the_seven_days_asks_for_all_there_is(tmp_path):
    with x([ROOT]) as (fake, url):
        collected(
            RECENT_SEARCH,
            given(url),
            net(tmp_path),
            {"crue lang:fr": {"since": str(SNOW - (8 * 86_400_000 << 22))}},
        )
        assert "since_id" not in fake.requests[-1].query
        collected(
            FULL_ARCHIVE,
            given(url, **{"from": "2026-01-01T00:00:00Z"}),
            net(tmp_path),
            {"crue lang:fr": {"since": "17"}},
        )
        assert fake.requests[-1].query["since_id"] == "17"


@pytest.mark.parametrize("source", [RECENT_SEARCH, FULL_ARCHIVE])
def test_either_dialect_makes_the_same_records(tmp_path, source):
    found = {}
    more = {"from": "2026-01-01T00:00:00Z"} if source is FULL_ARCHIVE else {}
    for dialect in ("tweet", "post"):
        with x(ALL, parents=[ROOT]) as (fake, url):
            body = bodies(collected(source, given(url, dialect=dialect, **more), net(tmp_path)))[0]
            query = fake.requests[-1].query
            assert (f"{dialect}.fields" in query, "author_id" in query["expansions"]) == (True, True)
        found[dialect] = [source.normalise(Row(item, source.fields)) for item in source.unpack(body)]
        assert (b"referenced_posts" in body) == (dialect == "post")
    assert found["tweet"] == found["post"]
    assert found["tweet"][0].source == source.name


def test_words_of_one_dialect_only(tmp_path):
    """X ignores what it does not know without an error: a word of the other dialect would lose data in silence."""
    with x(ALL) as (fake, url):
        for dialect, others in (("tweet", ("post",)), ("post", ("tweet", "author_id,c"))):
            collected(RECENT_SEARCH, given(url, dialect=dialect), net(tmp_path))
            query = fake.requests[-1].query
            assert not [
                o for o in others if o in json.dumps({n: v for n, v in query.items() if n != "query"})
            ]


def test_reposts_and_quotes_of_chosen_posts(tmp_path):
    again = post(
        SNOW,
        "7002",
        "RT @Mairie_Valbrune: Crue",
        "21T10:00:00",
        referenced_tweets=REPOST["referenced_tweets"],
    )
    told = {"posts": [f"https://x.com/Mairie_Valbrune/status/{ROOT['id']}?s=20"]}
    with x(ALL, parents=[ROOT]) as (fake, url):
        config = {k: v for k, v in given(url, **told).items() if k != "queries"}
        pages = collected(REPOSTS, config, net(tmp_path))
        assert [r.path.split("/")[-1] for r in fake.requests] == ["retweets", "quote_tweets"]
        found = [REPOSTS.normalise(Row(i, REPOSTS.fields)) for b in bodies(pages) for i in REPOSTS.unpack(b)]
        assert {f.kind for f in found} == {"repost", "quote", "post"}
        assert {f.repost_of_uid or f.quote_of_uid for f in found} == {f"x:{ROOT['id']}", None}
        fake.posts, fake.page = [*ALL, again], 1
        later = collected(REPOSTS, config, net(tmp_path), pages[-1].cursor)
        assert [r.query.get("pagination_token") for r in fake.requests[2:]] == [None, "token-1-2", None]
        assert f"x:{again['id']}" in uids(later)


# Money


def test_what_was_read_is_paid_and_no_more(tmp_path):
    with x(MANY, page=10, parents=[ROOT]) as (_, url):
        money = net(tmp_path, price=PRICE, monthly=50)
        collected(RECENT_SEARCH, given(url), money)
        assert money.budget.state.spent("2026-11") == pytest.approx(
            (25 + 3) * 0.005
        )  # the parent came three times


def test_the_budget_ends_the_round_after_a_page_that_is_kept(tmp_path):
    with x(MANY, page=10) as (_, url):
        money = net(
            tmp_path, price=PRICE, monthly=0.23
        )  # 46 posts: one page with its possible parents, then 36 are left
        source, kept = RECENT_SEARCH, []
        with pytest.raises(BudgetSpent):
            kept.extend(page for page in source.collect(money, config_of(source, given(url)), {}))
        assert money.budget.state.spent("2026-11") <= 0.23


def config_of(source, told):
    from collectors.config import configure

    return configure(source, told, "sources.yml", {})


def test_a_refused_question_costs_nothing(tmp_path):
    money = net(tmp_path, price=PRICE, monthly=50)
    with x(MANY) as (_, url), pytest.raises(SourceRefused, match="401"):
        collected(RECENT_SEARCH, given(url) | {"token": "wrong"}, money)
    assert money.budget.state.spent("2026-11") == 0


# Faults


@pytest.mark.parametrize(
    ("fault", "wait"),
    [
        ((429, {"x-rate-limit-reset": str(int(NOW.timestamp()) + 60)}), 60.5),
        ((429, {"Retry-After": "7"}), 7.5),
        ((503, {}), 0.75),
        ("truncated", 0.75),
        ("reset", 0.75),
    ],
)
def test_what_passes_is_waited_out(tmp_path, fault, wait):
    slept = []
    with x([ROOT], Faults([fault])) as (_, url):
        pages = collected(RECENT_SEARCH, given(url), net(tmp_path, slept=slept))
    assert (uids(pages), slept) == ([f"x:{ROOT['id']}"], [wait])


def test_patience_ends(tmp_path):
    with x([ROOT], Faults([(503, {})] * 6)) as (_, url), pytest.raises(SourceUnavailable, match="503"):
        collected(RECENT_SEARCH, given(url), net(tmp_path))


def test_a_spent_month_at_x_is_not_waited_out(tmp_path):
    from tests.collectors.conformance.server import Answer, serving

    said = {
        "title": "UsageCapExceeded",
        "type": "https://api.x.com/2/problems/usage-capped",
        "detail": "Usage cap",
    }
    with (
        serving(lambda _: Answer(msgspec.json.encode(said), 429)) as url,
        pytest.raises(SourceRefused, match="429"),
    ):
        collected(RECENT_SEARCH, given(url), net(tmp_path))


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (RECENT_SEARCH, {"dialect": "toot"}),
        (RECENT_SEARCH, {"expansions": ["everything"]}),
        (REPOSTS, {"posts": ["not a post"]}),
        (REPOSTS, {"posts": ["12"], "kinds": ["likes"]}),
    ],
)
def test_settings_are_checked(tmp_path, source, told):
    base = {"url": "http://127.0.0.1:1", "token": "t"} | (
        {"queries": ["a"]} if source is RECENT_SEARCH else {}
    )
    with pytest.raises(ConfigError):
        collected(source, base | told, net(tmp_path))


@pytest.mark.parametrize("source", [RECENT_SEARCH, FULL_ARCHIVE, REPOSTS])
def test_the_gate(source):
    needed = {"token": "t", "queries": ["a"], "from": "2026-01-01T00:00:00Z", "posts": ["1"]}
    told = {k: v for k, v in needed.items() if k in source.declared.settings}
    assert "contract, users, date" in config_of(source, told).closed()
    facts = {"contract": "C-1", "users": "cell A", "date": "2026-11-01"}
    assert config_of(source, {**told, "compliance": facts}).closed() is None
