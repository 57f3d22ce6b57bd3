import json

import polars as pl
import pytest
from typer.testing import CliRunner

from collectors.files.feedback_frames import read_feedback
from dash_app.label_files import LabelFileError, read_labels
from dash_app.model_commands import model_app

SAID = {
    "deny": ["This is false, no evidence", "C'est faux, la mairie dément", "fake, it never happened"],
    "query": ["Any source?", "Vous avez une preuve ?", "is this confirmed?"],
    "support": ["Yes it is true, I saw it", "Je confirme, pareil ici", "confirmed by the police"],
    "comment": ["take care everybody", "bon courage à tous", "what a week"],
}
CLAIMS = [
    "The old bridge is closed", "le barrage va céder", "No school tomorrow in Valmont",
    "Gare évacuée ce matin", "a fire in that factory", "du sable dans nos moteurs",
]  # fmt: skip


@pytest.fixture
def files(tmp_path):
    posts, labels = tmp_path / "posts.jsonl", tmp_path / "labels.csv"
    rows, told = [], ["uid,label,split"]
    for number, claim in enumerate(CLAIMS):
        rows.append((f"r{number}", claim, None))
        for label, texts in SAID.items():
            for place, text in enumerate(texts):
                uid = f"{number}-{label}-{place}"
                rows.append((uid, text, f"r{number}"))
                told.append(f"{uid},{label},{'dev' if number > 3 else 'train'}")
    frame = pl.DataFrame(rows, schema=["uid", "text", "reply_to_uid"], orient="row")
    frame = frame.with_row_index("created_at").with_columns(author_uid=pl.lit("someone"))
    frame.write_ndjson(posts)
    labels.write_text("\n".join(told), encoding="utf-8")
    return posts, labels


def run(files, out, *words):
    posts, labels = files
    named = ["--posts", str(posts), "--labels", str(labels), "--out", str(out)]
    return CliRunner().invoke(model_app(pl.read_ndjson, read_feedback), [*words[:2], *named, *words[2:]])


def test_a_model_is_trained_with_its_card_and_evaluated(files, tmp_path):
    out = tmp_path / "models"
    trained = run(files, out, "train", "stance", "--data-note", "Invented, CC0.", "--folds", "2")
    assert trained.exit_code == 0, trained.output
    assert "learnt from 48 of 48 labelled posts" in trained.output
    card = (out / "stance.card.md").read_text(encoding="utf-8")
    assert "Invented, CC0." in card
    assert "dev split: 24 posts, macro-F1" in card
    assert "2 claim-grouped folds: 48 posts, macro-F1" in card
    before = (out / "stance.npz").read_bytes()
    told = run(files, out, "evaluate", "stance", "--folds", "2")
    assert told.exit_code == 0, told.output
    for said in (
        "dev split: 24 posts",
        "always comment: 24 posts, macro-F1 0.100, accuracy 0.250",
        "true \\ found  support     deny    query  comment",
        "2 claim-grouped folds: 48 posts",
        "2 random (leaks: threads lie on both sides) folds: 48 posts",
    ):
        assert said in told.output
    assert (out / "stance.npz").read_bytes() == before
    assert run(files, tmp_path / "again", "train", "stance").exit_code == 0
    assert (tmp_path / "again" / "stance.npz").read_bytes() == before


def test_evaluation_trains_where_there_is_no_model(files, tmp_path):
    told = run(files, tmp_path, "evaluate", "stance", "--folds", "5")
    assert told.exit_code == 0, told.output
    assert "5 claim-grouped folds: too few, there are 4 groups" in told.output
    assert (tmp_path / "stance.npz").exists()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("x,angry,train", "labels.csv:74: 'angry' is no stance; it is support, deny, query or comment"),
        (",deny,train", "labels.csv:74: no uid"),
        ("0-deny-0,query,train", "labels.csv:74: 0-deny-0 is"),
    ],
)
def test_a_bad_label_is_refused_with_file_and_line(files, tmp_path, line, message):
    with files[1].open("a", encoding="utf-8") as labels:
        labels.write(f"\n{line}\n")
    with pytest.raises(LabelFileError) as refused:
        read_labels(files[1])
    assert message in str(refused.value)
    assert run(files, tmp_path, "train", "stance").exit_code == 2
    assert not (tmp_path / "stance.npz").exists()


def test_what_cannot_be_learnt_or_read_is_refused(files, tmp_path):
    assert run(files, tmp_path, "train", "irony").exit_code == 2
    (tmp_path / "stance.npz").write_bytes(b"no model")
    assert run(files, tmp_path, "evaluate", "stance").exit_code == 2
    files[1].write_text("uid,label\nunknown,deny\n", encoding="utf-8")
    assert run(files, tmp_path, "train", "stance").exit_code == 2


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_labels_of_every_kind_are_the_same(tmp_path, kind):
    table = pl.DataFrame({"uid": ["a", "b"], "label": ["deny", "questioning"], "split": ["train", None]})
    path = tmp_path / f"labels.{kind}"
    {"csv": table.write_csv, "jsonl": table.write_ndjson, "parquet": table.write_parquet}[kind](path)
    assert read_labels(path).rows() == [("a", "deny", "train", None), ("b", "query", "train", None)]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("l.csv", "post,label\n1,deny\n", "l.csv:1: no column uid in the header"),
        ("l.jsonl", '{"uid": "a", "label": "deny"}\n{"uid": ', "l.jsonl:2: not valid JSON"),
        ("l.jsonl", "[1]\n", "l.jsonl:1: not a JSON object"),
        ("l.parquet", "PAR", "l.parquet cannot be read"),
        ("l.txt", "", "l.txt is of no known kind"),
        ("missing.csv", None, "missing.csv cannot be read"),
    ],
)
def test_unreadable_label_files_say_why(tmp_path, name, content, message):
    path = tmp_path / name
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(LabelFileError) as refused:
        read_labels(path)
    assert message in str(refused.value)


def test_lines_of_json_are_numbered_as_in_the_file(tmp_path):
    path = tmp_path / "labels.jsonl"
    path.write_text("\n" + json.dumps({"uid": "a", "label": "angry"}) + "\n", encoding="utf-8")
    with pytest.raises(LabelFileError, match=r"labels\.jsonl:2: 'angry'"):
        read_labels(path)
