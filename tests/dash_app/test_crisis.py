"""The crisis cell on both stores: the instant, who needs and offers, marks and their undoing, what is drawn."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from cypher import query
from dash_app.crisis import board, marks, words
from dash_app.crisis.helping import proposals, text_of
from dash_app.crisis.marks import CrisisError
from dash_app.crisis.moment import Moment, moment, nothing
from dash_app.crisis.sides import sides
from dash_app.crisis.unusual_here import ranked
from dash_app.figures.crisis_map import crisis_map, severities
from dash_app.figures.crisis_timeline import Times, crisis_timeline
from graph import loads

NOW = datetime(2026, 1, 20, 12, 30, tzinfo=UTC)
HERE = Moment(NOW, replayed=False, stale=False)
BLANC, CHATEAUROUX = "36018", "36044"


def post(uid, text, hours, place=BLANC, need=None, **more):
    return {
        "uid": uid, "text": text, "created_at": NOW - timedelta(hours=hours),
        "author": [{"key": f"u_{uid}", "platform": "x", "followers": 1}],
        "place": [{"key": f"commune:{place}", "method": "declared", "precision": "commune"}],
        "needs": [] if need is None else [{"key": need, "method": "lexicon"}],
        "reply_to": [], "repost_of": [],
    } | more  # fmt: skip


PLACES = (("region:24", "Centre-Val de Loire", []), ("departement:36", "Indre", ["region:24"]),
          ("departement:18", "Cher", ["region:24"]), (f"commune:{BLANC}", "Le Blanc", ["departement:36"]),
          (f"commune:{CHATEAUROUX}", "Châteauroux", ["departement:36"]))  # fmt: skip


def fill(store, people=14, away=0):
    """Needs, offers and safe ones in Le Blanc; `away` needs in Châteauroux, where others only talk."""
    rows = [{"uid": uid, "code": uid.split(":")[1], "kind": uid.split(":")[0], "name": name, "parent": parent}
            for uid, name, parent in PLACES]  # fmt: skip
    store.load(loads.LOCATIONS, pl.DataFrame(rows))
    rows = [
        post(f"n{n}", "Nous sommes sans eau potable depuis ce matin", 4, need="water") for n in range(people)
    ]
    rows += [post(f"o{n}", "Je peux apporter de l'eau potable, je livre ce soir", 3) for n in range(12)]
    rows += [post(f"s{n}", "Nous sommes sains et saufs, tout va bien.", 5) for n in range(13)]
    rows += [post(f"q{n}", "Bonjour à tous", 30 + 24 * (n % 20), CHATEAUROUX) for n in range(60)]
    rows += [post(f"a{n}", "Nous sommes sans eau potable", 2, CHATEAUROUX, "water") for n in range(away)]
    rows.append(post("again", "Nous sommes sans eau potable", 2, BLANC, "water", repost_of=["n0"]))
    store.load(loads.POSTS, pl.DataFrame(rows, infer_schema_length=None))
    return store


def event(uid, hours, until, severity, place, **more):
    return {"uid": uid, "kind": "flood", "title": "Crue", "source": "cap", "at": NOW - timedelta(hours=hours),
            "ended_at": NOW + timedelta(hours=until), "severity": severity,
            "place": [{"key": place, "method": "declared", "precision": place.split(":")[0]}]} | more  # fmt: skip


def alerted(store):
    found = [event("cap:1", 9, 6, 3, "departement:36"), event("cap:2", 3, 9, 4, f"commune:{BLANC}"),
             event("cap:3", 8, -2, 2, "region:24"), event("cap:4", -3, 9, 4, "departement:18")]  # fmt: skip
    store.load(loads.EVENTS, pl.DataFrame(found))


def counts(store):
    said = board.posts(store, HERE.start, HERE.hour)
    return {row["code"]: row for row in board.people(said, HERE).iter_rows(named=True)}


def test_people_are_counted_where_eleven_spoke(store):
    found = counts(fill(store))
    told = {name: found[BLANC][name] for name in ("safe", "help", "needs", "offers")}
    assert told == {"safe": 13, "help": 0, "needs": 14, "offers": 12}
    assert CHATEAUROUX not in found
    said = board.posts(store, HERE.start, HERE.hour)
    assert board.of_departement(board.people(said, HERE), "18").is_empty()


def test_few_people_are_hidden_with_what_would_give_them_away(kglite_store):
    found = counts(fill(kglite_store, away=3))
    assert (found["36"]["needs"], found["36"]["suppressed"]) == (17, False)
    assert {found[code]["needs"] for code in (BLANC, CHATEAUROUX)} == {None}
    assert (found[BLANC]["safe"], found[BLANC]["suppressed"]) == (13, True)


def test_a_text_that_offers_does_not_ask_and_a_repost_does_neither(kglite_store):
    asked, given = sides(board.posts(fill(kglite_store), HERE.start, HERE.hour))
    assert sorted(asked["uid"]) == sorted(f"n{n}" for n in range(14))
    assert sorted(given["uid"]) == sorted(f"o{n}" for n in range(12))
    assert set(given["needs"].explode(empty_as_null=True, keep_nulls=True)) == {"water"}


def test_a_mark_is_added_read_and_undone(store):
    fill(store)
    first = proposals(store, HERE, None)
    assert first.filter(why="proposed").height == 12
    assert "place_insee" not in first.columns
    need, offer = first.filter(why="proposed").select("need_uid", "offer_uid").row(0)
    marks.commit(store, need, offer, NOW)
    assert state(store, need) == ("committed", offer)
    marks.answer(store, need, NOW + timedelta(minutes=1))
    assert state(store, need) == ("answered", offer)
    marks.undo(store, need, NOW + timedelta(minutes=2))
    assert state(store, need) == ("committed", offer)
    marks.undo(store, need, NOW + timedelta(minutes=3))
    assert state(store, need)[0] == "need"
    with pytest.raises(CrisisError, match="nothing to undo"):
        marks.undo(store, need, NOW + timedelta(minutes=4))
    assert store.read(query("crisis/marks"))["state"].to_list() == [
        "committed",
        "answered",
        "undone",
        "undone",
    ]


def state(store, need):
    return proposals(store, HERE, None).filter(need_uid=need).select("state", "offer_uid").row(0)


def test_a_replay_knows_no_later_mark_and_one_departement_its_needs(kglite_store):
    fill(kglite_store)
    marks.answer(kglite_store, "n3", NOW + timedelta(hours=1))
    assert proposals(kglite_store, HERE, None).filter(need_uid="n3")["state"].item() == "answered"
    replay = Moment(NOW, replayed=True, stale=False)
    assert proposals(kglite_store, replay, None).filter(need_uid="n3")["state"].item() == "need"
    assert proposals(kglite_store, HERE, "75").is_empty()
    assert text_of(kglite_store, ["n3", "nothing"]) == {"n3": "Nous sommes sans eau potable depuis ce matin"}


def test_what_is_not_there_cannot_be_marked(kglite_store):
    fill(kglite_store)
    with pytest.raises(
        CrisisError, match=r"no need 'nobody'\n  See them: cyberimpact query crisis/help_posts"
    ):
        marks.commit(kglite_store, "nobody", "o1", NOW)
    with pytest.raises(CrisisError, match="no offer 'nobody'"):
        marks.commit(kglite_store, "n1", "nobody", NOW)


def test_the_instant_is_now_the_end_of_the_data_or_what_is_asked(kglite_store):
    assert moment(kglite_store, None, 0, NOW) == HERE
    assert nothing(kglite_store)
    fill(kglite_store)
    assert not nothing(kglite_store)
    assert moment(kglite_store, None, 0, NOW) == HERE
    late = moment(kglite_store, None, 0, NOW + timedelta(days=90))
    assert late == Moment(NOW.replace(hour=11, minute=0), replayed=False, stale=True)
    back = moment(kglite_store, None, 3, NOW)
    assert (back.at, back.replayed) == (NOW - timedelta(hours=3), True)
    asked = moment(kglite_store, "2026-01-19T08:15", 1, NOW)
    assert (asked.at, asked.replayed) == (datetime(2026, 1, 19, 7, 15, tzinfo=UTC), True)
    assert moment(kglite_store, "noon", 0, NOW) == HERE
    assert Moment.of(asked.as_json()) == asked
    assert asked.window_end(timedelta(hours=3)) == datetime(2026, 1, 19, 6, tzinfo=UTC)


def test_alerts_in_force_colour_what_they_hold_for(store):
    fill(store)
    alerted(store)
    found = board.in_force(store, NOW, None)
    assert found["alert"].to_list() == ["cap:2", "cap:1"]
    assert board.in_force(store, NOW, "18").is_empty()
    graves = severities(board.alerts(store, NOW - timedelta(hours=9), NOW, None))
    region = {
        row["code"]: row["severity"] for row in graves.filter(level="departement").iter_rows(named=True)
    }
    assert region["36"] == 3
    assert region["18"] == region["45"] == 2
    people = board.people(board.posts(store, HERE.start, HERE.hour), HERE)
    whole = crisis_map(found, people, layer="needs", lang="fr")
    assert whole.table.filter(code="36")["severity"].item() == 4  # in one of its communes
    assert "Indre : alerte rouge, 14 disent un besoin" in str(whole.component())
    inside = crisis_map(found, people, layer="needs", lang="en", departement="36")
    assert "Le Blanc: red alert, 14 tell of a need" in str(inside.component())
    assert words.alerted(found, "fr") == "2 alertes officielles en vigueur, au plus haut : alerte rouge."
    assert [row["needs"] for row in words.territory_rows(inside.table, "fr") if row["code"] == BLANC] == [14]


def test_an_alert_of_unknown_gravity_or_place_is_shown():
    alerts = pl.DataFrame({"level": [None, "commune"], "code": [None, BLANC], "severity": [None, 2]},
                          schema={"level": pl.String, "code": pl.String, "severity": pl.Int64})  # fmt: skip
    found = severities(alerts)
    assert found.filter(level="departement")["severity"].unique().to_list() == [0]
    assert found.filter(level="departement").height > 95
    assert found.filter(code=BLANC)["severity"].item() == 2


def test_a_map_without_anything_is_the_country(kglite_store):
    nobody = board.people(board.posts(kglite_store, HERE.start, HERE.hour), HERE)
    drawn = crisis_map(board.in_force(kglite_store, NOW, None), nobody, layer="help", lang="fr")
    assert drawn.table.is_empty()
    assert "Hérault : aucune alerte, 0 appellent à l’aide" in str(drawn.component())


def test_everything_stands_on_one_time_axis(kglite_store):
    fill(kglite_store)
    alerted(kglite_store)
    kglite_store.load(
        loads.EVENTS, pl.DataFrame([event("fire:1", 4, 0, 2, f"commune:{BLANC}", source="fire-brigade")])
    )
    said = board.posts(kglite_store, HERE.start, HERE.hour)
    hours = board.hours(kglite_store, said, HERE, None)
    assert hours.height == 48
    assert (hours["events"].sum(), hours.filter(pl.col("posts") == 12).height) == (1, 1)
    known = board.alerts(kglite_store, HERE.start, HERE.at, None)
    marked = words.signal_marks(pl.DataFrame(), "fr")
    labels = pl.Series("label", [words.alert(row, "fr") for row in known.iter_rows(named=True)])
    times = Times(known.with_columns(labels), marked, words.action_marks(pl.DataFrame(), "fr"), hours)
    drawn = str(crisis_timeline(times, HERE, NOW + board.AHEAD, "axe", "fr"))
    assert drawn.count("alert-bar") == 2 * 3  # a wide and a narrow drawing
    assert "Crue · Le Blanc" in drawn
    assert "cap:4" not in known["alert"].to_list()  # it had not begun


def test_what_is_unusual_is_ranked_with_what_contributes(kglite_store):
    fill(kglite_store, people=40)
    found = ranked(kglite_store, Moment(NOW - timedelta(minutes=20), replayed=False, stale=False))
    first = board.of_departement(found, "36").row(0, named=True)
    assert first["q"] <= 0.1
    told = words.contributions(first, "fr")
    assert any("attendus" in line for line in told)
    assert words.chance(1e-9, "fr") == "q < 0,001"


def test_few_needs_are_listed_and_not_counted():
    rows = pl.DataFrame(
        {"need_uid": [f"n{n}" for n in range(10)], "state": ["need"] * 10, "why": ["proposed"] * 10}
    )
    assert words.matched(rows, "fr").startswith("Moins de 11 besoins")
    more = pl.concat([rows, rows.head(1).with_columns(need_uid=pl.lit("m"), state=pl.lit("answered"))])
    assert "11 needs of these 48 h: 10 with an offer proposed, 0 committed, 1 answered" in words.matched(
        more, "en"
    )
