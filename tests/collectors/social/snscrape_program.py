"""Golden lines of snscrape 0.7, invented, and a program that prints such lines as `snscrape --jsonl` does."""

import json
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

VERSION = {"_snscrape": "0.7.0.20230622"}


def line(kind, **fields):
    return {"_type": f"snscrape.modules.{kind}", **fields, **VERSION}


def user(account, **more):
    url = "https://{1}/@{0}".format(*account[1:].split("@"))
    return {
        "_type": "snscrape.modules.mastodon.User",
        "account": account,
        "displayName": "Nom",
        "url": url,
    } | more


def toot(number, account, text, **more):
    fields = {
        "url": f"https://pouet.example/@{account.split('@')[1]}/{number}",
        "id": str(number),
        "user": user(account),
        "date": "2026-11-22T09:00:00+00:00",
        "text": text,
        "spoilerText": None,
        "attachments": None,
        "links": None,
        "mentionedUsers": None,
        "hashtags": None,
        "poll": None,
    }
    return line("mastodon.Toot", **(fields | more))


TELEGRAM = line(
    "telegram.TelegramPost",
    url="https://t.me/s/PontrieuxInfo/12",
    date="2026-11-22T08:30:00+00:00",
    content="L'école est fermée, dit @nour_p #crue",
    outlinks=["https://mairie.example/crue", "https://t.me/s/PontrieuxInfo?q=%23crue"],
    linkPreview={
        "_type": "snscrape.modules.telegram.LinkPreview",
        "href": "https://journal.example/crue",
        "siteName": "Journal",
    },
    outlinksss="https://mairie.example/crue",
)
TELEGRAM_PICTURE = TELEGRAM | {"url": "https://t.me/s/PontrieuxInfo/13", "content": None, "outlinks": []}
TELEGRAM_PICTURE |= {"linkPreview": None}
CHANNEL = line(
    "telegram.Channel", username="PontrieuxInfo", title="Pontrieux", verified=False, photo="", members=9
)
TOOT = toot(
    101,
    "@camille@pouet.example",
    "Crue",
    spoilerText="L'école est fermée selon @nour",
    mentionedUsers=[user("@nour@autre.example")],
    hashtags=["#Crue"],
    links=["https://mairie.example/crue"],
)
BOOST = line(
    "mastodon.Boost", user=user("@ali@pouet.example"), toot=toot(102, "@camille@pouet.example", "Bis")
)
SUBMISSION = line(
    "reddit.Submission",
    author="Nour_R",
    date="2026-11-22T07:00:00+00:00",
    id="t3_abc123",
    link="https://journal.example/crue",
    selftext=None,
    subreddit="bretagne",
    title="Crue à Pontrieux",
    url="https://old.reddit.com/r/bretagne/comments/abc123/crue_a_pontrieux/",
    created="2026-11-22T07:00:00+00:00",
)
COMMENT = line(
    "reddit.Comment",
    author="Ali_R",
    body="L'école est ouverte",
    date="2026-11-22T07:10:00+00:00",
    id="t1_def456",
    parentId="t3_abc123",
    subreddit="bretagne",
    url="https://old.reddit.com/r/bretagne/comments/abc123/_/def456/",
    created="2026-11-22T07:10:00+00:00",
)
WALL = line(
    "vkontakte.VKontaktePost",
    url="https://vk.com/wall-77_501",
    date="2026-11-22T06:00:00+00:00",
    content="Bonjour à tous",
    outlinks=["https://mairie.example/"],
    photos=None,
    video=None,
    quotedPost=None,
)
QUOTING = WALL | {"url": "https://vk.com/wall-77_502", "quotedPost": WALL, "content": "À lire"}
RELAYING = WALL | {"url": "https://vk.com/wall-77_503", "quotedPost": WALL, "content": None}
ANSWER = WALL | {"url": "https://vk.com/wall-77_501?reply=504", "content": "Merci"}
TWEET = line(
    "twitter.Tweet",
    url="https://twitter.com/nour_t/status/1500000000000000001",
    date="2022-03-05T10:00:00+00:00",
    rawContent="Crue à Pontrieux",
    id=1500000000000000001,
    user={"id": 42, "username": "nour_t", "followersCount": 3},
)
LINES = [TELEGRAM, TOOT, BOOST, SUBMISSION, COMMENT, WALL, QUOTING, RELAYING, ANSWER, TWEET]
NOTHING = [
    TELEGRAM_PICTURE,
    CHANNEL,
    user("@camille@pouet.example") | {"_type": "snscrape.modules.mastodon.User"},
]

SCRIPT = """#!{python}
import argparse, json, sys, time
from pathlib import Path
folder = Path(__file__).parent
with (folder / "asked.jsonl").open("a") as log:
    log.write(json.dumps(sys.argv[1:]) + "\\n")
parser = argparse.ArgumentParser()
parser.add_argument("--jsonl", action="store_true", required=True)
parser.add_argument("--max-results", type=int)
parser.add_argument("--since")
parser.add_argument("scraper")
parser.add_argument("target")
asked = parser.parse_args()
how = json.loads((folder / "how.json").read_text())
for count, line in enumerate((folder / "lines.jsonl").read_bytes().splitlines()):
    if count == asked.max_results:
        break
    sys.stdout.buffer.write(line + b"\\n")
    sys.stdout.flush()
sys.stderr.write(how["stderr"])
time.sleep(how["hang"])
sys.exit(how["code"] if asked.target == how["target"] or how["target"] is None else 0)
"""


def program(folder, items, *, code=0, stderr="", hang=0, target=None):
    """An executable that prints the items (or bytes as they are), says `stderr`, and ends with `code`."""
    lines = [
        item if isinstance(item, bytes) else json.dumps(item, ensure_ascii=False).encode() for item in items
    ]
    (folder / "lines.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))
    how = {"code": code, "stderr": stderr, "hang": hang, "target": target}
    (folder / "how.json").write_text(json.dumps(how))
    path = folder / "snscrape"
    path.write_text(SCRIPT.format(python=sys.executable))
    path.chmod(0o755)
    return path


def asked(folder):
    return [json.loads(line) for line in (folder / "asked.jsonl").read_text().splitlines()]


@contextmanager
def serve(items, _faults):
    with TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        yield str(program(Path(folder), items))
