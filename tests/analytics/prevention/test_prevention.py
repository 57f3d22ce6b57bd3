import polars as pl
import pytest

from analytics.prevention import orient, parse, resources


def narratives(*rows):
    return pl.DataFrame(rows, schema=["narrative", "texts", "people"], orient="row")


@pytest.mark.parametrize(
    ("text", "theme", "resource"),
    [
        ("ATTENTION faux SMS de la carte Vitale, c'est une arnaque !", "fraud", "33700"),
        ("Un recruteur djihadiste rôde près du lycée", "extremism", "cnapr"),
        ("Une camionnette blanche devant l'école", "children", "119"),
        ("un placement à rendement garanti de 12 %", "investment", "amf"),
        ("une dérive sectaire dans la vallée", "sect", "miviludes"),
        ("they spread hate speech about us", "hate", "pharos"),
    ],
)
def test_a_narrative_leads_to_its_resources(text, theme, resource):
    found = orient(narratives(("claim:1", [text], 40)), resources())
    assert found["theme"].to_list() == [theme]
    assert resource in found["resources"][0]
    assert set(found["resources"][0]) <= resources().resources.keys()
    assert found["words"][0].len() > 0


def test_the_score_is_the_share_of_texts():
    found = orient(narratives(("claim:1", ["arnaque au CPF", "le pont est coupé"], 40)), resources())
    assert found.select("theme", "score").rows() == [("fraud", 0.5)]


@pytest.mark.parametrize(
    "text", ["la route du pont est coupée", "le secteur est inondé", "une carte de la crue"]
)
def test_other_narratives_lead_nowhere(text):
    assert orient(narratives(("claim:1", [text], 40)), resources()).is_empty()


def test_what_few_people_say_is_passed_over():
    assert orient(narratives(("claim:1", ["arnaque"], 10)), resources()).is_empty()
    assert orient(narratives(("claim:1", ["arnaque"], 11)), resources()).height == 1


def test_persons_are_refused():
    with pytest.raises(ValueError, match="tell of persons"):
        orient(narratives(("claim:1", ["arnaque"], 40)).with_columns(author_uid=pl.lit("x")), resources())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "themes: {t: {fr: T, en: T, words: [t], resources: [nowhere]}}\nresources: {}",
            "theme t: no resource nowhere",
        ),
        ("themes: {}\nresources: {r: {fr: R, en: R, phone: '1'}}", "verified_in"),
        (
            "themes: {}\nresources: {r: {fr: R, en: R, verified_in: here}}",
            "resource r: neither phone nor url",
        ),
        ("themes: [", "while parsing"),
    ],
)
def test_what_is_wrong_in_the_file_is_told(text, message):
    with pytest.raises(ValueError, match=message):
        parse(text)


def test_every_resource_was_read_in_a_page():
    known = resources()
    assert all(resource.verified_in.startswith("https://") for resource in known.resources.values())
    assert {name for theme in known.themes.values() for name in theme.resources} == known.resources.keys()
