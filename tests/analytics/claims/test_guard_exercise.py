import json

import polars as pl
import pytest

from analytics.claims.guard import stances
from collectors.exercise import write


@pytest.mark.parametrize(("seed", "noise"), [(1, 0.0), (2, 0.0), (3, 0.3)])
def test_denials_of_the_exercise_are_flagged_and_its_rumours_are_not(tmp_path, seed, noise):
    write(tmp_path, seed=seed, noise=noise, size=5_000)
    claims = json.loads((tmp_path / "truth.json").read_text())["claims"]
    kinds = {uid: claim["kind"] for claim in claims.values() for uid in claim["posts"]}
    posts = pl.read_ndjson(tmp_path / "posts.jsonl", infer_schema_length=None)
    kind = posts["uid"].replace_strict(kinds, default=None)
    flags = pl.concat([kind.alias("kind").to_frame(), stances(posts["text"])], how="horizontal")
    denials, rumours = flags.filter(pl.col("kind") == "denial"), flags.filter(pl.col("kind") == "rumour")
    shares = [denials["opposed"].mean(), rumours["opposed"].mean(), rumours["denial"].mean()]
    assert shares[0] > 0.85
    assert shares[1] < 0.15
    assert shares[2] < 0.02
