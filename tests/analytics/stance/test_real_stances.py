import polars as pl
import pytest

from analytics.stance import score, train
from analytics.stance.evaluate import always_comment
from analytics.stance.predict import of_contexts
from analytics.stance.train import labelled
from benchmarks import rumoureval

FOLDER = rumoureval.DATA / "rumoureval2017"
pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"RumourEval 2017 is not at {FOLDER}"),
]


def test_the_published_dev_split_is_told_well_above_always_comment():
    posts, labels = rumoureval.posts(FOLDER), rumoureval.labels(FOLDER)
    model = train(posts, labels.filter(split="train"))
    dev = labelled(posts, labels.filter(split="dev"))
    replies = dev.filter(pl.col("depth") > 0)
    assert (model.posts, dev.height, replies.height) == (4_238, 281, 256)
    for part, least in ((dev, 0.58), (replies, 0.53)):
        assert score(part["label"], of_contexts(model, part)["stance"]).macro_f1 > least
        assert always_comment(part["label"]).macro_f1 < 0.21
