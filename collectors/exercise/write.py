"""Writes an exercise: canonical posts, an export of experiences, a list of sites, and the truth about them."""

from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import polars as pl

from collectors.exercise.feedback import draw_feedback
from collectors.exercise.plan import draw_plan
from collectors.exercise.setting import draw_setting
from collectors.exercise.sites import draw_sites
from collectors.exercise.table import draw_posts, lose_places
from collectors.exercise.truth import truth_of
from collectors.exercise.wording import draw_words

COLUMNS = (
    "uid", "author_uid", "text", "created_at", "reply_to_uid", "repost_of_uid", "quote_of_uid", "root_uid", "lang",
    "urls", "hashtags", "place_insee", "lat", "lon", "author_followers", "platform", "source", "url",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Exercise:
    """The files of an exercise, how many records they hold, and the département it happens in."""

    posts: Path
    feedback: Path
    offers: Path
    truth: Path
    post_count: int
    feedback_count: int
    offer_count: int
    cascade_count: int
    departement: str


def write(out: Path, *, seed: int = 1, size: int = 20_000, noise: float = 0.0) -> Exercise:
    """Write posts.jsonl, feedback.csv, offers.csv and truth.json in `out` (created; files are replaced).

    size   posts, at least 1,000 (ValueError); with noise some rows of posts.jsonl are there twice
    noise  0 to 1 (ValueError): repeated rows, unknown parents, lost places, misspellings, wrong languages

    The same arguments give the same bytes. A repost whose repost_of_uid equals its root_uid is root-only:
    its platform names the root and keeps the true parent to itself.
    """
    if not 0 <= noise <= 1:
        raise ValueError(f"noise is between 0 and 1, not {noise}")
    rng = np.random.default_rng([seed, size])
    setting = draw_setting(rng, size)
    plan = lose_places(rng, draw_plan(rng, size, setting), noise)
    words = draw_words(rng, plan, setting, noise)
    posts = draw_posts(rng, plan, words, setting, noise)
    feedback, sites = draw_feedback(rng, setting, size), draw_sites(rng, setting)
    truth = truth_of(plan, words, posts.uid, setting, feedback=feedback, sites=sites)
    out.mkdir(parents=True, exist_ok=True)
    files = [out / name for name in ("posts.jsonl", "feedback.csv", "offers.csv", "truth.json")]
    posts.table.select(COLUMNS).write_ndjson(files[0])
    _write_csv(feedback.table, files[1], ";")
    _write_csv(sites.table, files[2], ",")
    files[3].write_bytes(msgspec.json.encode({"seed": seed, "size": size, "noise": noise, **truth}))
    return Exercise(
        posts=files[0],
        feedback=files[1],
        offers=files[2],
        truth=files[3],
        post_count=posts.table.height,
        feedback_count=feedback.table.height,
        offer_count=sites.table.height,
        cascade_count=int((plan.forest.parent < 0).sum()),
        departement=setting.code,
    )


def _write_csv(table: pl.DataFrame, path: Path, separator: str) -> None:
    """As the publishers do: the line ends of Windows, quotes where needed."""
    table.write_csv(path, separator=separator, line_terminator="\r\n", quote_style="necessary")
