"""The drop-in tables of operational events and fraud reports: their published examples as items."""

import json
from importlib.resources import files

from collectors.operations import incidents
from collectors.services import fraud_reports
from tests.collectors.conformance.case import Case
from tests.collectors.conformance.cases.exports import json_lines, table

FOLDER = files("collectors.operations") / "schemas"


def examples(name):
    return [
        json.loads(line)
        for line in (FOLDER / f"{name}.example.jsonl").read_text(encoding="utf-8").splitlines()
    ]


EVENTS, REPORTS = examples("operational-events"), examples("fraud-reports")
SAID = {"text": "Écrivez-moi à nadia.ferrand@courriel.example ou au 06 12 34 56 78"}
OPERATIONAL_EVENTS = Case(
    source=incidents.SOURCE,
    items=[EVENTS[0] | SAID, *EVENTS[1:]],
    records=len(EVENTS),
    bad=EVENTS[0] | {"id": "x", "feed": "caméra"},
    names=("nadia.ferrand@courriel.example", "06 12 34 56 78"),
    file=table,
)
FRAUD_REPORTS = Case(
    source=fraud_reports.SOURCE,
    items=[REPORTS[0] | SAID, *REPORTS[1:]],
    records=len(REPORTS),
    bad=REPORTS[0] | {"id": ""},
    names=("nadia.ferrand@courriel.example", "06 12 34 56 78"),
    file=json_lines,
)
