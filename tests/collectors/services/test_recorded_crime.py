"""SSMSI: counts of a year are events; what is not published is skipped."""

from datetime import UTC, datetime

import pytest

from collectors.records import RecordError
from collectors.services.recorded_crime import SOURCE, normalise
from collectors.source import Row

COUNT = {
    "CODGEO_2025": "1033",
    "annee": "2024",
    "indicateur": "Escroqueries et fraudes aux moyens de paiement",
    "unite_de_compte": "Victime",
    "nombre": "61",
    "taux_pour_mille": "3,7",
    "est_diffuse": "diff",
}


def made(**changed):
    return normalise(Row(COUNT | changed, SOURCE.fields))


def test_a_count_lasts_its_year():
    found = made()
    assert found.uid == "recorded-crime:01033:2024:escroqueries-et-fraudes-aux-moyens-de-paiement"
    assert (found.value, found.unit, found.place_insee) == (61.0, "Victime", "01033")
    assert found.at == datetime(2023, 12, 31, 23, tzinfo=UTC)
    assert found.ended_at == datetime(2024, 12, 31, 23, tzinfo=UTC)


def test_what_is_not_published_is_skipped():
    assert made(est_diffuse="ndiff", nombre="NA") is None


def test_the_first_editions_wrote_years_with_two_digits():
    assert made(annee="24") == made()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"nombre": ""}, "nombre: is missing"),
        ({"annee": "1999"}, "annee: 1999 is no year of the base"),
        ({"annee": ""}, "annee: None is no year"),
        ({"CODGEO_2025": ""}, "insee_com: is missing"),
    ],
)
def test_a_count_without_what_it_needs_is_refused(changed, message):
    with pytest.raises(RecordError, match=message):
        made(**changed)


def test_the_header_of_the_base_is_known():
    rest = ["insee_pop", "insee_pop_millesime", "insee_log", "insee_log_millesime", "complement_info_nombre"]
    assert SOURCE.unknown([*COUNT, *rest, "complement_info_taux"]) == []
