"""First-story detection: a batch of new texts against a window of 1 M, beside scikit-learn's brute force."""

import time
from datetime import timedelta
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.neighbors import NearestNeighbors

from analytics.claims.words import read
from analytics.signals.stories import DISTANCE, Stories
from analytics.signals.story_words import plain
from benchmarks.data import SEED
from benchmarks.measure import Result, best_of

TITLE = "first stories: a batch of 100 short texts against 1,000,000 held, beside brute force"
TEXTS, BATCH = 1_000_000, 100
GOAL = 10.0
WORDS, EVENTS = 200_000, 5_000
LENGTH, OWN = 13, 6  # words of a text; how many of them are those of its event, if it has one
KEEP = timedelta(days=30)


class Drawn(NamedTuple):
    """Texts in order of time, all different; their instants; the event each tells of, or a number of its own."""

    text: pl.Series
    at: pl.Series
    event: NDArray[np.int64]


def run(repeats: int = 3, texts: int = TEXTS, batch: int = BATCH) -> Result:
    """Time a batch of both on the same window, weights and threshold; AssertionError where F1 differs.

    Included: for ours everything that `add` does (reading the texts, placing and holding them); for brute force
    only the search on weights computed beforehand. F1 is that of joining the right story.
    """
    drawn = draw(texts + repeats * batch)
    state = Stories(distance=0.0, keep=KEEP)  # each text held is a story of its own: the window fills sooner
    start = time.perf_counter()
    held = state.add(drawn.text[:texts], drawn.at[:texts])
    filled = time.perf_counter() - start
    state.distance = DISTANCE
    seconds, told = [], []
    for begin in range(texts, texts + repeats * batch, batch):  # as they would arrive
        start = time.perf_counter()
        told.append(state.add(drawn.text[begin : begin + batch], drawn.at[begin : begin + batch]))
        seconds.append(time.perf_counter() - start)
    x = weighted(drawn.text[: texts + batch], texts)
    brute, found = best_of(repeats, lambda: by_brute_force(x, texts))
    ours, theirs = told[0]["story"].to_numpy(), stories_of(*found, held["story"].to_numpy())
    begun_by = drawn.event[held.filter(pl.col("distance").is_null()).sort("story")["row"].to_numpy()]
    events = drawn.event[texts : texts + batch]
    f1, brute_f1 = (f1_of(stories, events, begun_by) for stories in (ours, theirs))
    assert abs(f1 - brute_f1) < 0.001, f"F1 is {f1:.4f}, that of brute force {brute_f1:.4f}"
    return Result(
        ratio=brute / min(seconds),
        goal=GOAL,
        reference="scikit-learn's NearestNeighbors(metric='cosine', algorithm='brute')",
        figures={
            "texts_held": texts,
            "batch": batch,
            "batch_s": min(seconds),
            "brute_force_s": brute,
            "fill_s": filled,
            "f1": f1,
            "brute_force_f1": brute_f1,
            "same_decision": float(np.mean((ours == theirs) | (ours >= len(held)))),
        },
    )


def draw(count: int) -> Drawn:
    """Half of the texts tell of an event (6 of its 12 words and 7 of all), half of nothing; words follow Zipf."""
    rng = np.random.default_rng(SEED)
    share = 1.0 / np.arange(1, WORDS + 1) ** 1.05
    common = rng.choice(WORDS, (count, LENGTH), p=share / share.sum())
    own = rng.integers(200, WORDS, (EVENTS, 12))
    event = np.where(rng.random(count) < 0.5, rng.integers(0, EVENTS, count), -1)
    told = np.flatnonzero(event >= 0)
    chosen = rng.random((told.size, 12)).argsort(axis=1)[:, :OWN]
    common[told, :OWN] = np.take_along_axis(own[event[told]], chosen, axis=1)
    vocabulary = pl.Series([f"mot{i:x}" for i in range(WORDS)])
    columns = [vocabulary.gather(common[:, j]).alias(str(j)) for j in range(LENGTH)]
    text = pl.DataFrame(columns).select(pl.concat_str(pl.all(), separator=" ").alias("text")).to_series()
    at = pl.Series(np.arange(count) * (KEEP // timedelta(microseconds=1) // (2 * count))).cast(
        pl.Datetime("us", "UTC")
    )
    alone = EVENTS + np.arange(count)
    return Drawn(text, at, np.where(event >= 0, event, alone))


def weighted(texts: pl.Series, held: int) -> sparse.csr_matrix:
    """scikit-learn's binary TF-IDF of all texts, with the idf of the first `held`."""
    words = read(plain(texts))
    column = np.unique(words.code, return_inverse=True)[1]
    x = sparse.csr_matrix((np.ones(column.size), column, words.first))
    x.sum_duplicates()
    x.data[:] = 1.0
    return TfidfTransformer().fit(x[:held]).transform(x)


def by_brute_force(x: sparse.csr_matrix, held: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The nearest earlier text of each one after `held`, and its distance."""
    nearest = NearestNeighbors(n_neighbors=1, metric="cosine", algorithm="brute").fit(x[:held])
    distance, text = nearest.kneighbors(x[held:])
    among = np.tril((x[held:] @ x[held:].T).toarray(), -1)
    nearer = 1.0 - among.max(axis=1) < distance[:, 0]
    return np.where(nearer, held + among.argmax(axis=1), text[:, 0]), np.minimum(
        distance[:, 0], 1 - among.max(axis=1)
    )


def stories_of(
    nearest: NDArray[np.int64], distance: NDArray[np.float64], held: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Story of each new text: that of the nearest, or a new one."""
    story = held.tolist()
    new = int(held.max()) + 1
    for text, far in zip(nearest.tolist(), (distance > DISTANCE).tolist(), strict=True):
        story.append(new if far else story[text])
        new += far
    return np.array(story[held.size :])


def f1_of(stories: NDArray[np.int64], events: NDArray[np.int64], begun_by: NDArray[np.int64]) -> float:
    """F1 of joining: right where a text joins a story that its own event began.

    begun_by  event of the text that began each story held
    """
    joined = stories < begun_by.size
    right = int((begun_by[stories[joined]] == events[joined]).sum())
    return 2 * right / (int(joined.sum()) + int((events < EVENTS).sum()))
