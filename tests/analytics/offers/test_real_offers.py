from pathlib import Path

import polars as pl
import pytest

from analytics.offers import reach, register
from analytics.offers.opening import opening
from graph.territory import communes

FILE = Path(__file__).resolve().parents[4] / "shared" / "data" / "france_services" / "liste-fs-20240801.csv"
DAYS = {
    "lundi": "h_lundi",
    "mardi": "h_mardi",
    "mercredi": "h_mercredi",
    "jeudi": "h_jeudi",
    "vendredi": "h_vendredi",
}
pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not FILE.is_file(), reason=f"the list of France services is not at {FILE}"),
]


@pytest.fixture(scope="module")
def sites():
    table = pl.read_csv(FILE, infer_schema=False)
    hours = [pl.format("{} {}", pl.lit(day), pl.col(name).fill_null("")) for day, name in DAYS.items()]
    return table.select(
        uid="id_fs",
        kind="format_fs",
        place_insee=pl.col("insee_com").str.zfill(5),
        lat=pl.col("latitude").cast(pl.Float64, strict=False),
        lon=pl.col("longitude").cast(pl.Float64, strict=False),
        hours=pl.concat_str(hours, separator=" ; "),
    )


def test_every_site_is_in_the_register(sites):
    found = register(sites, communes())
    assert found.height == 2_845
    assert found["lat"].null_count() < 30
    assert found["open_minutes"].median() / 60 == pytest.approx(27, abs=6)  # 24 hours a week are the rule


def test_hours_are_read_wherever_a_site_tells_them(sites):
    told = sites.with_row_index("row").filter(pl.col("hours").str.contains(r"\d"))
    assert opening(sites["hours"])["row"].n_unique() / told.height > 0.99


def test_nearly_everybody_lives_within_half_an_hour(sites):
    found = reach(register(sites, communes()), communes(), ["explanation"], km=20)
    here = found.filter(topic="explanation").join(communes().select("code", "population"), on="code")
    share = here.filter(pl.col("offers") > 0)["population"].sum() / here["population"].sum()
    assert share > 0.95
    near = here.filter(pl.col("nearest_km") <= 5)["population"].sum() / here["population"].sum()
    assert 0.4 < near < share
