"""A model of needs: the same bytes in whatever order, nothing but title and text, told again from its file."""

import io

import numpy as np
import polars as pl
import pytest

from analytics.model_files import ModelError
from analytics.need_model import from_bytes, to_bytes, train
from analytics.need_model.labels import AXES, frequent
from analytics.need_model.predict import predict


@pytest.fixture(scope="module")
def model(feedback):
    return train(feedback)


def test_what_was_learnt_is_told(model, feedback):
    told = predict(model, feedback)
    assert told["rating"].to_list() == feedback["rating"].to_list()
    assert told["service"].to_list() == feedback["service"].to_list()
    assert (told["responsiveness"] == "negative").fill_null(False).to_list() == (
        feedback["rating"] == "negative"
    ).to_list()
    assert told["simplicity"].null_count() == feedback.height
    assert told.select(pl.col("rating_score", "service_score").is_between(0.3, 1).all()).row(0) == (
        True,
        True,
    )


def test_other_words_for_the_same_judgement(model):
    new = pl.DataFrame(
        {"title": ["Livres", None], "text": ["C'est parfait, merci", "Aucune réponse, honteux bassin"]}
    )
    told = predict(model, new)
    assert told["rating"].to_list() == ["positive", "negative"]
    assert told["service"].to_list() == ["Bibliothèque", "Piscine"]


def test_bytes_do_not_depend_on_the_order_of_rows(model, feedback):
    again = train(feedback.sample(fraction=1, shuffle=True, seed=4))
    assert to_bytes(again) == to_bytes(model)


def test_only_title_and_text_are_looked_at(model, feedback):
    bare = feedback.select("title", "text")
    assert predict(model, bare).equals(predict(model, feedback))


def test_told_alone_or_among_others_is_the_same(model, feedback):
    together = predict(model, feedback.head(5))
    alone = pl.concat([predict(model, feedback.slice(place, 1)) for place in range(5)])
    assert alone.drop("rating", "service").select(pl.selectors.float()).to_numpy() == pytest.approx(
        together.select(pl.selectors.float()).to_numpy()
    )
    assert predict(model, feedback.head(0)).height == 0


def test_the_file_holds_the_model_and_no_text(model, feedback):
    content = to_bytes(model)
    assert predict(from_bytes(content), feedback).equals(predict(model, feedback))
    with np.load(io.BytesIO(content), allow_pickle=False) as held:
        about = str(held["about"])
    assert "accueil" not in about
    assert model.digest in about


@pytest.mark.parametrize("content", [b"", b"no model", b"PK\x05\x06" + bytes(18)])
def test_bytes_that_are_no_model(content):
    with pytest.raises(ModelError, match="not a model of needs"):
        from_bytes(content)


def test_a_model_of_other_features(model):
    with np.load(io.BytesIO(to_bytes(model)), allow_pickle=False) as held:
        arrays = {name: held[name] for name in held.files}
    file = io.BytesIO()
    np.savez(file, **{**arrays, "about": np.array('{"features": "0"}')})
    with pytest.raises(ModelError, match="another version"):
        from_bytes(file.getvalue())


def test_one_rating_alone_teaches_nothing(feedback):
    with pytest.raises(ValueError, match="at least two different ratings"):
        train(feedback.filter(rating="positive"))


def test_without_services_none_is_told(feedback):
    told = predict(train(feedback.with_columns(service=pl.lit(None, pl.String))), feedback)
    assert told["service"].null_count() == told["service_score"].null_count() == feedback.height


def test_the_frequent_services():
    column = pl.Series(["b"] * 6 + ["a"] * 6 + ["c"] * 7 + ["d"] * 4 + [None] * 9)
    assert frequent(column) == ("c", "a", "b")
    assert frequent(column, 2) == ("c", "a")


def test_axes_have_the_names_of_the_records():
    from collectors.records import Feedback

    assert set(AXES) < set(Feedback.__struct_fields__)
