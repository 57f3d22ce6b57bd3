import numpy as np
import polars as pl
import pytest
from scipy import optimize, sparse

from analytics.stance import STANCES, ModelError, from_bytes, predict, score, to_bytes, train
from analytics.stance.card import card, lines
from analytics.stance.context import contexts
from analytics.stance.descent import minimise
from analytics.stance.evaluate import always_comment, claim_groups, cross_validated, folds
from analytics.stance.features import WIDTH, matrix
from analytics.stance.logistic import fit, probabilities
from analytics.stance.train import labelled


@pytest.fixture(scope="module")
def model(invented):
    posts, labels = invented
    return train(posts, labels.filter(split="train"))


def test_stances_of_threads_never_seen_are_told_in_both_languages(invented, model):
    posts, labels = invented
    dev = labels.filter(split="dev").join(predict(model, posts), on="uid")
    assert dev.height == 40  # the replies: a root takes no stance towards another post
    assert score(dev["label"], dev["stance"]).macro_f1 > 0.9
    assert dev["probability"].is_between(0.25, 1).all()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("C'est faux, la préfecture dément", "deny"),
        ("that is false, no evidence at all", "deny"),
        ("une source ?", "query"),
        ("any source?", "query"),
    ],
)
def test_words_that_were_not_learnt(invented, model, text, expected):
    posts, _ = invented
    asked = posts.head(2).with_columns(text=pl.Series([posts["text"][0], text]))
    assert predict(model, asked)["stance"].to_list() == [expected]


def test_the_same_posts_in_any_order_give_the_same_bytes(invented, model):
    posts, labels = invented
    own = labels.filter(split="train")
    again = train(posts.sample(fraction=1, shuffle=True, seed=3), own.reverse())
    assert to_bytes(again) == to_bytes(model)
    shuffled = posts.sample(fraction=1, shuffle=True, seed=4)
    assert predict(model, shuffled).equals(predict(model, posts))


def test_who_writes_does_not_count(invented, model):
    posts, _ = invented
    others = posts.with_columns(author_uid="x" + pl.col("author_uid"), author_followers=pl.lit(10**6))
    assert predict(model, others).equals(predict(model, posts))


def test_a_model_is_read_as_it_was_written(invented, model):
    posts, _ = invented
    held = to_bytes(model)
    assert to_bytes(from_bytes(held)) == held
    assert predict(from_bytes(held), posts).equals(predict(model, posts))


def test_what_is_no_model_is_refused(model):
    for content in (b"", b"not a model", to_bytes(model)[:100]):
        with pytest.raises(ModelError, match="models train stance"):
            from_bytes(content)


def test_reposts_and_posts_that_answer_nothing_have_no_stance(model):
    posts = pl.DataFrame(
        {
            "uid": ["a", "b", "c", "d"],
            "author_uid": ["u"] * 4,
            "created_at": [1, 2, 3, 4],
            "text": ["fire", "RT fire", "source ?", None],
            "repost_of_uid": [None, "a", None, None],
            "reply_to_uid": [None, None, "gone", None],
            "quote_of_uid": [None, None, None, "a"],
        }
    )
    assert predict(model, posts)["uid"].to_list() == ["c", "d"]
    bare = posts.select("uid", "author_uid", "created_at")
    assert predict(model, bare).is_empty()
    assert predict(model, bare.clear()).is_empty()


def test_labels_that_teach_nothing_are_refused(invented):
    posts, labels = invented
    with pytest.raises(ValueError, match="at least two stances"):
        train(posts, labels.filter(label="deny"))
    with pytest.raises(ValueError, match="none"):
        train(posts, labels.with_columns(uid="other:" + pl.col("uid")))


def test_contexts_name_what_is_answered():
    posts = pl.DataFrame(
        {
            "uid": ["r", "a", "b"],
            "author_uid": ["u", "v", "w"],
            "created_at": [0, 1, 2],
            "text": ["root", "first", "second"],
            "reply_to_uid": [None, "r", "a"],
        }
    )
    found = contexts(pl.concat([posts, posts])).rows_by_key("uid", unique=True)
    assert found == {
        "r": ("root", None, None, 0, False),
        "a": ("first", "root", "root", 1, True),
        "b": ("second", "first", "root", 2, True),
    }


def test_features_do_not_depend_on_the_texts_around(invented):
    around = contexts(invented[0])
    whole = matrix(around)
    assert whole.shape == (around.height, WIDTH)
    parts = sparse.vstack([matrix(around.slice(start, 17)) for start in range(0, around.height, 17)])
    assert abs(whole - parts).max() < 1e-15
    assert whole.max() <= 1 + 1e-12
    assert whole.min() >= 0


def test_the_regression_is_at_its_minimum():
    rng = np.random.default_rng(1)
    x, y = rng.random((60, 5)), rng.integers(0, 3, 60)
    weights = fit(sparse.csr_array(x), y, 3, strength=1.0, balance=0.0)

    def loss(flat):
        slope, intercept = flat[:15].reshape(5, 3), flat[15:]
        logit = x @ slope + intercept
        chosen = np.log(np.exp(logit).sum(axis=1)) - logit[np.arange(60), y]
        return chosen.sum() + (slope**2).sum() / 2

    best = np.concatenate([weights.slope.ravel(), weights.intercept])
    assert np.abs(optimize.approx_fprime(best, loss, 1e-6)).max() < 1e-2
    assert probabilities(sparse.csr_array(x), weights).sum(axis=1) == pytest.approx(np.ones(60))


def test_scores_against_hand_counts():
    true = pl.Series(["support", "deny", "query", "comment", "comment", "comment"])
    found = pl.Series(["support", "comment", "query", "comment", "comment", "query"])
    result = score(true, found)
    assert result.accuracy == pytest.approx(4 / 6)
    assert result.f1 == pytest.approx({"support": 1, "deny": 0, "query": 2 / 3, "comment": 2 / 3})
    assert result.macro_f1 == pytest.approx((1 + 0 + 4 / 3) / 4)
    assert always_comment(true).macro_f1 == pytest.approx((2 * 3 / 9) / 4)
    assert "0.667" in lines("dev", result)[0]
    with pytest.raises(ValueError, match="one of each"):
        score(true, found.head(2))


def test_folds_keep_groups_whole_and_even():
    group = pl.Series([f"g{n // 7}" for n in range(70)])
    found = folds(group, 5, seed=2)
    assert np.bincount(found).tolist() == [14] * 5
    assert group.to_frame("g").with_columns(f=pl.Series(found)).group_by("g").n_unique()["f"].max() == 1
    assert np.array_equal(found, folds(group, 5, seed=2))


def test_threads_about_one_claim_are_one_group(invented):
    posts, _ = invented
    twin = posts.head(1).with_columns(uid=pl.lit("twin"), text="RT " + pl.col("text"))
    groups = dict(claim_groups(pl.concat([posts, twin])).iter_rows())
    assert groups["twin"] == groups["r0"] == groups["r0-3"]


def test_cross_validation_covers_every_labelled_post(invented):
    posts, labels = invented
    learnt = labelled(posts, labels.filter(split="train"))
    found = cross_validated(learnt, folds(learnt["uid"], 3, seed=0))
    assert found.texts == learnt.height
    assert found.macro_f1 > 0.9


def test_the_card_says_what_it_must(model):
    text = card(model, {"deny": 30}, "Invented, CC0.", {})
    for said in ("Invented, CC0.", "| deny | 30 |", model.digest, "never a verdict", "there is no figure"):
        assert said in text
    assert "not stated" in card(model, {}, None, {})
    assert all(stance in text for stance in STANCES)


def test_the_least_value_of_a_bent_valley_is_found():
    def loss(at):
        x, y = at
        value = (1 - x) ** 2 + 100 * (y - x * x) ** 2
        return value, np.array([-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)])

    found = minimise(loss, np.array([-1.2, 1.0]), steps=500, tolerance=1e-9)
    assert found == pytest.approx([1, 1], abs=1e-6)
    assert minimise(loss, np.array([-1.2, 1.0]), steps=0, tolerance=1e-9).tolist() == [-1.2, 1.0]
