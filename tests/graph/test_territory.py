"""The territory's exact facts, and what its tables promise each other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from graph import territory

ROOT = Path(__file__).resolve().parents[2]


def test_there_are_101_departements_18_regions_and_34969_communes():
    assert territory.departements().height == 101
    assert territory.regions().height == 18
    assert territory.collectivities().height == 8
    assert territory.communes().height == 34_969
    for table in (territory.departements(), territory.regions(), territory.communes()):
        assert table["code"].is_unique().all()


@pytest.mark.parametrize(
    ("code", "name", "departement", "region"),
    [
        ("75056", "Paris", "75", "11"),
        ("01053", "Bourg-en-Bresse", "01", "84"),
        ("2A004", "Ajaccio", "2A", "94"),
        ("2B033", "Bastia", "2B", "94"),
        ("97105", "Basse-Terre", "971", "01"),
        ("97209", "Fort-de-France", "972", "02"),
        ("97302", "Cayenne", "973", "03"),
        ("97411", "Saint-Denis", "974", "04"),
        ("97611", "Mamoudzou", "976", "06"),
        ("98818", "Nouméa", "988", "988"),
    ],
)
def test_communes_keep_their_codes_as_text(code, name, departement, region):
    row = territory.communes().row(by_predicate=pl.col("code") == code, named=True)
    assert (row["name"], row["departement"], row["region"]) == (name, departement, region)


def test_paris_has_all_its_postal_codes_and_people():
    paris = territory.communes().row(by_predicate=pl.col("code") == "75056", named=True)
    assert {"75001", "75016", "75020", "75116"} <= set(paris["postal_codes"])
    assert len(paris["postal_codes"]) == 21
    assert 2_000_000 < paris["population"] < 2_300_000
    assert paris["epci_name"] == "Métropole du Grand Paris"


def test_the_population_adds_up():
    assert 66_000_000 < territory.regions()["population"].sum() < 70_000_000
    assert territory.communes()["population"].null_count() == 6
    overseas = territory.collectivities()["population"].sum()
    assert territory.regions()["population"].sum() + overseas == territory.communes()["population"].sum()


@pytest.mark.parametrize(
    ("alias", "code"),
    [
        ("75101", "75056"),
        ("75120", "75056"),
        ("69381", "69123"),
        ("13216", "13055"),
        ("20004", "2A004"),
        ("01340", "01015"),
    ],
)
def test_an_old_code_leads_to_the_commune_of_today(alias, code):
    assert territory.aliases().row(by_predicate=pl.col("alias") == alias, named=True)["code"] == code


def test_aliases_are_one_step_and_end_on_a_commune():
    aliases, codes = territory.aliases(), territory.communes()["code"].implode()
    assert aliases["alias"].is_unique().all()
    assert aliases["code"].is_in(codes).all()
    assert not aliases["alias"].is_in(codes).any()
    assert (aliases["kind"] == "arrondissement-municipal").sum() == 45


def test_every_commune_has_a_departement_of_the_same_region():
    mainland = territory.communes().join(
        territory.collectivities(), left_on="departement", right_on="code", how="anti"
    )
    joined = mainland.join(territory.departements(), left_on="departement", right_on="code", suffix="_of")
    assert joined.height == mainland.height == 34_969 - 94
    assert (joined["region"] == joined["region_of"]).all()


def test_the_levels_are_communes_epci_departements_and_france():
    found = territory.levels()
    heights = dict(found.group_by("level").len().iter_rows())
    assert heights == {"commune": 34_969, "epci": 1_255, "departement": 101, "france": 1}
    rows = {(row["level"], row["code"]): row for row in found.iter_rows(named=True)}
    rennes, metropole = rows["commune", "35238"], rows["epci", "243500139"]
    assert (rennes["parent"], rennes["epci"]) == ("35", "243500139")
    assert (metropole["name"], metropole["parent"]) == ("Rennes Métropole", None)
    assert metropole["population"] > rennes["population"]
    assert rows["france", "FR"]["population"] == territory.communes()["population"].sum()
    assert found.filter(level="epci")["code"].is_unique().all()


def test_locations_form_a_tree():
    locations = territory.locations()
    assert locations.height == 18 + 8 + 101 + 34_969
    assert locations["uid"].is_unique().all()
    parents = locations.filter(pl.col("parent_uid").is_not_null())
    assert parents["parent_uid"].is_in(locations["uid"].implode()).all()
    orphans = set(locations.filter(pl.col("parent_uid").is_null())["kind"])
    assert orphans == {"region", "collectivite"}
    place = {
        u: n for u, n in locations.select("uid", "name").iter_rows() if u in {"region:75", "departement:75"}
    }
    assert place == {"region:75": "Nouvelle-Aquitaine", "departement:75": "Paris"}


def test_shapes_are_closed_rings_of_the_101_departements():
    shapes = territory.shapes()
    assert list(shapes) == territory.departements()["code"].to_list()
    for rings in shapes.values():
        for ring in rings:
            assert ring.shape[1] == 2
            assert ring.shape[0] >= 4
            assert np.array_equal(ring[0], ring[-1])


def test_a_centroid_lies_in_its_departement():
    points = territory.departements().select("code", "lat", "lon").iter_rows()
    outside = [code for code, lat, lon in points if not _inside(lon, lat, territory.shapes()[code])]
    assert outside == ["92"]  # Hauts-de-Seine is a crescent around Paris


@pytest.mark.parametrize(
    ("code", "lat", "lon"), [("75056", 48.853, 2.349), ("35238", 48.112, -1.674), ("97411", -20.882, 55.450)]
)
def test_coordinates_are_where_the_towns_are(code, lat, lon):
    row = territory.communes().row(by_predicate=pl.col("code") == code, named=True)
    assert (row["lat"], row["lon"]) == pytest.approx((lat, lon), abs=0.02)


def test_most_people_live_in_a_commune_with_coordinates():
    communes = territory.communes()
    located = communes.filter(pl.col("lat").is_not_null())
    assert located.height == 14_583
    assert located["population"].sum() / communes["population"].sum() > 0.88


def test_the_build_script_says_how_it_is_run():
    done = subprocess.run(
        [sys.executable, "-m", "tools.build_territory", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "--from" in done.stdout


def _inside(lon, lat, rings):
    crossings = 0
    for ring in rings:
        (x0, y0), (x1, y1) = ring[:-1].T, ring[1:].T
        spans = (y0 > lat) != (y1 > lat)
        at = x0[spans] + (lat - y0[spans]) / (y1 - y0)[spans] * (x1 - x0)[spans]
        crossings += int((lon < at).sum())
    return crossings % 2 == 1
