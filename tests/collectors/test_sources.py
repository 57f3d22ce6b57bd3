"""The four importers: rows as the sources write them → records."""

from datetime import UTC, datetime

import pytest

from collectors.records import RecordError
from collectors.registry import SOURCES, UnknownSourceError, source
from collectors.source import HeaderError, Row

USER = {"id_str": "7", "screen_name": "Alice", "followers_count": 12}
TWEET = {
    "id_str": "20",
    "text": "@Bob l'eau est coupée #Crue https://t.co/a",
    "created_at": "Wed Jan 07 11:07:51 +0000 2015",
    "user": USER,
    "lang": "fr",
    "entities": {
        "hashtags": [{"text": "Crue"}],
        "urls": [{"url": "https://t.co/a", "expanded_url": "https://example.org/a"}],
        "user_mentions": [{"screen_name": "Bob", "id_str": "8"}],
    },
}
POST = {"uid": "p:1", "author_uid": "@Alice", "text": "bonjour", "created_at": "2026-01-07T10:00:00Z"}


def normalise(name, values, mapped=None):
    found = source(name)
    return found.normalise(Row(values, found.spelling(list(values), mapped or {})))


def x(**changed):
    return normalise("x-v1", TWEET | changed)


def test_a_tweet():
    post = x()
    assert (post.uid, post.author, post.followers, post.kind) == ("x:20", "x:7", 12, "post")
    assert post.created_at == datetime(2015, 1, 7, 11, 7, 51, tzinfo=UTC)
    assert (post.hashtags, post.urls, post.mentions) == (["Crue"], ["https://example.org/a"], ["x:8"])
    assert post.handles == {"bob": "x:8", "alice": "x:7"}
    assert post.url == "https://x.com/i/status/20"


def test_a_retweet_is_a_relay_of_the_whole_text_and_nothing_else():
    whole = {"id_str": "10", "text": "cut…", "extended_tweet": {"full_text": "the whole text"}, "user": USER}
    post = x(retweeted_status=whole, in_reply_to_status_id_str="9", text="RT @Bob: cut…")
    assert (post.kind, post.repost_of_uid, post.reply_to_uid) == ("repost", "x:10", None)
    assert post.text == "the whole text"


def test_a_reply_that_quotes_has_both_parents():
    post = x(in_reply_to_status_id_str="9", quoted_status_id_str="10")
    assert (post.kind, post.reply_to_uid, post.quote_of_uid) == ("reply", "x:9", "x:10")


def test_a_long_tweet_has_its_full_text():
    assert x(full_text="long", text="l…").text == "long"
    assert x(extended_tweet={"full_text": "longer"}).text == "longer"


def test_coordinates_are_longitude_first():
    post = x(coordinates={"type": "Point", "coordinates": [2.35, 48.85]})
    assert (post.lat, post.lon) == (48.85, 2.35)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"id_str": None}, "id_str"),
        ({"user": {}}, "user.id_str"),
        ({"user": "alice"}, "user.id_str"),
        ({"created_at": "yesterday"}, "created_at"),
    ],
)
def test_a_tweet_without_what_it_needs_is_refused(changed, field):
    with pytest.raises(RecordError) as caught:
        x(**changed)
    assert caught.value.field == field


def test_odd_entities_do_no_harm():
    post = x(entities={"hashtags": "no", "urls": [None, {}], "user_mentions": [{"screen_name": "Bob"}]})
    assert (post.hashtags, post.urls, post.mentions) == ([], [], [])


def test_a_canonical_post():
    post = normalise(
        "post", POST | {"hashtags": "eau|crue", "author_followers": "12", "lat": "48,5", "lon": 2}
    )
    assert (post.uid, post.author, post.followers) == ("p:1", "alice", 12)
    assert (post.hashtags, post.lat, post.lon) == (["eau", "crue"], 48.5, 2.0)


@pytest.mark.parametrize(
    ("author", "platform", "expected"),
    [
        ("@Alice", None, "alice"),
        ("Alice", "x", "x:alice"),
        ("x:Alice", "x", "x:alice"),
        ("x:Alice", None, "x:alice"),
    ],
)
def test_an_account_is_one_account_however_it_is_written(author, platform, expected):
    assert normalise("post", POST | {"author_uid": author, "platform": platform}).author == expected


def test_the_kind_follows_the_parent_and_a_self_parent_is_dropped():
    assert normalise("post", POST | {"quote_of_uid": "p:0", "reply_to_uid": "p:2"}).kind == "reply"
    post = normalise("post", POST | {"reply_to_uid": "p:1", "root_uid": "p:1"})
    assert (post.kind, post.reply_to_uid, post.root_uid) == ("post", None, None)
    assert post.repairs == ("its own parent: relation dropped",)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"uid": ""}, "uid: is missing or empty"),
        ({"uid": "x" * 1_001}, "uid: is 1001 characters long"),
        ({"author_uid": None}, "author_uid: is missing"),
        ({"text": None}, "text: is missing"),
        ({"text": 3}, "text: 3 is not a text"),
        ({"created_at": None}, "created_at: is missing"),
        ({"author_followers": "many"}, "author_followers: 'many' is not a number"),
        ({"hashtags": 3}, "hashtags: 3 is not a list"),
    ],
)
def test_a_canonical_row_without_what_it_needs_is_refused(changed, message):
    with pytest.raises(RecordError, match=message):
        normalise("post", POST | changed)


def test_an_empty_text_is_a_text():
    assert normalise("post", POST | {"text": ""}).text == ""


def test_coordinates_off_the_globe_are_dropped_and_told():
    post = normalise("post", POST | {"lat": 148, "lon": 2})
    assert (post.lat, post.repairs) == (None, ("coordinates out of range: dropped",))


EXPERIENCE = {
    "ID expérience": "277136",
    "Date de publication": "17/07/2020 23:39",
    "Titre": "Changement d'adresse",
    "Description": "La méthode simple ne fonctionne pas.",
    "Ressenti usager": "Neutre",
    "Code INSEE Département usager": "6.0",
    "Code Postal typologie 1": "73000.0",
    "Statut de l'expérience": "Expérience avec réponse",
    "Intitulé Typologie 1": "DGFIP",
    "Intitulé Typologie 2": "",
    "Information/Explication": "Négatif",
}


def test_an_experience_of_services_publics_plus():
    found = normalise("services-publics-plus", EXPERIENCE)
    assert (found.uid, found.rating, found.status) == ("services-publics-plus:277136", "neutral", "answered")
    assert (found.departement, found.postal_code) == ("06", "73000")
    assert (found.services, found.explanation, found.simplicity) == (["DGFIP"], "negative", None)


def test_another_spelling_of_the_header_is_the_same_column():
    changed = {"id_experience": "1", "description": "texte", "date_de_publication": "01/01/2021 00:00"}
    assert normalise("services-publics-plus", changed).text == "texte"


def test_a_rating_that_is_none_is_refused():
    with pytest.raises(RecordError, match="is not Positif, Neutre or Négatif"):
        normalise("services-publics-plus", EXPERIENCE | {"Ressenti usager": "Bof"})


def test_a_site_of_france_services():
    row = {"id_fs": "1", "lib_fs": "Valserhône", "insee_com": "1033", "latitude": "46.1", "longitude": "5.8"}
    found = normalise(
        "france-services", row | {"h_lundi": "13:30 - 17:00", "h_mardi": "", "lib_com": "Valserhône"}
    )
    assert (found.uid, found.place_insee, found.hours) == (
        "france-services:1",
        "01033",
        "lundi 13:30 - 17:00",
    )
    assert "accessibility" in found.answers


def test_a_missing_column_is_named_with_the_header_and_the_cure():
    with pytest.raises(HeaderError) as caught:
        normalise("services-publics-plus", {"ID": "1", "Titre": "a", "Date de publication": ""})
    text = str(caught.value)
    assert 'no column "ID expérience"' in text
    assert "its columns are: ID, Titre, Date de publication" in text
    assert "--map id=ID" in text


def test_a_column_can_be_mapped():
    changed = {**EXPERIENCE, "Verbatim": "mapped"}
    del changed["Description"]
    assert normalise("services-publics-plus", changed, {"text": "Verbatim"}).text == "mapped"


def test_an_unknown_column_is_drift():
    assert source("post").unknown(["uid", "mood"]) == ["mood"]


def test_every_source_says_what_it_is():
    for found in SOURCES.values():
        declared = found.declared
        assert all((declared.title, declared.about, declared.access, declared.limits, declared.retention))
        assert all((declared.legal.basis, declared.legal.licence, declared.legal.gate))
        assert declared.gives
        assert declared.capabilities


def test_an_unknown_source_has_close_ones():
    with pytest.raises(UnknownSourceError, match="Did you mean x-v"):
        source("x-v9")


@pytest.mark.parametrize("name", ["operational-events", "fraud-reports"])
def test_a_table_with_a_column_about_persons_is_refused_whole(name):
    found = source(name)
    with pytest.raises(HeaderError, match="Nothing of it was kept"):
        found.spelling([*found.required, "plaque"], {})
