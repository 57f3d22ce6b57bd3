"""snscrape: an executable that prints its lines, and files of such lines."""

import json

from collectors.social.snscrape_live import SOURCE
from tests.collectors.conformance.case import Case
from tests.collectors.social import snscrape_program as golden


def _file(items, folder):
    path = folder / "posts.jsonl"
    path.write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items), encoding="utf-8")
    return path


CASE = Case(
    source=SOURCE,
    items=[*golden.LINES, golden.CHANNEL],
    records=len(golden.LINES),
    serve=golden.serve,
    config=lambda base: {
        "command": base,
        "targets": ["telegram-channel PontrieuxInfo"],
        "compliance": {"ground": "exercise"},
    },
    bad=golden.TELEGRAM | {"date": None},
    names=("PontrieuxInfo", "camille", "nour", "ali@pouet", "Ali_R", "nour_t"),
    file=_file,
    faults=False,
)
