"""The watch on an exercise that none of its defaults was chosen on; tools/evaluate_signals.py prints five of them."""

import json

import pytest

from analytics.scoring.signals import signals
from analytics.signals.detect import watch
from collectors.exercise import write
from collectors.files.signal_frames import read_watched_posts


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return write(tmp_path_factory.mktemp("exercise"), seed=21, size=8_000)


def test_most_signals_are_seen_within_hours_and_quiet_days_are_quiet(made):
    score = signals(watch(read_watched_posts(made.posts)), json.loads(made.truth.read_bytes()), 11)
    assert score.recall >= 0.75
    assert score.precision_here >= 0.75
    assert score.median_hours <= 8
    assert score.quiet_alerts <= 3


def test_posts_as_the_watch_reads_them(made):
    read = read_watched_posts(made.posts)
    truth = json.loads(made.truth.read_bytes())
    said = dict(read.select("uid", "needs").iter_rows())
    known = [uid for uid in truth["expressions"] if uid in said]
    assert sum(bool(said[uid]) for uid in known) >= 0.8 * len(known)
    placed = read.filter(read["place_insee"].is_not_null())
    right = [
        truth["places"].get(uid) == code for uid, code in placed.select("uid", "place_insee").iter_rows()
    ]
    assert sum(right) >= 0.9 * placed.filter(placed["uid"].is_in(list(truth["places"]))).height
    assert not read.filter(read["repost_of_uid"].is_not_null())["needs"].list.len().sum()


def test_a_file_without_texts_is_read_as_it_is(tmp_path):
    path = tmp_path / "posts.csv"
    path.write_text("uid,author_uid,created_at\n1,a,2026-01-01T00:00:00Z\n")
    assert read_watched_posts(path).columns == ["uid", "author_uid", "created_at"]
