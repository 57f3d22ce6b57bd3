"""No name of an account is left: not in the author, the mentions, the text, or the addresses."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.enrichment.accounts import nameless, pseudonymise, without_contacts
from collectors.records import Post, columns
from graph.privacy import Pseudonyms

NAMES = Pseudonyms(bytes(32))


def made(text, handles=None, **changed):
    values = {
        "author": "x:7",
        "platform": "x",
        "text": text,
        "mentions": None,
        "urls": None,
        "url": None,
    } | changed
    schema = {name: columns(Post)[name] for name in values}
    frame = pl.DataFrame({name: [value] for name, value in values.items()}, schema=schema)
    return pseudonymise(frame, [handles], NAMES).row(0, named=True)


def test_author_and_mentions_become_pseudonyms():
    row = made("RT @Bob: ok", {"bob": "x:8"}, mentions=["x:9"])
    assert row["author"] == NAMES.of("x:7")
    assert row["text"] == f"RT @{NAMES.inside_text('x:8')}: ok"
    assert row["mentions"] == sorted([NAMES.of("x:8"), NAMES.of("x:9")])


def test_a_mention_of_an_unknown_handle_is_an_account_of_the_platform():
    assert made("@Carol !")["text"] == f"@{NAMES.inside_text('x:carol')} !"
    assert made("salut @carol@piaille.fr", platform=None)["mentions"] == [NAMES.of("carol@piaille.fr")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("écrire à jean.dupont@example.org svp", "écrire à [courriel] svp"),
        ("tel 06 12 34 56 78.", "tel [téléphone]."),
        ("+33 6 12 34 56 78", "[téléphone]"),
        ("le 06/12/2024, 35000 Rennes", "le 06/12/2024, 35000 Rennes"),
        ("rien @ dire", "rien @ dire"),
    ],
)
def test_contacts_inside_texts(text, expected):
    assert pl.DataFrame({"t": [text]}).select(without_contacts(pl.col("t"))).item() == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://twitter.com/alice/status/123?s=20", "https://x.com/i/status/123"),
        ("https://x.com/alice", f"https://x.com/{NAMES.inside_text('x.com:alice')}"),
        (
            "https://mastodon.example/@alice/123",
            f"https://mastodon.example/{NAMES.inside_text('mastodon.example:alice')}",
        ),
        ("https://x.com/i/status/5", "https://x.com/i/status/5"),
        ("https://www.youtube.com/watch?v=1", "https://www.youtube.com/watch?v=1"),
        ("https://example.org/alice", "https://example.org/alice"),
    ],
)
def test_addresses_of_profiles(url, expected):
    assert nameless(url, NAMES) == expected
    assert made(f"voir {url} !")["text"] == f"voir {expected} !"


@given(
    st.text(alphabet="abcdefghij_0123456789", min_size=3, max_size=15),
    st.sampled_from(["{} dit", "a {}, b", "({})", ".{} oui", "rt{}", "fin.{}"]),
)
def test_no_handle_stays_in_a_text(handle, around):
    handle = f"zz{handle}"
    text = made(around.format(f"@{handle}"))["text"]
    assert handle not in text
