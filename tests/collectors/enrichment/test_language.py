"""Which language a text is said to be in, and when nothing is said."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import polars as pl
import pytest
import yaml

from collectors.enrichment.language import detect

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
BACKENDS = ["py3langid", "langdetect"]
FRENCH = "La gendarmerie demande aux habitants de rester chez eux ce soir."
ENGLISH = "The police are asking people to stay at home this evening."


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(
    ("text", "lang"),
    [
        (FRENCH, "fr"),
        (ENGLISH, "en"),
        ("Die Polizei bittet die Bevölkerung, heute Abend zu Hause zu bleiben.", "de"),
        (f"{FRENCH} https://example.org/the-police-are-here @police #breaking", "fr"),
        ("", "und"),
        (None, "und"),
        ("https://example.org/une-page-en-francais-tres-longue", "und"),
        ("@prefet_de_ille_et_vilaine @gendarmerie_nationale", "und"),
        ("#inondation #meteofrance #vigilancerouge #alerte", "und"),
        ("🔥🔥🔥🚒🚒 !!! 🙏🙏🙏🙏🙏🙏🙏🙏🙏🙏🙏🙏🙏", "und"),
        ("0123456789 0123456789 0123456789", "und"),
        ("ok merci", "und"),
    ],
)
def test_detection(backend, text, lang):
    assert detect(pl.Series([text], dtype=pl.String), backend=backend).to_list() == [lang]


@pytest.mark.parametrize(
    ("declared", "lang"),
    [
        ("fr", "fr"),
        ("FR", "fr"),
        ("fr-FR", "fr"),
        ("fr_CA", "fr"),
        ("fra", "fr"),
        ("in", "id"),
        ("gsw", "gsw"),
        ("und", "en"),
        ("zxx", "en"),
        ("qme", "en"),
        ("qht", "en"),
        ("mul", "en"),
        ("", "en"),
        ("?", "en"),
        (None, "en"),
    ],
)
def test_what_is_declared_comes_first(declared, lang):
    texts = pl.Series([ENGLISH])
    assert detect(texts, pl.Series([declared], dtype=pl.String)).to_list() == [lang]


def test_a_declaration_needs_no_text():
    assert detect(pl.Series([None], dtype=pl.String), pl.Series(["fr"])).to_list() == ["fr"]


def test_rows_keep_their_order_and_duplicates():
    texts = pl.Series([ENGLISH, FRENCH, None, ENGLISH, "ok", FRENCH])
    assert detect(texts).to_list() == ["en", "fr", "und", "en", "und", "fr"]


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_answer_does_not_depend_on_what_came_before(backend):
    short = "information sur la situation"
    alone = detect(pl.Series([short]), backend=backend).to_list()
    together = detect(pl.Series([ENGLISH, FRENCH, short]), backend=backend).to_list()
    assert together[2:] == alone


def test_the_minimum_length_is_the_callers():
    assert detect(pl.Series([ENGLISH]), min_letters=200).to_list() == ["und"]


def test_other_languages_may_be_chosen_from():
    breton = pl.Series(["Demat deoc'h, ret eo chom er gêr fenoz, emañ an heskinerien war an hent"])
    assert detect(breton, languages=None).to_list() == ["br"]
    assert detect(breton, languages=("br", "fr")).to_list() == ["br"]
    with pytest.raises(ValueError, match="xx"):
        detect(breton, languages=("fr", "xx"))


def short_texts():
    """Languages and texts of languages.yml; a text in two languages is of the one most of its words are in."""
    written = yaml.safe_load(Path(__file__).with_name("languages.yml").read_text(encoding="utf-8"))
    single = [(lang, text) for lang, texts in written.items() if lang != "mixed" for text in texts]
    rows = [*single, *(tuple(pair) for pair in written["mixed"])]
    return pl.DataFrame(rows, schema={"lang": pl.String, "text": pl.String}, orient="row")


# A little below what was measured: 1.00 for py3langid, .93 for langdetect.
@pytest.mark.parametrize(("backend", "floor"), [("py3langid", 0.98), ("langdetect", 0.90)])
def test_short_texts(backend, floor):
    table = short_texts()
    found = detect(table["text"], backend=backend, min_letters=5)
    right = (found == table["lang"]).filter(table["lang"] != "und")
    assert len(right) >= 100
    assert right.mean() >= floor


def test_short_texts_are_right_or_unknown():
    """With the usual minimum of letters few of them stay unknown."""
    table = short_texts()
    found = detect(table["text"])
    known = table.filter(found != "und").with_columns(found=found.filter(found != "und"))
    assert (known["found"] == known["lang"]).mean() >= 0.98
    assert known.height / (table["lang"] != "und").sum() >= 0.85
    assert (found.filter(table["lang"] == "und") == "und").all()


def test_no_rows_give_no_rows():
    assert detect(pl.Series([], dtype=pl.String)).to_list() == []


def test_an_unknown_backend_is_refused():
    with pytest.raises(ValueError, match="py3langid, langdetect"):
        detect(pl.Series([FRENCH]), backend="cld3")


@pytest.mark.data
def test_real_french_feedback_is_french():
    path = DATA / "services_publics_plus" / "experiences.csv"
    if not path.exists():
        pytest.skip(f"{path} is absent: real data is kept outside the repository")
    table = pl.read_csv(path, separator=";", infer_schema=False)
    assert (detect(table["Description"].fill_null("")) == "fr").mean() > 0.99
    titles = detect(table["Titre"].fill_null(""))
    assert (titles.filter(titles != "und") == "fr").mean() > 0.95


@pytest.mark.data
def test_real_english_posts_are_english():
    path = DATA / "rumoureval2017" / "tweets.jsonl.gz"
    if not path.exists():
        pytest.skip(f"{path} is absent: real data is kept outside the repository")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        posts = [p["text"] for p in map(json.loads, lines) if p["lang"] == "en"]
    found = detect(pl.Series(posts))
    assert (found.filter(found != "und") == "en").mean() > 0.98
