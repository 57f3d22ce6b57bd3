"""`cyberimpact weak-signals`: from a file and from the graph, the same table."""

from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from analytics.stages.weak import WEAK_SIGNALS
from dash_app.exports import export
from dash_app.weak_commands import weak_app
from graph import loads
from graph.runs import Window, run_stage
from graph.store import open_store
from tests.analytics.signals.watched_posts import hour, posts, quiet

NOW_H = 6 * 24
TAGS = {"known": (0.0, 200), "rises": (NOW_H - 6.0, 14), "few": (NOW_H - 6.0, 8), "old": (NOW_H - 60.0, 3)}
COLUMNS = [
    "kind", "topic", "title", "popularity", "before", "burst_level", "burst_since", "first_stories", "first_share",
    "people", "location_code",
]  # fmt: skip


def made():
    spoken = [
        posts(list(np.linspace(begin, NOW_H - (40.0 if tag == "old" else 0.1), count)), tag, text=f"on parle de {tag}",
              place_insee="47001", hashtags=[tag])
        for tag, (begin, count) in TAGS.items()
    ]  # fmt: skip
    return pl.concat([quiet(6), *spoken])


def read(_):
    return made()


def run(tmp_path, *words):
    (tmp_path / "posts.jsonl").write_text("")
    given = ["--from-file", str(tmp_path / "posts.jsonl"), *words]
    return CliRunner().invoke(weak_app(read), given, obj=SimpleNamespace(lang="en"), env={"COLUMNS": "300"})


def test_a_table_a_count_and_the_advice(tmp_path):
    result = run(tmp_path)
    assert result.exit_code == 0, result.output
    assert "#rises" in result.output
    assert "topics on the rise: " in result.output
    assert "not believed" in result.output


def test_the_file_has_the_columns_and_hides_what_is_of_few(tmp_path):
    out = tmp_path / "new" / "weak.csv"
    result = run(tmp_path, "--as-of", f"{hour(NOW_H):%Y-%m-%dT%H:%M:%SZ}", "--out", str(out))
    assert result.exit_code == 0, result.output
    table = pl.read_csv(out, infer_schema=False)
    assert table.columns == COLUMNS
    rises, few = (table.filter(topic=f"#{tag}").row(0, named=True) for tag in ("rises", "few"))
    assert (rises["people"], rises["popularity"], rises["location_code"]) == ("14", "14.0", "47")
    assert [few[name] for name in ("people", "popularity", "before", "location_code")] == [
        None,
        None,
        None,
        "",
    ]


def test_nothing_later_than_as_of_is_used(tmp_path):
    result = run(tmp_path, "--as-of", f"{hour(NOW_H - 7):%Y-%m-%dT%H:%M:%SZ}")
    assert result.exit_code == 0, result.output
    assert "#rises" not in result.output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--as-of", "noon"], ["'noon' is not an instant", "write 2026-"]),
        (["--out", "weak.txt"], ["weak.txt cannot be written"]),
    ],
)
def test_what_is_wrong_is_said_with_its_cure(tmp_path, words, told):
    result = run(tmp_path, *words)
    assert result.exit_code == 2
    said = " ".join(result.output.replace("│", " ").split())
    assert all(word in said for word in told), said


def test_the_graph_tells_the_same(tmp_path):
    held = made().with_columns(
        author=pl.concat_list(pl.struct(key="author_uid")),
        place=pl.concat_list(pl.struct(key=pl.lit("commune:47001"), method=pl.lit("declared"))),
    )
    graph, out, written = tmp_path / "graph.kgl", tmp_path / "weak.csv", tmp_path / "export.csv"
    with open_store(graph) as store:
        rows = held.select("uid", "text", "created_at", "author", "place", pl.col("hashtags").fill_null([]))
        store.load(loads.POSTS, rows)
        run_stage(store, WEAK_SIGNALS, Window(), hour(NOW_H))
        assert export(store, "weak-signals", written) > 0
    settings = SimpleNamespace(lang="en", store=lambda: open_store(graph))
    result = CliRunner().invoke(weak_app(read), ["--out", str(out)], obj=settings)
    assert result.exit_code == 0, result.output
    assert out.read_text() == written.read_text()
    tagged = pl.read_csv(out, infer_schema=False).filter(kind="hashtag")
    assert "#rises" in tagged["topic"].to_list()
