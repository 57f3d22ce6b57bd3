"""Hashtags, addresses, folded and mended text: tables of examples."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.enrichment.text import (
    canonical_url,
    canonical_urls,
    domain,
    fold,
    folded,
    hashtags,
    mend,
    mended,
)

LATIN = st.text(st.characters(min_codepoint=32, max_codepoint=0x24F) | st.sampled_from("’‘–—‑œŒæ\n\t"))


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("Alerte #Inondation à #Rennes", ["inondation", "rennes"]),
        ("#Inondation, #inondation ; #INONDATION!", ["inondation"]),
        ("#ÉtatDurgence #éta\u0301tdurgence", ["étatdurgence", "étátdurgence"]),
        ("#e\u0301tat", ["état"]),
        ("#14juillet #2024 #g20", ["14juillet", "g20"]),
        ("(#Crue) «#Vent» #saint_malo", ["crue", "vent", "saint_malo"]),
        ("＃日本 #العربية #Россия", ["日本", "العربية", "россия"]),
        ("l&#39;eau mot#colle C# # ##double", ["double"]),
        ("https://example.org/page#section et http://a.fr/#top", []),
        ("rien ici", []),
        ("", []),
        (None, None),
    ],
)
def test_hashtags(text, tags):
    assert hashtags(pl.Series([text], dtype=pl.String)).to_list() == [tags]


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://WWW.Example.ORG/Chemin/", "https://www.example.org/Chemin"),
        ("http://example.org:80/", "http://example.org"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("https://example.org/a#partie", "https://example.org/a"),
        ("https://example.org/a?utm_source=x&utm_medium=y&id=3", "https://example.org/a?id=3"),
        ("https://example.org/a?b=2&a=1&fbclid=Iw", "https://example.org/a?a=1&b=2"),
        ("https://example.org/?gclid=1&mc_cid=2&igshid=3&xtor=RSS-1", "https://example.org"),
        ("https://example.org/?q=&p=", "https://example.org?p=&q="),
        ("https://m.facebook.com/groupe/", "https://facebook.com/groupe"),
        ("https://mobile.twitter.com/a/status/1", "https://x.com/a/status/1"),
        ("https://amp.lefigaro.fr/x", "https://lefigaro.fr/x"),
        ("https://m.fr/x", "https://m.fr/x"),
        ("https://www.préfecture.fr/é", "https://www.xn--prfecture-c4a.fr/%C3%A9"),
        ("https://user:secret@example.org/a", "https://example.org/a"),
        ("https://example.org./a", "https://example.org/a"),
        ("www.example.org/a/", "https://www.example.org/a"),
        ("https://example.org/a?x=1&amp;utm_source=y&amp;z=2", "https://example.org/a?x=1&z=2"),
        ("https://example.org/a;jsessionid=1F?b=1&PHPSESSID=2", "https://example.org/a?b=1"),
        ("https://example.org/a?pk_campaign=1&mtm_source=2&srsltid=3&q=4", "https://example.org/a?q=4"),
        ("https://example.org/b/../%7euser/%c3%a9", "https://example.org/~user/%C3%A9"),
        ("https://example.org/?q=a%20b", "https://example.org?q=a+b"),
        ("https://bücher.example.", "https://xn--bcher-kva.example"),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example"),
        # AMP copies
        ("https://example.org/a/amp/", "https://example.org/a"),
        ("https://example.org/a.amp.html?amp=1&id=2", "https://example.org/a.html?id=2"),
        ("https://example.org/a?outputType=amp", "https://example.org/a"),
        ("https://example.org/amp", "https://example.org/amp"),
        ("https://www.google.com/amp/s/amp.example.org/a/amp", "https://example.org/a"),
        ("https://www-example-org.cdn.ampproject.org/c/s/www.example.org/a", "https://www.example.org/a"),
        ("https://www.google.com/amplitude", "https://www.google.com/amplitude"),
        # X and YouTube
        ("http://twitter.com/Prefet35/status/12?s=20&t=ab", "https://x.com/Prefet35/status/12"),
        ("https://www.x.com/a/status/12/photo/1", "https://x.com/a/status/12"),
        ("https://x.com/search?q=feu&t=1", "https://x.com/search?q=feu"),
        ("https://youtu.be/abcdefghijk?si=xyz&t=30", "https://youtube.com/watch?t=30&v=abcdefghijk"),
        (
            "https://m.youtube.com/watch?v=abcdefghijk&feature=share",
            "https://youtube.com/watch?v=abcdefghijk",
        ),
        ("https://www.youtube.com/shorts/abcdefghijk", "https://youtube.com/watch?v=abcdefghijk"),
        ("https://youtu.be/", "https://youtu.be"),
        ("https://www.facebook.com/groupe/?mibextid=1", "https://facebook.com/groupe"),
        ("https://twitter.com:8080/a", "https://twitter.com:8080/a"),
        ("  https://example.org/a b ", "https://example.org/a%20b"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ("http://[::1/x", "http://[::1/x"),
        ("https://example.org:port/x", "https://example.org:port/x"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("not an address", "not an address"),
        ("", ""),
    ],
)
def test_canonical_url(url, canonical):
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.service-public.fr/x", "service-public.fr"),
        ("https://m.facebook.com/x", "facebook.com"),
        ("https://ille-et-vilaine.gouv.fr:8080", "ille-et-vilaine.gouv.fr"),
        ("https://CAFÉ.fr", "xn--caf-dma.fr"),
        ("mailto:a@example.org", ""),
        ("rien", ""),
    ],
)
def test_domain(url, host):
    assert domain(url) == host


@given(st.sampled_from(["https", "HTTP"]), LATIN, LATIN)
def test_canonical_url_is_stable(scheme, path, query):
    once = canonical_url(f"{scheme}://Example.org/{path}?{query}")
    assert canonical_url(once) == once


@given(
    st.sampled_from(["youtu.be", "www.youtube.com", "twitter.com", "www.google.com", "m.example.org"]),
    st.lists(
        st.sampled_from(
            ["amp", "s", "c", "a.amp.html", "..", "m.example.org", "google.com", "12", "", "%2e%2e"]
        ),
        max_size=6,
    ),
)
def test_canonical_url_is_stable_on_known_sites(host, path):
    once = canonical_url(f"https://{host}/{'/'.join(path)}")
    assert canonical_url(once) == once


def test_canonical_urls_keep_rows_nulls_and_empty_lists():
    urls = pl.Series(
        "urls", [["https://a.fr/#x", "https://a.fr/", "http://b.fr"], [], None, ["http://b.fr/"]]
    )
    found = canonical_urls(urls)
    assert found.to_list() == [["https://a.fr", "http://b.fr"], [], None, ["http://b.fr"]]
    assert found.name == "urls"
    assert canonical_urls(pl.Series("urls", [[], None], dtype=pl.List(pl.String))).to_list() == [[], None]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Évry–Courcouronnes", "evry courcouronnes"),
        ("L’Haÿ-les-Roses", "l hay les roses"),
        ("L'Œuvre  d’Æsop", "l oeuvre d aesop"),
        ("ÇA VA ?", "ca va ?"),
        ("  deux\n mots\t", "deux mots"),
        ("Straße", "strasse"),
        ("e\u0301te\u0301", "ete"),
        ("", ""),
    ],
)
def test_fold(text, plain):
    assert fold(text) == plain
    assert pl.select(folded(pl.lit(text))).item() == plain


@given(LATIN)
def test_fold_is_stable_and_the_same_on_columns(text):
    assert fold(fold(text)) == fold(text)
    assert pl.select(folded(pl.lit(text))).item() == fold(text)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("l\x92adresse", "l’adresse"),
        ("10 \x80, d\x85", "10 €, d…"),
        ("c\x9cur \x93ici\x94", "cœur “ici”"),
        ("a\x00b\x81c", "abc"),
        ("déjà sain ’", "déjà sain ’"),
    ],
)
def test_mend(text, whole):
    assert mend(text) == whole
    assert pl.select(mended(pl.lit(text))).item() == whole
