"""Declared actions on both stores: immutable, noted, counted, their effect recovered, small cells hidden."""

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from cypher import query
from dash_app.actions import effect as effects
from dash_app.actions.declaration import ActionError, declaration, duration
from dash_app.actions.ledger import declare, declared
from dash_app.actions.series import series
from graph import loads

T0 = datetime(2026, 1, 12, 10, tzinfo=UTC)
NOW = T0 + timedelta(days=3)
CLAIM, ELSEWHERE = "claim:c1", "claim:c2"
NANTES, RENNES = "commune:44109", "commune:35238"


def action(**more):
    given = {"kind": "denial", "metric": "claim-posts", "target": CLAIM, "at": T0, "before": "3d", "after": "1d",
             "season": "none"}  # fmt: skip
    return declaration(**(given | more))


def hourly(rng, mean, after):
    """Posts an hour around T0, of an even mean before and another after; minutes within the hour."""
    for hour in range(-72, 25):
        for number in range(rng.poisson(mean if hour < 0 else after)):
            yield hour, number, T0 + timedelta(hours=hour, minutes=int(rng.integers(60)))


def post(uid, author, at, place):
    return {"uid": uid, "text": "dit", "created_at": at, "author": [{"key": author, "followers": 10}],
            "place": [{"key": place, "method": "declared", "precision": "commune"}],
            "needs": [{"key": "water", "method": "lexicon"}] if uid.startswith("n") else []}  # fmt: skip


def fill(store):
    rng = np.random.default_rng(4)
    places = [{"uid": uid, "code": uid[-5:], "kind": "commune", "name": uid, "parent": [parent]}
              for uid, parent in ((NANTES, "departement:44"), (RENNES, "departement:35"))]  # fmt: skip
    rumour = [post(f"p{h}.{n}", f"u{n}", at, NANTES) for h, n, at in hourly(rng, 20, 8)]
    control = [post(f"q{h}.{n}", f"u{n}", at, RENNES) for h, n, at in hourly(rng, 20, 20)]
    needs = [post(f"n{h}.{n}", f"v{n}", at, NANTES) for h, n, at in hourly(rng, 16, 16)]
    denial = [post("d1", "gov", T0, NANTES), post("d2", "eve", T0 + timedelta(hours=2), NANTES)]
    claims = [{"uid": uid, "title": uid, "size": 1, "run": "claims:1"} for uid in (CLAIM, ELSEWHERE)]
    store.load(loads.LOCATIONS, pl.DataFrame(places))
    store.load(loads.NEEDS, pl.DataFrame({"class": ["water"]}))
    store.load(loads.POSTS, pl.DataFrame([*rumour, *control, *needs, *denial], infer_schema_length=None))
    store.load(loads.CLAIMS, pl.DataFrame(claims))
    stated = pl.DataFrame({"source": [p["uid"] for p in (*rumour, *control)]})
    store.load(loads.STATES, stated.with_columns(target=pl.lit(CLAIM), run=pl.lit("claims:1")))
    store.load(loads.STATES, pl.DataFrame({"source": ["d1"], "target": [ELSEWHERE], "run": ["claims:1"]}))
    denied = pl.DataFrame({"source": ["d2"], "target": [CLAIM], "run": ["claims:1"]})
    store.load(loads.DENIALS, denied)
    store.load(loads.DENIED_CLAIMS, pl.DataFrame({"source": [ELSEWHERE], "target": [CLAIM]}))
    return store


def test_an_action_is_declared_once_and_its_effect_found(store):
    fill(store)
    asked = action(territory="44", control="35", message_uid="d1")
    told = declare(store, asked, T0 - timedelta(hours=1))
    assert told.beforehand
    assert told.looked_before == ()
    found = effects.effect_of(store, asked.uid, NOW, NOW)
    model = found.effect.model
    assert found.verdict == "effect"
    assert model.mean.low < -12 < model.mean.high
    assert (found.effect.before, found.effect.after) == (71, 24)  # the first post came within the first hour
    assert (found.followed.reach.denial.posts, found.followed.reach.denial.people) == (2, 2)
    assert found.followed.reach.delay_s == pytest.approx(72 * 3600, abs=3600)
    assert found.followed.message.rows() == [("MESSAGE", 1, 1, T0, T0)]
    drawn = effects.table(found)
    assert drawn.columns == ["step", "at", "value", "control", "fitted", "expected"]
    assert drawn.filter(pl.col("step") < 0)["fitted"].to_list() == pytest.approx(
        drawn.filter(pl.col("step") < 0)["expected"].to_list()
    )
    listed = store.read(query("actions/declared")).row(0, named=True)
    assert (listed["action"], listed["looks"], listed["last_outcome"]) == (asked.uid, 1, "effect")
    aimed = store.read(query("actions/denial_reach"))
    assert aimed["action"].to_list() == [asked.uid]


def test_a_declaration_is_not_overwritten_and_a_change_is_seen(store):
    fill(store)
    first = declare(store, action(), T0 - timedelta(hours=1))
    again = declare(store, action(), NOW)
    assert again == first
    assert action(message="autre").uid != first.action.uid
    store.load(loads.ACTIONS, pl.DataFrame({"uid": [first.action.uid], "metric": ["claim-denials"]}))
    assert declared(store, first.action.uid) == first
    store.write("MATCH (a:Action) SET a.step_s = 7200", {})
    with pytest.raises(ActionError, match="was changed since it was declared"):
        declared(store, first.action.uid)


def test_declared_after_a_look_is_exploratory(store):
    fill(store)
    first = declare(store, action(), T0)
    effects.effect_of(store, first.action.uid, NOW, NOW)
    later = declare(store, action(after="20h"), NOW + timedelta(minutes=1))
    assert not later.beforehand
    assert later.looked_before == (NOW,)
    told = "\n".join(effects.lines(effects.effect_of(store, later.action.uid, NOW, NOW + timedelta(hours=1))))
    assert "had been looked at 1 times before: take the result for exploratory" in told
    assert declare(store, action(target=CLAIM, territory="35"), NOW + timedelta(days=1)).looked_before == ()


def test_nothing_later_than_the_moment_is_read(store):
    fill(store)
    asked = declare(store, action(), T0).action
    early = effects.effect_of(store, asked.uid, T0 + timedelta(hours=3, minutes=30), NOW)
    assert early.effect.after == 3
    assert early.verdict == "descriptive only"
    assert "3 points after, 6 needed" in early.effect.why
    whole = series(store, asked, NOW).frame.filter(pl.col("step") < 3)
    assert early.series.frame.equals(whole)


def test_people_are_counted_once_a_step_and_small_cells_hidden(kglite_store):
    fill(kglite_store)
    asked = declare(kglite_store, action(metric="need-people", target="water", territory=NANTES), T0).action
    read = series(kglite_store, asked, NOW)
    assert (read.frame["value"] == read.frame["people"]).all()
    assert not read.small
    assert not read.shown
    found = effects.effect_of(kglite_store, asked.uid, NOW, NOW)
    assert effects.table(found).is_empty()
    assert found.effect.model is not None
    nobody = declare(kglite_store, action(metric="need-people", target="water", before="1h", after="1h",
                                          every="30min", territory="35"), T0).action  # fmt: skip
    assert not series(kglite_store, nobody, NOW).small


def test_an_effect_on_fewer_than_eleven_people_is_not_told(kglite_store):
    places = [{"key": NANTES, "method": "declared", "precision": "commune"}]
    few = [
        {"uid": f"n{n}", "created_at": T0 + timedelta(hours=n % 40 - 30), "author": [{"key": f"v{n % 10}"}],
         "needs": [{"key": "water", "method": "lexicon"}], "place": places}
        for n in range(80)
    ]  # fmt: skip
    kglite_store.load(loads.POSTS, pl.DataFrame(few))
    asked = declare(kglite_store, action(metric="need-people", target="water"), T0).action
    found = effects.effect_of(kglite_store, asked.uid, NOW, NOW)
    assert (found.effect, found.verdict) == (None, "descriptive only")
    assert effects.HIDDEN in "\n".join(effects.lines(found))
    assert effects.table(found).is_empty()


def test_feedback_and_its_positive_share(kglite_store):
    rows = [
        {"uid": f"f{n}", "created_at": T0 + timedelta(days=n // 20 - 30, minutes=n),
         "rating": ("positive", "negative", None, "positive")[n % 4], "services": ["CAF"]}
        for n in range(800)
    ]  # fmt: skip
    kglite_store.load(loads.FEEDBACK, pl.DataFrame(rows))
    window = {"before": "28d", "after": "9d", "every": "1d", "target": "CAF", "season": None}
    counts = series(kglite_store, action(metric="feedback", **window), NOW + timedelta(days=30))
    assert counts.frame["value"].to_list() == [20.0] * counts.frame.height
    share = series(kglite_store, action(metric="positive-share", **window), NOW + timedelta(days=30))
    assert share.frame["value"].unique().to_list() == pytest.approx([2 / 3])
    assert counts.shown
    assert counts.frame["step"].to_list() == list(range(-28, 9))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"kind": "dance"}, r"no kind of action 'dance'\n  There are: advice"),
        ({"metric": "mood"}, "no metric 'mood'"),
        ({"before": "soon"}, "'soon' is no duration"),
        ({"every": "0h"}, "'0h' is no duration"),
        ({"territory": "00"}, "no territory '00'"),
        ({"season": "moon"}, "no season 'moon'"),
        ({"season": "day", "every": "7h"}, "is not a number of steps"),
        ({"season": "day", "every": "1d"}, "is not a number of steps"),
    ],
)
def test_what_a_declaration_refuses(more, said):
    with pytest.raises(ActionError, match=said):
        action(**more)


@pytest.mark.parametrize(
    ("every", "season", "period"),
    [("1h", "day", 24), ("30min", "day", 48), ("7h", "none", None), ("1d", "week", 7), ("2d", "none", None)],
)
def test_the_season_that_a_step_calls_for(every, season, period):
    made = action(every=every, season=None)
    assert (made.season, made.period) == (season, period)


@pytest.mark.parametrize(("text", "hours"), [("30min", 0.5), ("48h", 48), (" 7d ", 168), ("2w", 336)])
def test_durations(text, hours):
    assert duration(text) == timedelta(hours=hours)


def test_a_target_that_is_not_there_is_refused(kglite_store):
    with pytest.raises(
        ActionError, match=r"no claim 'claim:c1'\n  See them: cyberimpact query claims/largest"
    ):
        declare(kglite_store, action(), T0)
    with pytest.raises(ActionError, match="no action 'action:0'"):
        declared(kglite_store, "action:0")
