import math

import polars as pl
import pytest

from analytics.communities.labels import labels
from analytics.communities.stopwords import ENGLISH, FRENCH


def members(**groups):
    rows = [(f"{c}{n}", c) for c, count in groups.items() for n in range(count)]
    return pl.DataFrame(rows, schema=["author", "community"], orient="row")


def posts(*rows):
    return pl.DataFrame(rows, schema=["author_uid", "text"], orient="row")


TWO = members(eau=12, train=12)
TALK = posts(
    *(
        (f"eau{n}", "RT @mairie: L'eau du robinet est contaminée ! #EauPotable https://x.fr/a")
        for n in range(12)
    ),
    *((f"train{n}", "Les trains de la gare sont annulés, the station is closed #SNCF") for n in range(12)),
    *((f"{c}{n}", "mairie aujourd'hui") for c in ("eau", "train") for n in range(12)),
)


def words(found):
    return dict(found.iter_rows())


def test_words_of_one_community_and_not_of_the_other():
    found = words(labels(TWO, TALK))
    assert set(found["eau"]) == {"eau", "robinet", "contaminée", "#eaupotable"}
    assert set(found["train"]) == {"trains", "gare", "annulés", "station", "closed", "#sncf"}


def test_a_loud_account_labels_nothing():
    shouting = posts(*(("eau0", f"complot {n}") for n in range(500)))
    assert words(labels(TWO, pl.concat([TALK, shouting]))) == words(labels(TWO, TALK))


def test_the_score_is_that_of_monroe():
    from analytics.communities.labels import PRIOR, _scored

    used = pl.DataFrame(
        {"community": ["a", "a", "b", "b"], "word": ["u", "v", "u", "v"], "users": [8, 2, 1, 9]}
    )
    prior = PRIOR * 9 / 20
    own, others = 8 + prior, 1 + prior
    odds = math.log(own / (10 + PRIOR - own)) - math.log(others / (10 + PRIOR - others))
    first = _scored(used).row(by_predicate=(pl.col("community") == "a") & (pl.col("word") == "u"), named=True)
    assert first["z"] == pytest.approx(odds / math.sqrt(1 / own + 1 / others))


def test_the_order_of_rows_does_not_matter():
    assert labels(TWO.reverse(), TALK.sample(fraction=1, shuffle=True, seed=1)).equals(labels(TWO, TALK))


def test_hashtags_of_their_own_column_count_once():
    of_water = pl.col("author_uid").str.starts_with("eau")
    tagged = TALK.with_columns(hashtags=pl.when(of_water).then(["Crue", "#EauPotable"]).otherwise([]))
    assert "#crue" in words(labels(TWO, tagged))["eau"]
    assert words(labels(TWO, tagged))["train"] == words(labels(TWO, TALK))["train"]
    tags_alone = tagged.drop("text").filter(of_water | (pl.col("author_uid") == "train0"))
    assert words(labels(TWO, tags_alone))["eau"] == []  # words that all words are set nothing apart


def test_a_silent_community_has_no_words():
    assert words(labels(members(eau=12, train=12, silent=2), TALK))["silent"] == []
    nothing = TALK.with_columns(text=pl.lit(None, pl.String))
    assert words(labels(TWO, nothing)) == {"eau": [], "train": []}


def test_at_most_so_many_words():
    assert [len(found) for found in words(labels(TWO, TALK, top=2)).values()] == [2, 2]


def test_two_resolutions_at_once_are_refused():
    with pytest.raises(ValueError, match="two communities"):
        labels(pl.concat([TWO, TWO]), TALK)


@pytest.mark.parametrize("stop", [FRENCH, ENGLISH])
def test_stop_words_are_written_as_words_are_cut(stop):
    assert all(word == word.lower() and word.strip() for word in stop)
    assert len(stop) > 200
