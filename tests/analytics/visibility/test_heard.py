"""The one table of visibility: voice, replies, answers, delays, volume."""

from datetime import UTC, datetime, timedelta

import polars as pl

from analytics.visibility import of_feedback, of_posts
from analytics.visibility.topics import with_topics
from tests.analytics.needs.territory_by_hand import COMMUNES
from tests.analytics.perception.test_opinions import NO_RATES, feedback, opinions, rated

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
OWNERS = pl.DataFrame({"service": ["Préfecture", "Mairie"], "account": ["pref", "mairie"]})
NEVER = pl.DataFrame(
    schema={"level": pl.String, "code": pl.String, "topic": pl.String, "suppressed": pl.Boolean}
)


def post(uid, author, hours=0, **more):
    parents = {f"{name}_uid": more.get(name) for name in ("reply_to", "quote_of", "repost_of")}
    return {
        "uid": uid, "author_uid": author, "created_at": NOON + timedelta(hours=hours), "place_insee": more.get("place"),
        "needs": more.get("needs", []), "hashtags": more.get("tags", []), "author_followers": more.get("followers", 1),
        **parents,
    }  # fmt: skip


def posts(*rows):
    return pl.DataFrame(list(rows), infer_schema_length=None)


def crowd(count, name="p", **more):
    return [post(f"{name}{n}", f"{name}{n}", n, **more) for n in range(count)]


def cell(found, **where):
    return found.filter(**where).row(0, named=True)


def test_a_service_has_the_topic_of_those_whom_it_answers():
    asked = crowd(12, needs=["water"], tags=["crue"], place="01001")
    found = with_topics(
        posts(*asked, post("r", "pref", reply_to="p0"), post("n", "pref", tags=["seul"])), OWNERS["account"]
    )
    topics = dict(found.select("uid", "topics").iter_rows())
    assert topics["p0"] == ["#crue", "water"]
    assert topics["r"] == ["water"]
    assert topics["n"] == ["other"]  # a hashtag that the service alone uses is no topic


def test_voice_and_replies_of_a_service():
    mine = post("own", "pref", tags=["crue"], followers=988)
    asking = [post(f"q{n}", f"q{n}", 1, reply_to="own") for n in range(24)]
    replies = [post(f"a{n}", "pref", 1 + n, reply_to=f"q{n}") for n in range(12)]
    other = post("m", "mairie", followers=10**6)
    found = of_posts(
        posts(*crowd(12, tags=["crue"]), mine, *asking, *replies, other), OWNERS, COMMUNES, NEVER
    )
    heard = cell(found, figure="voice", service="Préfecture", level="france", topic="#crue")
    assert (heard["people"], heard["own_posts"], heard["share"]) == (12, 1, 1 / 13)
    assert heard["reach_share"] == 988 / 1_000
    everything = cell(found, figure="voice", service="Préfecture", level="france", topic="all")
    assert (everything["people"], everything["own_posts"]) == (36, 13)  # the other service is no voice
    answered = cell(found, figure="replies", service="Préfecture")
    assert (answered["people"], answered["share"], answered["median_hours"]) == (24, 0.5, 5.5)
    assert found.filter(figure="replies", service="Mairie").is_empty()


def test_ten_people_without_a_reply_are_not_told():
    asking = [post(f"q{n}", f"q{n}", 1, reply_to="own") for n in range(22)]
    replies = [post(f"a{n}", "pref", 2, reply_to=f"q{n}") for n in range(12)]
    found = of_posts(posts(post("own", "pref"), *asking, *replies), OWNERS, COMMUNES, NEVER)
    told = cell(found, figure="replies")
    assert told["suppressed"]
    assert [told[name] for name in ("people", "share", "low", "high")] == [None] * 4


def test_what_the_rates_hide_of_a_topic_the_voice_hides():
    rates = pl.DataFrame({"level": ["commune"], "code": ["01001"], "topic": ["water"], "suppressed": [True]})
    found = of_posts(posts(*crowd(30, needs=["water"], place="01001")), OWNERS, COMMUNES, rates)
    asked = found.filter(figure="voice", service="Mairie", code="01001").sort("topic")
    assert asked.select("topic", "people", "suppressed").rows() == [("all", 30, False), ("water", None, True)]


def test_answers_delays_and_volume():
    week = datetime(2026, 1, 5, tzinfo=UTC)
    keys = [("negative", "CAF", "01001", week, status) for status in ("answered", "waiting")]
    rows = feedback([30, 20], keys)
    published = rated(rows)
    found = of_feedback(rows, COMMUNES, published, opinions(rows, COMMUNES, published))
    answers = cell(found.filter(pl.col("at").is_null()), figure="answers", level="departement", service="CAF")
    assert (answers["people"], answers["share"]) == (50, 0.6)
    assert round(answers["per_10000"], 9) == round(10_000 * 50 / 6_000, 9)
    assert cell(found, figure="delay", service="CAF")["median_hours"] == 6.0
    assert cell(found, figure="volume", level="commune")["per_10000"] == 500.0
    assert found.filter(figure="volume", service="all", code="01001").height == 1


def test_what_the_opinions_hide_the_answers_hide():
    week = datetime(2026, 1, 5, tzinfo=UTC)
    keys = [(rating, "CAF", "01001", week, "waiting") for rating in ("negative", "positive")]
    rows = feedback([5, 40], keys)
    found = of_feedback(rows, COMMUNES, NO_RATES, opinions(rows, COMMUNES, NO_RATES))
    assert found.filter(figure="answers")["suppressed"].all()
    free = of_feedback(rows, COMMUNES, NO_RATES, opinions(rows.head(0), COMMUNES, NO_RATES))
    assert not free.filter(figure="answers")["suppressed"].any()
