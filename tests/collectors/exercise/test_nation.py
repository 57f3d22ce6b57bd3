"""The rest of France: smooth gradients, experiences and sites everywhere, the truth by département."""

import numpy as np
import polars as pl
import pytest

from collectors.exercise import nation
from collectors.exercise.experiences import AXES, draw_users
from collectors.exercise.setting import draw_setting
from graph import territory

STRUCK = 160  # experiences of the crisis in an exercise of 8,000 posts; they come first


@pytest.fixture(scope="module")
def postal():
    """Postal code → communes and départements."""
    each = territory.communes().select("code", "departement", postal="postal_codes").explode("postal")
    return each.drop_nulls().group_by("postal").agg(pl.len(), pl.col("departement").unique())


def test_fields_are_standardised_and_alike_among_neighbours():
    fields = nation.smooth_fields(np.random.default_rng(3), 20)
    assert fields.shape == (20, 101)
    assert fields.mean(axis=1) == pytest.approx(0, abs=1e-9)
    assert fields.std(axis=1) == pytest.approx(1)
    mainland = territory.departements().with_row_index("row").filter(pl.col("lat") > 42.5)
    at = mainland.select(pl.col("lon") * 0.69, "lat").to_numpy()
    apart = np.linalg.norm(at[:, None] - at, axis=2) + 9 * np.eye(len(at))
    own = fields[:, mainland["row"].to_list()]
    beside = own[:, apart.argmin(axis=1)]
    assert np.mean([np.corrcoef(a, b)[0, 1] for a, b in zip(own, beside, strict=True)]) > 0.7


@pytest.mark.parametrize("population", [0.0, 0.6, 1.0])
def test_shares_follow_population_and_field(population):
    people = territory.departements()["population"].to_numpy()
    flat = nation.shares(population, np.zeros(101))
    assert flat.sum() == pytest.approx(1)
    assert flat / flat[0] == pytest.approx((people / people[0]) ** population)
    raised = nation.shares(population, np.eye(101)[7])
    assert raised[7] / raised[0] == pytest.approx(np.e * flat[7] / flat[0])


def test_rows_of_codes():
    assert nation.rows_of(pl.Series(["01", "976", "988"])).tolist() == [0, 100, -1]


def test_shared_postal_codes_tell_the_departement_and_no_commune(postal):
    departement = np.repeat(np.arange(101), 20)
    drawn = nation.shared_postal_codes().draw(np.random.default_rng(1), departement)
    codes = territory.departements()["code"].gather(departement)
    told = pl.DataFrame({"postal": drawn, "code": codes}).drop_nulls().join(postal, on="postal", how="left")
    assert told["len"].min() > 1
    assert (told["departement"].list.first() == told["code"]).all()
    assert (told["departement"].list.len() == 1).all()
    assert drawn.filter(codes == "75").null_count() == 20  # each code of Paris is of Paris alone
    assert told["code"].n_unique() > 90


def test_some_territories_fare_worse_axis_by_axis():
    setting = draw_setting(np.random.default_rng(1), 400_000)
    users = draw_users(np.random.default_rng(1), setting, 400_000)
    everyday = ~users.crisis
    people = np.bincount(users.departement[everyday], minlength=101)
    for state in users.state:
        share = np.bincount(users.departement[everyday & (state == 1)], minlength=101) / people
        assert np.quantile(share, 0.9) > np.quantile(share, 0.1) + 0.2
    assert (users.state > 0).any(axis=0).all()


def test_experiences_come_from_all_france_and_most_give_their_departement(world):
    everyday = world.feedback[STRUCK:]
    code = everyday["Code INSEE Département usager"]
    assert everyday.height == world.posts.height / 4
    assert code.n_unique() > 95
    assert 0.05 < code.null_count() / everyday.height < 0.2
    assert code.drop_nulls().str.contains(r"^([1-9]\d{0,2}\.0|2[AB])$").all()
    assert everyday["Code Postal typologie 1"].drop_nulls().str.contains(r"^[1-9]\d{3,4}\.0$").all()
    assert not everyday["Description"].str.to_lowercase().str.contains("inond|après la crue|évacuation").any()


def test_those_whom_the_flood_struck_write_during_the_flood(world):
    dates = world.feedback["Date de publication"].str.to_datetime("%d/%m/%Y %H:%M")
    start = pl.Series([world.truth["crisis_at"]]).str.to_datetime("%Y-%m-%dT%H:%M:%SZ").dt.offset_by("1h")[0]
    assert dates[:STRUCK].min() >= start
    assert (dates[STRUCK:] < start).mean() > 0.4
    own = world.feedback["Code INSEE Département usager"]
    assert own[:STRUCK].drop_nulls().unique().to_list() == [f"{int(world.result.departement)}.0"]


def test_sites_are_everywhere_and_several_dozen_in_the_crisis(world):
    count = dict(world.offers.group_by("insee_dep").len().iter_rows())
    assert 1100 < world.offers.height < 1300
    assert len(count) > 85
    assert count[world.result.departement] >= 24


def test_needs_and_calm_talk_also_come_from_two_neighbours(world):
    departement = dict(territory.communes().select("code", "departement").iter_rows())
    kind = {uid: c["kind"] for c in world.truth["claims"].values() for uid in c["posts"]}
    where = {}
    for uid, code in world.truth["places"].items():
        where.setdefault(kind.get(uid, "feedback"), set()).add(departement[code])
    assert len(where["need"]) == 3
    assert where["rumour"] | where["fraud"] | where["feedback"] == {world.result.departement}
    assert where["chatter"] == where["need"]


def test_the_truth_by_departement_is_what_the_files_bear_out(world, postal):
    departement = dict(territory.communes().select("code", "departement").iter_rows())
    author = dict(world.posts.select("uid", "author_uid").iter_rows())
    home = {uid: departement[code] for uid, code in world.truth["places"].items()} | _homes(world, postal)
    people = {}
    for uid, classes in world.truth["expressions"].items():
        for name in classes:
            if uid in home:
                people.setdefault((name, home[uid]), set()).add(author.get(uid, uid))
    told = {(n, d): p for n, cells in world.truth["needs_by_departement"].items() for d, p in cells.items()}
    assert {cell: len(who) for cell, who in people.items()} == told
    assert all(len({d for n, d in told if n == axis}) > 90 for axis in AXES)


def _homes(world, postal):
    """Département of each experience that gives it, or a postal code that lies in one département."""
    only = postal.filter(pl.col("departement").list.len() == 1).explode("departement")
    known = dict(only.select("postal", "departement").iter_rows())
    homes = {}
    for number, code, place in world.feedback.select(
        "ID expérience", "Code INSEE Département usager", "Code Postal typologie 1"
    ).iter_rows():
        given = code and code.removesuffix(".0").zfill(2)
        found = given or (place and known.get(place.removesuffix(".0").zfill(5)))
        if found:
            homes[f"services-publics-plus:{number}"] = found
    return homes
