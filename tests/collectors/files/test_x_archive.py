from __future__ import annotations

import io
import zipfile

import pytest

from collectors.files.entries import BROKEN, MENDED
from collectors.files.x_archive import OWNER_UNKNOWN, SOURCE
from collectors.records import RecordError
from collectors.source import DocumentError
from tests.collectors.files.golden_files import GOLDEN, one, posts, unknown

TWEETS, ACCOUNT = ((GOLDEN / name).read_bytes() for name in ("tweets.js", "account.js"))


def zipped(files):
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return body.getvalue()


def unpacked(document):
    return list(SOURCE.unpack(document))


@pytest.fixture(scope="module")
def archived():
    found = [
        one(SOURCE, item) for item in unpacked(zipped({"data/tweets.js": TWEETS, "data/account.js": ACCOUNT}))
    ]
    return {post.uid: post for post in found}


def test_the_zip_names_the_holder(archived):
    assert {post.author for post in archived.values()} == {"x:702"}
    assert archived["x:1626000000000000001"].handles == {"mairie_brissac": "x:702"}


def test_the_file_alone_has_no_author():
    found = posts(SOURCE, "tweets.js")
    assert {post.author for post in found.values()} == {None}
    assert {post.repairs for post in found.values()} == {(OWNER_UNKNOWN,)}


def test_kinds(archived):
    assert [post.kind for post in archived.values()] == ["post", "reply", "repost", "quote", "post"]
    _, reply, shared, quote, _ = archived.values()
    assert reply.reply_to_uid == "x:1625999999999999999"
    assert (shared.repost_of_uid, shared.mentions) == (None, ["x:703"])
    assert quote.quote_of_uid == "x:1625888888888888888"


def test_a_post(archived):
    post = archived["x:1626000000000000001"]
    assert (post.hashtags, post.urls) == (["Brissac"], ["https://exemple.fr/pont"])
    assert (post.source, post.text) == (
        "x-archive",
        "Le pont reste ouvert ce soir. #Brissac https://t.co/aaa",
    )


def test_the_golden_file_holds_no_unknown_field():
    assert unknown(SOURCE, GOLDEN / "tweets.js") == []


def test_every_part_is_read_and_nothing_else():
    part = TWEETS.replace(b"tweets.part0", b"tweets.part1").replace(b"16260000", b"17260000")
    files = {
        "data/tweets.js": TWEETS,
        "data/tweets-part1.js": part,
        "data/community-tweet.js": b"window.YTD.community_tweet.part0 = [ ]",
        "data/deleted-tweets.js": TWEETS.replace(b"16260000", b"18260000"),
        "data/direct-messages.js": b"window.YTD.direct_messages.part0 = [ { } ]",
        "data/account.js": ACCOUNT,
    }
    numbers = [item["id_str"] for item in unpacked(zipped(files))]
    assert len(numbers) == 10
    assert not any(number.startswith("1826") for number in numbers)


@pytest.mark.parametrize("name", ["data/tweet.js", "twitter-2019-aaa/data/tweets.js", "data/tweet-part0.js"])
def test_old_names_and_a_folder_around(name):
    assert len(unpacked(zipped({name: TWEETS}))) == 5


@pytest.mark.parametrize(
    ("script", "count"),
    [
        (b'\xef\xbb\xbfwindow.YTD.tweet.part0 = [ {"id_str": "1"} ]', 1),  # before 2019: no wrapper
        (b"window.YTD.tweets.part12=[]", 0),
        (b'window.YTD.tweets.part0 = [ {"tweet": {"id_str": "1"}} ];\n', 1),
    ],
)
def test_forms_of_the_script(script, count):
    items = unpacked(script)
    assert len(items) == count
    assert all(item["id_str"] == "1" for item in items)


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        (b"", "does not begin with window.YTD.tweets.part0"),
        (b'[{"tweet": {}}]', "does not begin with window.YTD.tweets.part0"),
        (b"window.YTD.like.part0 = []", "holds like, not tweets"),
        (b'window.YTD.tweets.part0 = [ {"tweet": {', "its list cannot be read"),
        (b"window.YTD.tweets.part0 = {}", "its list cannot be read"),
        (b"PK\x03\x04 not a zip", "a zip that cannot be opened"),
        (zipped({"photo.jpg": b""}), "a zip without data/tweets.js"),
        (zipped({"data/tweets.js": TWEETS})[:-400], "a zip that cannot be opened"),
    ],
)
def test_what_is_no_archive(document, problem):
    with pytest.raises(DocumentError, match=problem):
        unpacked(document)


def test_a_bad_entry_costs_no_other():
    script = b'window.YTD.tweets.part0 = [ {"tweet": {"id_str": "1", "full_text": "d\xe9j\xe0"}}, 7, {"tweet": {}} ]'
    mended, broken, empty = unpacked(script)
    assert (mended["full_text"], MENDED in mended) == ("déjà", True)
    assert BROKEN in broken
    for item in (broken, empty):
        with pytest.raises(RecordError):
            one(SOURCE, item)
