"""The command line as people run it: accounts of every row, clear errors, exit codes, interruptions."""

import gzip
import json
import resource
import signal
import time
from pathlib import Path

import pytest
import zstandard

from tests.integration.cli import Cli

POST = {"uid": "p:1", "author_uid": "Alice", "text": "bonjour", "created_at": "2026-01-07T10:00:00Z"}


def keyed(home) -> Cli:
    """With the key of every other: two homes give the same pseudonyms."""
    (home / "key").write_text("00" * 32)
    (home / "key").chmod(0o600)
    return Cli(home)


@pytest.fixture
def cli(tmp_path) -> Cli:
    return keyed(tmp_path)


def lines(path, rows):
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows))
    return path


def rows(count, start=0):
    return [
        POST | {"uid": f"p:{n}", "text": f"message {n}", "reply_to_uid": f"p:{n // 2}" if n else None}
        for n in range(start, start + count)
    ]


def test_bad_rows_are_set_aside_mended_and_replayed(cli):
    bad = [
        '{"uid": "p:8", ',
        POST | {"uid": "p:9", "created_at": "31/02/2021"},
        POST | {"uid": ""},
    ]
    own = POST | {"reply_to_uid": "p:1"}
    file = lines(
        cli.home / "posts.jsonl", [own, *rows(4, 2), *bad, POST | {"uid": "p:7", "reply_to_uid": "p:absent"}]
    )
    code, out, _ = cli("import", file, "--as", "post")
    assert code == 0
    assert out.startswith("posts.jsonl  9 read  6 loaded  1 repaired  1 orphaned  3 set aside → ")
    assert 'line 7  created_at: "31/02/2021" is not a time' in out
    assert "repaired 1: its own parent: relation dropped" in out
    dead = Path(out.split("cyberimpact replay ")[1].strip())
    dead.write_text(dead.read_text().replace("31/02/2021", "2021-02-28"))
    code, out, _ = cli("replay", dead)
    assert code == 0
    assert "3 read  1 loaded" in out
    assert len(dead.read_text().splitlines()) == 2
    code, out, _ = cli("analyse", "--only", "cascades")
    assert "14 rows read" in out


def test_the_second_import_of_a_mended_file_leaves_no_dead_letter(cli):
    lines(cli.home / "a.jsonl", [POST, "{"])
    cli("import", "a.jsonl", "--as", "post")
    dead = list((cli.home / "data" / "archive" / "dead").iterdir())
    assert len(dead) == 1
    cli("import", "a.jsonl", "--as", "post")
    assert list((cli.home / "data" / "archive" / "dead").iterdir()) == dead
    assert len(list((cli.home / "data" / "archive" / "post").glob("*/*.gz"))) == 1


def test_a_cut_file_gives_its_rows_and_a_failure(cli):
    whole = gzip.compress("".join(json.dumps(row) + "\n" for row in rows(2_000)).encode())
    (cli.home / "cut.jsonl.gz").write_bytes(whole[: len(whole) * 2 // 3])
    code, out, _ = cli("import", "cut.jsonl.gz", "--as", "post")
    assert code == 1
    assert "the file ends before its end (truncated)" in out
    (cli.home / "whole.jsonl.gz").write_bytes(whole)
    code, out, err = cli("import", "whole.jsonl.gz", "--as", "post")
    assert code == 0, out + err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["import", "absent.csv", "--as", "post"], "there is no file absent.csv"),
        (["import", "a.csv", "--as", "x-v9"], "Did you mean x-v"),
        (["import", "a.csv", "--as", "post"], 'no column "author_uid"'),
        (["query", "rumours/top_cascade"], "rumours/top_cascades"),
        (["query", "rumours/top_cascades", "-p", "limit=many"], "limit"),
        (["export", "cascades", "--out", "a.docx"], "a.docx cannot be written"),
        (["graph", "import", "a.csv"], "a.csv"),
        (["schedule", "absent.yml"], "absent.yml"),
        (["replay", "a.csv"], "a.csv"),
    ],
)
def test_what_goes_wrong_is_said_with_its_cure(cli, args, said):
    (cli.home / "a.csv").write_text("uid,text,created_at\n1,a,2026-01-01\n")
    code, out, err = cli(*args)
    assert code in {1, 2}
    assert said in err + out
    assert "Traceback" not in err


def test_a_wrong_option_is_a_usage_error(cli):
    code, _, err = cli("analyse", "--only", "moods")
    assert code == 2
    assert "there is no analysis 'moods'" in " ".join(err.split())


def test_a_million_characters_null_bytes_and_odd_rows_go_in(cli):
    odd = [
        POST | {"uid": "p:1", "text": "é" * 1_000_000},
        POST | {"uid": "p:2", "text": "a\0b"},
        POST | {"uid": "p:3", "text": ""},
        POST | {"uid": "p:3", "text": "again"},
        POST | {"uid": "p:4", "created_at": "2026-01-07 10:00:00"},
    ]
    code, out, _ = cli("import", lines(cli.home / "odd.jsonl", odd), "--as", "post")
    assert code == 0
    assert "5 read  5 loaded  3 repaired" in out


def test_a_dirty_forest_is_measured_and_its_repairs_counted(cli):
    early, late = "2026-01-07T09:00:00Z", "2026-01-07T11:00:00Z"
    dirty = [
        POST | {"uid": "a", "reply_to_uid": "b"},
        POST | {"uid": "b", "reply_to_uid": "a"},
        POST | {"uid": "c", "reply_to_uid": "d", "created_at": early},
        POST | {"uid": "d", "created_at": late},
        POST | {"uid": "e", "reply_to_uid": "e"},
    ]
    cli("import", lines(cli.home / "dirty.jsonl", dirty), "--as", "post")
    assert cli("analyse")[0] == 0
    found = {row["root_uid"]: row for row in cli.table("cascades").iter_rows(named=True)}
    assert {uid: (row["size"], row["repairs"]) for uid, row in found.items()} == {
        "a": (2, 1),
        "c": (1, 1),
        "d": (1, 0),
        "e": (1, 0),
    }


def test_a_held_graph_names_its_holder(cli):
    lines(cli.home / "a.jsonl", [POST])
    with cli.start("serve", "--port", "0") as holder:
        try:
            while "http://" not in (line := holder.stdout.readline()):
                assert line, holder.stderr.read()
            code, _, err = cli("import", "a.jsonl", "--as", "post")
        finally:
            holder.send_signal(signal.SIGINT)
            holder.communicate(timeout=30)
    assert code == 1
    assert f"in use by process {holder.pid}" in err
    assert "use Neo4j for several processes" in err


def snapshot(cli):
    path = cli.home / "snapshot.zst"
    code, _, err = cli("graph", "export", path)
    assert code == 0, err
    held = zstandard.ZstdDecompressor().stream_reader(path.read_bytes()).read().splitlines()
    return [line for line in held if b'"label":"Run"' not in line]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    cli = keyed(tmp_path_factory.mktemp("undisturbed"))
    assert cli("import", lines(cli.home / "posts.jsonl", rows(25_000)), "--as", "post")[0] == 0
    return snapshot(cli)


@pytest.mark.parametrize(
    ("number", "after_batches"), [(signal.SIGKILL, 0), (signal.SIGKILL, 2), (signal.SIGINT, 1)]
)
def test_an_interrupted_import_is_completed_by_the_same_command(cli, undisturbed, number, after_batches):
    file = lines(cli.home / "posts.jsonl", rows(25_000))
    with cli.start("import", file, "--as", "post") as process:
        parts = cli.home / "data" / "archive" / "post"
        while process.poll() is None and len(list(parts.glob("*/part-*"))) <= after_batches:
            time.sleep(0.005)
        process.send_signal(number)
        _, err = process.communicate(timeout=120)
    if number == signal.SIGINT:
        assert process.returncode == 130
        assert "run the same command again to go on" in err
    code, out, err = cli("import", file, "--as", "post")
    assert code == 0, err
    assert "25,000 read  25,000 loaded" in out
    assert snapshot(cli) == undisturbed


def test_a_disk_that_takes_no_more_is_told_and_the_second_run_completes(cli, undisturbed):
    file = lines(cli.home / "posts.jsonl", rows(25_000))

    def little() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (6_000_000, 6_000_000))

    code, _, err = cli("import", file, "--as", "post", preexec_fn=little)
    assert code == 1
    assert "error:" in err
    assert "Traceback" not in err
    assert cli("import", file, "--as", "post")[0] == 0
    assert snapshot(cli) == undisturbed


def test_the_key_is_outside_the_data_and_its_owners_alone(cli):
    (cli.home / "key").unlink()
    named = POST | {"author_uid": "QzxHandle", "text": "@QzxHandle dit"}
    cli("import", lines(cli.home / "a.jsonl", [named]), "--as", "post")
    assert (cli.home / "key").stat().st_mode & 0o077 == 0
    for path in (cli.home / "data").glob("graph.kgl*"):
        assert b"qzxhandle" not in path.read_bytes().lower()


def test_a_query_speaks_csv_and_json(cli):
    cli("import", lines(cli.home / "a.jsonl", rows(30)), "--as", "post")
    cli("analyse")
    code, out, _ = cli("query", "rumours/top_cascades", "--format", "json")
    assert code == 0
    assert json.loads(out)[0]["size"] == 30
    code, out, _ = cli("query", "rumours/top_cascades", "--format", "csv")
    assert out.splitlines()[0].startswith("root_uid,cascade_id,")


def test_every_verb_has_help_with_an_example(cli):
    for verb in (
        "import",
        "collect",
        "sources",
        "load",
        "replay",
        "analyse",
        "coordination",
        "signals",
        "match",
        "export",
        "query",
        "report",
        "schedule",
        "exercise",
        "demo",
        "serve",
    ):
        code, out, _ = cli(verb, "--help")
        assert code == 0
        assert f"cyberimpact {verb}" in " ".join(out.split())
