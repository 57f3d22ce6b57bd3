"""Réseau Sentinelles before the conformance suite: invented weeks, in the CSV of incidence-RDD-3."""

import csv
import io
from pathlib import Path

from collectors.operations.sentinelles import SOURCE
from tests.collectors.conformance.case import Case
from tests.collectors.conformance.cases.whole_answers import whole_answer

COMMENT = '# {"id": "inc-3-RDD", "meta": "semaines inventées"}\n'
COLUMNS = [
    "week",
    "indicator",
    "inc",
    "inc_low",
    "inc_up",
    "inc100",
    "inc100_low",
    "inc100_up",
    "geo_insee",
    "geo_name",
]


def week(number, zone, name, rate, cases="12400"):
    values = [number, "3", cases, "10900", "13900", rate, "88", "112", zone, name]
    return dict(zip(COLUMNS, values, strict=True))


def document(rows):
    """The file: a line of comment, the header, a line per week and région."""
    names = list(dict.fromkeys(name for row in rows for name in row)) or COLUMNS
    whole = io.StringIO()
    whole.write(COMMENT)
    writer = csv.DictWriter(whole, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return whole.getvalue().encode()


def file(rows, folder: Path):
    path = folder / "incidence-RDD-3.csv"
    path.write_bytes(document(rows))
    return path


CASE = Case(
    source=SOURCE,
    items=[
        week("202602", "11", "ILE-DE-FRANCE", "101"),
        week("202602", "93", "PROVENCE-ALPES-COTE-D-AZUR", "87"),
        week("202601", "11", "ILE-DE-FRANCE", "64"),
        week("202601", "94", "CORSE", "-", cases="-"),  # no estimate: skipped
        week("202552", "84", "AUVERGNE-RHONE-ALPES", "31.5"),
        week("202552", "28", "NORMANDIE", "0"),
    ],
    records=5,
    serve=whole_answer(document, "text/csv"),
    config=lambda base: {"url": f"{base}/datasets/incidence-RDD-{{indicator}}.csv", "indicators": [3]},
    bad=week("202654", "53", "BRETAGNE", "12"),
    file=file,
)
