import numpy as np
import polars as pl

from analytics.signals.gathering import HOUR, gathered
from analytics.signals.options import WATCH
from analytics.signals.watched import watched
from tests.analytics.signals.watched_posts import hour, posts

PLACES = ["47001", "47002", "47003", "47004", "47005", "47201", "33063", "32013", "82121"]
NEAREST = ["47001", "47201"]  # Agen and its neighbour
END = 5 * 24


def scene(extra: pl.DataFrame) -> pl.DataFrame:
    rng = np.random.default_rng(2)
    at = np.sort(rng.uniform(0, END, 900))
    usual = posts(list(at), "usual", place_insee=[PLACES[k] for k in rng.integers(0, len(PLACES), 900)])
    return watched(pl.concat([usual, extra]), hour(END))


def asked(*departements):
    end = int(hour(END).timestamp()) * 1_000_000
    return pl.DataFrame({"departement": departements, "end": [end] * len(departements)})


def test_a_commune_that_fills_is_found_with_its_people():
    crowd = posts(list(END - np.linspace(0.05, 1.9, 40)), "crowd", place_insee="47001")
    row = gathered(scene(crowd), asked("47"), WATCH).row(0, named=True)
    assert (row["location_code"], row["communes"]) == ("47001", ["47001"])
    assert row["people"] >= 40
    assert row["p"] == 0.001
    assert row["at"] == hour(END - 1)


def test_several_communes_are_told_as_their_departement():
    crowd = posts(list(END - np.linspace(0.05, 1.9, 60)), "crowd", place_insee=NEAREST * 30)
    row = gathered(scene(crowd), asked("47"), WATCH).row(0, named=True)
    assert (row["location_code"], set(row["communes"])) == ("47", set(NEAREST))


def test_fewer_than_eleven_people_are_nobody():
    crowd = posts(
        list(END - np.linspace(0.05, 0.9, 40)), "crowd", place_insee="47001", author_uid=["one", "two"] * 20
    )
    told = gathered(scene(crowd), asked("47"), WATCH)
    assert all(people >= WATCH.crowd for people in told["people"])
    assert "47001" not in told["location_code"].to_list()


def test_what_is_far_away_is_not_scanned():
    crowd = posts(list(END - np.linspace(0.05, 1.9, 40)), "crowd", place_insee="47001")
    assert gathered(scene(crowd), asked("67"), WATCH).is_empty()


def test_nothing_is_told_of_a_short_past():
    early = posts(list(np.linspace(0.1, 5.9, 60)), "early", place_insee="47001")
    ask = asked("47").with_columns(end=pl.lit(int(hour(6).timestamp()) * 1_000_000 // HOUR * HOUR))
    assert gathered(watched(early, hour(6)), ask, WATCH).is_empty()
