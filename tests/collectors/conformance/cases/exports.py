"""Files that others exported: one case per importer, with the golden files of tests/collectors/files as items."""

import csv
import json
import zipfile

import msgspec

from collectors.files import fourcat, hoaxy, shares, snscrape, telegram_desktop, x_archive, zeeschuimer
from tests.collectors.conformance.case import Case
from tests.collectors.files.golden_files import GOLDEN


def lines_of(name):
    return [json.loads(line) for line in (GOLDEN / name).read_text(encoding="utf-8").splitlines()]


def rows_of(name):
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def json_lines(items, folder):
    path = folder / "items.ndjson"
    path.write_bytes(b"".join(msgspec.json.encode(item) + b"\n" for item in items))
    return path


def table(items, folder):
    path = folder / "items.csv"
    columns = list(dict.fromkeys(name for item in items for name in item))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(items)
    return path


def archive(items, folder):
    """The zip that X gives: only what is in data/tweets.js and data/account.js is read."""
    path = folder / "archive.zip"
    script = b"window.YTD.tweets.part0 = " + msgspec.json.encode([{"tweet": item} for item in items])
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(zipfile.ZipInfo("data/tweets.js"), script)
        file.writestr(zipfile.ZipInfo("data/account.js"), (GOLDEN / "account.js").read_bytes())
        file.writestr(zipfile.ZipInfo("data/direct-messages.js"), b"window.YTD.direct_messages.part0 = [ ]")
    return path


def chat(items, folder):
    path = folder / "result.json"
    path.write_bytes(msgspec.json.encode(json.loads(CHANNEL) | {"messages": items}))
    return path


CHANNEL = (GOLDEN / "telegram_channel.json").read_text(encoding="utf-8")
SCRIPT = (GOLDEN / "tweets.js").read_text(encoding="utf-8")
NAMES = ("lise_dorval", "mairie_brissac", "theo_carrel", "nadia_ferrand", "Lise Dorval")

SNSCRAPE = Case(
    source=snscrape.SOURCE,
    items=lines_of("snscrape.jsonl"),
    records=5,
    bad={"_type": "snscrape.modules.reddit.Submission", "id": "t3_1", "date": "2023-01-05T18:02:11+00:00"},
    names=(*NAMES, "marius_ollier"),
    file=json_lines,
)
ZEESCHUIMER = Case(
    source=zeeschuimer.SOURCE,
    items=lines_of("zeeschuimer.ndjson"),
    records=11,
    bad={"item_id": "1", "source_platform": "linkedin.com", "data": {"id": 1}},
    names=(
        *NAMES,
        "oscar.vidal",
        "iris_lambel",
        "marche_brissac",
        "photo_brissac",
        "radio_val",
        "lise.dorval",
    ),
    file=json_lines,
)
FOURCAT = Case(
    source=fourcat.SOURCE,
    items=rows_of("fourcat_x.csv"),
    records=5,
    bad={"id": "1", "author": "lise_dorval", "body": "quand ?", "timestamp": "hier"},
    names=NAMES,
    file=table,
)
X_ARCHIVE = Case(
    source=x_archive.SOURCE,
    items=[entry["tweet"] for entry in json.loads(SCRIPT.partition("=")[2])],
    records=5,
    bad={"id_str": "1", "full_text": "quand ?", "created_at": "hier"},
    names=("mairie_brissac", "lise_dorval", "pompiers_val", "communication@brissac.example"),
    file=archive,
)
TELEGRAM = Case(
    source=telegram_desktop.SOURCE,
    items=json.loads(CHANNEL)["messages"],
    records=5,
    bad={"id": 8, "type": "message", "date_unixtime": "bientôt", "text": "quand ?"},
    names=("mairie_brissac", "user9101", "user680", "Lise Dorval", "Oscar Vidal", "Val infos"),
    file=chat,
)
HOAXY = Case(
    source=hoaxy.SOURCE,
    items=rows_of("hoaxy.csv"),
    records=6,
    bad={
        "tweet_id": "1",
        "tweet_type": "like",
        "from_user_id": "1",
        "tweet_created_at": "2021-03-01T09:00:00Z",
    },
    names=(*NAMES, "oscar_vidal", "paul_guerin"),
    file=table,
)
COORTWEET = Case(
    source=shares.COORTWEET,
    items=rows_of("coortweet.csv"),
    records=5,
    bad={"object_id": "1", "account_id": "a", "content_id": "c", "timestamp_share": "hier"},
    names=("0fb4aa", "7d0ebb", "2e11cc"),
    file=table,
)
QUT = Case(
    source=shares.QUT,
    items=rows_of("qut.csv"),
    records=5,
    bad={"message_id": "1", "user_id": "u9", "message": "sans date", "timestamp": "12"},
    names=NAMES,
    file=table,
)
