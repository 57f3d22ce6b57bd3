"""`cyberimpact needs classify` and `cyberimpact models … needs`, from file to file."""

from types import SimpleNamespace
from typing import NamedTuple

import polars as pl
import pytest
import typer
from typer.testing import CliRunner

from analytics.model_files import ModelError
from analytics.need_model import COLUMNS
from analytics.need_model.labels import AXES
from dash_app.model_commands import model_app
from dash_app.need_commands import need_app

SAID = {
    "positive": [
        "Bravo, accueil parfait",
        "Merci, tout est simple",
        "Rapide et aimable",
        "Très satisfait",
        "Facile",
    ],
    "negative": [
        "Honteux, aucune réponse",
        "Impossible, bloqué",
        "Injoignable",
        "Des mois d'attente",
        "Lamentable",
    ],
}
ABOUT = {"Eau\x92": "la facture d'eau", "Piscine": "le bassin"}


class File(NamedTuple):
    rows: pl.DataFrame
    feedback: pl.DataFrame
    refused: list[str]


def read(path, source):
    """A file of uid, text, rating and service, read as the sources read theirs; the last row cannot be."""
    assert source == "invented"
    rows = pl.read_csv(path)
    good = rows.with_row_index("row").filter(pl.col("text") != "?").with_columns(pl.col("row").cast(pl.Int64))
    nothing = [pl.lit(None, pl.String).alias(name) for name in ("title", *AXES)]
    known = good.with_columns(*nothing, service_spelt="service").with_columns(
        pl.col("service").str.replace("\x92", "’")
    )
    return File(rows, known, ["line 22: no text"])


def states(texts):
    return pl.Series(
        "words", [["water"] if "facture" in text else [] for text in texts], dtype=pl.List(pl.String)
    )


@pytest.fixture
def file(tmp_path):
    rows = [
        (f"{service}{rating}{number}", f"{text}, pour {what}", rating, service)
        for service, what in ABOUT.items()
        for rating, texts in SAID.items()
        for number, text in enumerate(texts)
    ]
    table = pl.DataFrame(
        [*rows, ("bad", "?", None, None)], schema=["uid", "text", "rating", "service"], orient="row"
    )
    path = tmp_path / "in.csv"
    table.write_csv(path)
    return path


def models(*words):
    return CliRunner().invoke(model_app(pl.read_ndjson, read), list(words))


def needs(tmp_path, *words):
    app = typer.Typer()
    app.add_typer(need_app(read, states), name="needs")
    return CliRunner().invoke(app, ["needs", *words], obj=SimpleNamespace(models=tmp_path / "models"))


def trained(file, out, *words):
    return models("train", "needs", "--data", str(file), "--as", "invented", "--out", str(out), *words)


def classified(tmp_path, file, *words):
    out = tmp_path / "out.csv"
    told = needs(tmp_path, "classify", str(file), "--as", "invented", "--out", str(out), *words)
    assert told.exit_code == 0, told.output
    return told.output, pl.read_csv(out)


def test_a_model_is_trained_with_its_card_and_evaluated(file, tmp_path):
    out = tmp_path / "models"
    told = trained(file, out, "--data-note", "Invented, CC0.", "--folds", "2")
    assert told.exit_code == 0, told.output
    assert "learnt from 20 feedbacks" in told.output
    assert "1 rows cannot be read as feedback, the first: line 22" in told.output
    text = (out / "needs.card.md").read_text(encoding="utf-8")
    assert "Invented, CC0." in text
    assert "service, 2 stratified folds, seed 0, 2 classes: 20 texts, accuracy" in text
    before = (out / "needs.npz").read_bytes()
    told = models(
        "evaluate", "needs", "--data", str(file), "--as", "invented", "--out", str(out), "--folds", "2"
    )
    assert told.exit_code == 0, told.output
    assert "rating, 2 stratified folds, seed 0, 3 classes: 20 texts, accuracy" in told.output
    assert "macro-F1" in told.output
    assert (out / "needs.npz").read_bytes() == before


def test_evaluation_trains_where_there_is_no_model(file, tmp_path):
    told = models(
        "evaluate", "needs", "--data", str(file), "--as", "invented", "--out", str(tmp_path), "--folds", "2"
    )
    assert told.exit_code == 0, told.output
    assert (tmp_path / "needs.npz").exists()


def test_rows_are_classified_beside_what_they_were(file, tmp_path):
    trained(file, tmp_path / "models")
    _, found = classified(tmp_path, file, "--text-only")
    rows = pl.read_csv(file)
    assert found.columns == ["uid", "text", *COLUMNS]
    assert found.height == rows.height
    assert found["uid"].to_list() == rows["uid"].to_list()
    assert found["rating"].to_list() == rows["rating"].to_list()
    assert found["service"].to_list() == rows["service"].to_list()
    assert found["need_class"].to_list()[:3] == ["water"] * 3
    assert found.tail(1).select("rating", "rating_score", "need_class").row(0) == (None, None, None)


def test_what_was_stated_stands_unless_text_alone_counts(file, tmp_path):
    trained(file, tmp_path / "models")
    pl.read_csv(file).with_columns(rating=pl.lit("neutral")).write_csv(file)
    _, kept = classified(tmp_path, file)
    assert kept["rating"].drop_nulls().unique().to_list() == ["neutral"]
    assert kept["rating_score"].drop_nulls().unique().to_list() == [1.0]
    _, told = classified(tmp_path, file, "--text-only")
    assert "neutral" not in told["rating"].to_list()


def test_rules_where_there_is_no_model(file, tmp_path):
    output, found = classified(tmp_path, file, "--text-only")
    assert "ratings by rules, no services" in output
    assert found["service"].null_count() == found.height
    assert found["rating"].drop_nulls().n_unique() >= 2


def test_a_folder_named_without_a_model_is_refused(file, tmp_path):
    words = (
        "classify",
        str(file),
        "--as",
        "invented",
        "--out",
        str(tmp_path / "o.csv"),
        "--models",
        str(tmp_path),
    )
    assert isinstance(needs(tmp_path, *words).exception, ModelError)
    (tmp_path / "needs.npz").write_bytes(b"no model")
    refused = needs(tmp_path, *words).exception
    assert isinstance(refused, ModelError)
    assert "needs.npz is not a model of needs" in str(refused)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("train", "needs", "--out", "x"), "give --data FILE"),
        (("train", "stance", "--out", "x"), "give --posts FILE and --labels FILE"),
        (("evaluate", "irony", "--out", "x"), "there is no model"),
    ],
)
def test_a_missing_file_is_asked_for(words, told):
    refused = models(*words)
    assert refused.exit_code == 2
    assert told in " ".join(refused.output.replace("│", " ").split())


def test_one_rating_teaches_nothing(file, tmp_path):
    pl.read_csv(file).with_columns(rating=pl.lit("neutral")).write_csv(file)
    refused = trained(file, tmp_path / "models")
    assert refused.exit_code == 2
    assert not (tmp_path / "models").exists()
    assert (
        models("evaluate", "needs", "--data", str(file), "--as", "invented", "--out", str(tmp_path)).exit_code
        == 2
    )


def test_urgency_is_a_column_of_its_own_when_asked_for(file, tmp_path):
    rows = pl.read_csv(file)
    text = (
        pl.when(pl.col("uid") == "Piscinenegative0")
        .then(pl.lit("Au secours, c'est urgent !"))
        .otherwise("text")
    )
    rows.with_columns(text=text).write_csv(file)
    _, plain = classified(tmp_path, file)
    _, told = classified(tmp_path, file, "--urgency")
    assert told.columns == [*plain.columns, "urgent"]
    assert told.filter("urgent")["uid"].to_list() == ["Piscinenegative0"]
    assert told.filter(pl.col("urgent").is_null())["uid"].to_list() == ["bad"]
