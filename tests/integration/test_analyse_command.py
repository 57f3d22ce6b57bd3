"""The analyses from the command line: on the graph and from a file, in their fixed forms, twice the same."""

import json

import polars as pl
import pytest
from zstandard import ZstdDecompressor

from collectors.exercise import write
from tests.integration.cli import Cli

FORMS = {
    "claims": "claim_id title size platforms languages first_at last_at denials denial_share denial_lag_s",
    "claim-posts": "uid claim_id relation",
    "edges": "child_uid parent_uid method probability",
    "communities": "author community stability",
    "coordination": "source target weight mean_lag_s symmetry p q evidence kind",
    "network": "source target weight first_at last_at significance backbone",
    "positions": "author community stability core pagerank participation fib",
    "polarisation": "community accounts other other_accounts controversy hubs",
    "cascades": "cascade_id root_uid size users depth max_breadth structural_virality first_at last_at repairs",
}


def whole(cli):
    """The lines of the whole graph."""
    path = cli.home / "all.jsonl.zst"
    assert cli("graph", "export", path)[0] == 0
    return ZstdDecompressor().stream_reader(path.read_bytes()).read().splitlines()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return write(tmp_path_factory.mktemp("exercise"), seed=3, size=3_000)


@pytest.fixture(scope="module")
def cli(made, tmp_path_factory):
    """A graph of the exercise, analysed once."""
    cli = Cli(tmp_path_factory.mktemp("analysed"))
    assert cli("import", made.posts, "--as", "post")[0] == 0
    code, out, err = cli("analyse")
    assert (code, err) == (0, "")
    assert [line.split()[0] for line in out.splitlines()] == [
        *(
            "cascades",
            "parents",
            "claims",
            "fact-checks",
            "stances",
            "communities",
            "coordination",
            "needs",
            "signals",
            "weak-signals",
            "answers",
        )
    ]
    return cli


@pytest.mark.parametrize("what", FORMS)
def test_each_export_has_its_fixed_form_from_the_graph_and_from_a_file(cli, made, what):
    for words in ((what,), (what, "--from-file", made.posts)):
        table = cli.table(*words)
        assert table.columns == FORMS[what].split()
        assert table.height > 0


def test_signals_have_their_fixed_form(cli):
    table = cli.table("signals")
    assert table.columns == (
        [
            "signal_id",
            "kind",
            "topic",
            "location_code",
            "start_at",
            "detected_at",
            "observed",
            "expected",
            "score_bits",
            "q",
            "why",
        ]
    )
    assert {"need", "diffusion"} <= set(table["kind"])


def test_claims_and_edges_are_the_same_from_the_graph_and_from_a_file(cli, made):
    for words in (("claim-posts",), ("edges", "--method", "pdi", "--seed", "4")):
        from_graph, from_file = (cli.table(*words, *more) for more in ((), ("--from-file", made.posts)))
        assert from_graph.sort(from_graph.columns).equals(from_file.sort(from_file.columns))


def test_intervals_are_columns_of_their_own(cli, made):
    for words in ((), ("--from-file", made.posts)):
        table = cli.table("cascades", "--intervals", *words)
        wide = table.filter(pl.col("structural_virality_p05") < pl.col("structural_virality_p95"))
        assert wide.height > 0
        assert {"depth_p05", "depth_p95", "max_breadth_p05", "max_breadth_p95"} <= set(table.columns)


def test_a_second_run_changes_nothing(cli):
    before = whole(cli)
    assert cli("analyse")[0] == 0
    after = whole(cli)
    changed = [(old, new) for old, new in zip(before, after, strict=False) if old != new]
    assert (changed[:3], len(after)) == ([], len(before))  # not a comparison of megabytes


def test_a_file_is_analysed_without_a_graph(made, tmp_path):
    cli = Cli(tmp_path)
    code, out, err = cli(
        "analyse", "cascades", "claims", "--from-file", made.posts, "--out", tmp_path / "tables"
    )
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "3,000 posts"
    assert pl.read_parquet(tmp_path / "tables" / "cascades.parquet")["size"].sum() == made.post_count
    assert not (tmp_path / "graph.kgl").exists()


def test_the_follow_relations_decide_under_tid(tmp_path):
    rows = [
        {
            "uid": uid,
            "author_uid": uid.upper(),
            "text": "eau",
            "created_at": at,
            "root_uid": "r",
            "repost_of_uid": "r",
        }
        for uid, at in (("r", 0), ("a", 10), ("b", 20), ("c", 30), ("d", 40))
    ]
    rows[0] |= {"root_uid": None, "repost_of_uid": None}
    (tmp_path / "posts.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    follows = "follower_uid,followed_uid\nA,R\nB,R\nB,A\nC,A\n"
    (tmp_path / "follows.csv").write_text(follows)
    cli = Cli(tmp_path)
    files = ("--from-file", tmp_path / "posts.jsonl", "--follows", tmp_path / "follows.csv")
    table = cli.table("edges", "--method", "tid", *files)
    assert table.select("child_uid", "parent_uid").rows() == [("a", "r"), ("b", "a"), ("c", "a"), ("d", "r")]
    code, _, err = cli(
        "export", "edges", "--method", "tid", "--from-file", tmp_path / "posts.jsonl", "--out", "e.csv"
    )
    assert code == 2
    assert "--follows" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("analyse", "moods", "--from-file", "{posts}"), "there is no analysis 'moods'"),
        (("analyse", "--from-file", "{posts}", "--from", "2026-01-01"), "cut the file instead"),
        (
            ("export", "needs", "--from-file", "{posts}", "--out", "n.csv"),
            "cannot be computed from posts alone",
        ),
        (("export", "claims", "--from-file", "gone.jsonl", "--out", "n.csv"), "gone.jsonl cannot be read"),
        (("export", "claims", "--from-file", "{posts}", "--out", "n.txt"), "n.txt cannot be written"),
    ],
)
def test_what_cannot_be_done_is_told_with_its_cure(made, tmp_path, words, said):
    code, _, err = Cli(tmp_path)(*(word.format(posts=made.posts) for word in words))
    assert code in {1, 2}
    assert said in " ".join(err.replace("│", " ").split())
