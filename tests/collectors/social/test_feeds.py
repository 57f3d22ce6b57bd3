"""Feeds: entries of RSS and Atom, well and badly formed, as articles and fact-checks."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.config import configure
from collectors.patience import SourceRefused
from collectors.records import FactCheck, Post, RecordError
from collectors.social.fact_checkers import SOURCE as FACT_CHECKERS
from collectors.social.feed_documents import unpack
from collectors.social.feeds import CERT_FR, CYBERMALVEILLANCE, PRESS
from collectors.social.html_text import plain
from collectors.source import DocumentError, Row
from tests.collectors.conformance.case import Faults
from tests.collectors.conformance.feed_server import feed_server
from tests.collectors.conformance.feed_server import rss as rss_of
from tests.collectors.local_net import pages, reaching

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Le Courrier de Valmont</title><link>https://www.courrier-valmont.example/</link>
<language>fr-FR</language><lastBuildDate>Sun, 22 Nov 2026 12:00:00 +0100</lastBuildDate>
{}
</channel></rss>"""
FULL = """<item><title>Une &lt;i&gt;rumeur&lt;/i&gt; d'attentat démentie</title>
<link>https://www.courrier-valmont.example/2026/rumeur?utm_source=rss#xtor=RSS-1</link>
<guid isPermaLink="false">4711</guid><pubDate>Sun, 22 Nov 2026 10:00:00 +0100</pubDate>
<description><![CDATA[<p>La mairie dément&nbsp;:</p><p>rien &agrave; signaler.</p><script>x()</script>]]></description>
<category>Faits divers</category><category>Sécurité</category><category>Faits  Divers</category>
<dc:creator>Camille Fictive</dc:creator></item>"""
ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Alertes</title>
<link href="https://www.alertes.example/"/><id>tag:alertes.example,2026:flux</id>
<updated>2026-11-22T09:00:00Z</updated>{}</feed>"""
ENTRY = """<entry><title type="text">Faux conseiller < bancaire ></title>
<link rel="alternate" href="https://www.alertes.example/faux-conseiller"/>
<id>tag:alertes.example,2026:12</id><updated>2026-11-21T18:30:00+01:00</updated>
<content type="html">&lt;p&gt;Raccrochez.&lt;br/&gt;Appelez votre banque.&lt;/p&gt;</content></entry>"""


def rss(*items):
    return RSS.format("".join(items)).encode()


def atom(*entries):
    return ATOM.format("".join(entries)).replace("< bancaire >", "&lt; bancaire &gt;").encode()


def read(source, document):
    """The records of a document; an entry that cannot be one stands as its error's field."""
    found = []
    for item in source.unpack(document):
        try:
            found.append(source.normalise(Row(item, source.fields)))
        except RecordError as error:
            found.append(error.field)
    return found


def test_an_rss_entry_is_an_article():
    assert read(PRESS, rss(FULL)) == [
        Post(
            uid="press:courrier-valmont.example/4711",
            author="press:courrier-valmont.example",
            platform="web",
            text="Une rumeur d'attentat démentie\nLa mairie dément :\nrien à signaler.",
            created_at=datetime(2026, 11, 22, 9, tzinfo=UTC),
            kind="article",
            lang="fr",
            hashtags=["faitsdivers", "sécurité"],
            urls=["https://www.courrier-valmont.example/2026/rumeur"],
            source="press",
            url="https://www.courrier-valmont.example/2026/rumeur",
        )
    ]


def test_an_atom_entry_without_a_publication_date_has_that_of_its_change():
    assert read(CYBERMALVEILLANCE, atom(ENTRY)) == [
        Post(
            uid="cybermalveillance:tag:alertes.example,2026:12",
            author="cybermalveillance:alertes.example",
            platform="web",
            text="Faux conseiller < bancaire >\nRaccrochez.\nAppelez votre banque.",
            created_at=datetime(2026, 11, 21, 17, 30, tzinfo=UTC),
            kind="article",
            lang="fr",
            urls=["https://www.alertes.example/faux-conseiller"],
            source="cybermalveillance",
            url="https://www.alertes.example/faux-conseiller",
        )
    ]


def test_an_entry_of_a_fact_checking_desk_is_a_fact_check():
    assert read(FACT_CHECKERS, rss(FULL)) == [
        FactCheck(
            uid="fact-check:https://www.courrier-valmont.example/2026/rumeur",
            created_at=datetime(2026, 11, 22, 9, tzinfo=UTC),
            title="Une rumeur d'attentat démentie",
            publisher="Le Courrier de Valmont",
            lang="fr",
            url="https://www.courrier-valmont.example/2026/rumeur",
            source="fact-checkers",
        )
    ]


@pytest.mark.parametrize(
    ("item", "uid"),
    [
        ("<guid>https://www.a.example/1/?utm_medium=rss</guid><link>https://b.example/x</link>", "https://www.a.example/1"),
        ("<guid>urn:uuid:0b-1</guid>", "urn:uuid:0b-1"),
        ("<guid>12</guid>", "courrier-valmont.example/12"),
        ("<link>https://www.a.example/2#haut</link>", "https://www.a.example/2"),
    ],
)  # fmt: skip
def test_an_entry_is_known_by_what_names_it_everywhere(item, uid):
    dated = f"<item>{item}<pubDate>Sun, 22 Nov 2026 10:00:00 GMT</pubDate></item>"
    assert [post.uid for post in read(PRESS, rss(dated))] == [f"press:{uid}"]


@pytest.mark.parametrize(
    ("item", "field"),
    [
        ("<guid>1</guid><title>sans date</title>", "published"),
        ("<guid>1</guid><pubDate>hier soir</pubDate>", "published"),
        ("<title>sans nom</title><pubDate>Sun, 22 Nov 2026 10:00:00 GMT</pubDate>", "guid"),
    ],
)
def test_what_is_missing_is_told(item, field):
    assert read(CERT_FR, rss(f"<item>{item}</item>")) == [field]


def test_a_fact_check_needs_a_web_address():
    dated = "<pubDate>Sun, 22 Nov 2026 10:00:00 GMT</pubDate>"
    assert read(FACT_CHECKERS, rss(f"<item><link>page-12</link>{dated}</item>", f"<item>{dated}</item>")) == [
        "link",
        "link",
    ]


def test_a_cut_feed_keeps_its_good_entries_and_says_so():
    whole = rss(FULL, FULL.replace("4711", "4712"))
    kept = [found for found in read(PRESS, whole[: whole.rindex(b"<pubDate>")]) if isinstance(found, Post)]
    assert [post.uid for post in kept] == ["press:courrier-valmont.example/4711"]
    assert kept[0].repairs[0].startswith("malformed feed: SAXParseException")
    assert kept[0].text == read(PRESS, rss(FULL))[0].text


def test_a_latin_feed_that_says_utf_8_is_read():
    (post,) = read(PRESS, rss(FULL).decode().encode("cp1252", "xmlcharrefreplace"))
    assert "démentie" in post.text


def test_journalists_are_not_kept():
    assert "Fictive" not in str(read(PRESS, rss(FULL)))


def test_an_unknown_element_is_drift():
    (item,) = unpack(rss(FULL.replace("</item>", "<mood>calm</mood></item>")))
    assert PRESS.unknown(item) == ["mood"]


def test_known_elements_are_no_drift():
    for document in (rss(FULL), atom(ENTRY)):
        assert [PRESS.unknown(item) for item in unpack(document)] == [[]]


def test_an_empty_feed_has_no_entries():
    assert unpack(rss()) == []


@pytest.mark.parametrize(
    "document", [b"", b"<html><p>Maintenance</p></html>", b'{"a": 1}', b"pyproject.toml"]
)
def test_what_is_no_feed_is_refused(document):
    with pytest.raises(DocumentError, match="neither RSS nor Atom"):
        unpack(document)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>a</p><p>b<br/>c</p>", "a\nb\nc"),
        ("<ul><li>un <b>deux</b></li></ul>", "un deux"),
        ("1 < 2 &amp;&nbsp;3 > 2", "1 < 2 & 3 > 2"),
        ("<style>p{}</style>x<!-- y --><SCRIPT>z</SCRIPT>", "x"),
        ("<p", "<p"),
        ("", ""),
    ],
)
def test_html_becomes_the_text_that_a_reader_sees(markup, text):
    assert plain(markup) == text


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: rss(f"<item>{text}</item>")))
def test_any_bytes_are_entries_or_refused(document):
    try:
        items = unpack(document)
    except DocumentError:
        return
    for source in (PRESS, FACT_CHECKERS):
        for item in items:
            check_normal(source, item)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False)
    | st.text(max_size=20),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=5), part, max_size=3),
    max_leaves=8,
)
DETAIL = st.fixed_dictionaries(
    {"type": st.sampled_from(["text/plain", "text/html"]), "value": st.text(max_size=30)}
)
KEYS = sorted({spelling for spellings in PRESS.fields.values() for spelling in spellings})


@given(st.dictionaries(st.sampled_from(KEYS), JSON | DETAIL))
def test_any_item_is_a_record_or_told(item):
    for source in (PRESS, FACT_CHECKERS):
        check_normal(source, item)


def check_normal(source, item):
    try:
        record = source.normalise(Row(item, source.fields))
    except RecordError:
        return
    assert isinstance(record, Post | FactCheck)
    assert record.uid
    assert record.created_at.tzinfo is UTC


# How feeds are asked


def test_a_feed_that_has_not_changed_gives_no_page():
    with feed_server(rss_of)([RUMOUR], Faults()) as base:
        url = f"{base}/feed"
        (page,) = pages(PRESS, {"feeds": [url]})
        assert page.documents[0].body == rss_of([RUMOUR])
        assert page.documents[0].query == url
        assert pages(PRESS, {"feeds": [url]}, page.cursor) == []
    assert page.cursor[url]["modified"] == "Sun, 22 Nov 2026 11:00:00 GMT"


def test_a_feed_that_has_changed_is_read_again():
    with feed_server(rss_of)([RUMOUR, RUMOUR], Faults()) as base:
        url = f"{base}/feed"
        known = {url: {"etag": 'W/"an older one"', "modified": "Sun, 22 Nov 2026 11:00:00 GMT"}}
        (page,) = pages(PRESS, {"feeds": [url]}, known)
    assert page.cursor[url]["etag"] != known[url]["etag"]


def test_a_compressed_feed_is_archived_as_it_was_written():
    with feed_server(rss_of, zipped=True)([RUMOUR], Faults()) as base:
        (page,) = pages(PRESS, {"feeds": [f"{base}/feed"]})
    assert page.documents[0].body == rss_of([RUMOUR])


def test_a_feed_that_fails_costs_the_others_nothing_and_is_told():
    found = []
    with feed_server(rss_of)([RUMOUR], Faults()) as base:
        feeds = [f"{base}/gone", f"{base}/feed"]
        with pytest.raises(SourceRefused, match="404: no such feed"):
            found.extend(iter_pages(PRESS, {"feeds": feeds}))
    assert found == [{f"{base}/feed"}]


RUMOUR = {"title": "Une rumeur", "guid": "1", "pubDate": "Sun, 22 Nov 2026 10:00:00 GMT"}


def iter_pages(source, given):
    with reaching() as net:
        for page in source.collect(net, configure(source, given, "sources.yml", {}), {}):
            yield set(page.cursor)
