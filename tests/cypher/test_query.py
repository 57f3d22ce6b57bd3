from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from cypher import Param, QueryError
from cypher.library import parse

HEADER = """// title: Relays
// title-fr: Relais
// about: The earliest relays,
// about: with their delay.
// about-fr: Les premiers relais.
"""
TEXT = (
    HEADER
    + """// param: root string — uid of the root
// param: since datetime =  — the first instant
// param: limit int = 20 — 1 to 500
// param: share float = 0.5
// param: deep bool = false
// param: day date? = null — a day
// param: names strings = a|b
// param: more map = {"k": 1}
// returns: post string, at datetime?,
// returns: depth int
MATCH (p:Post {uid: $root})-[r:IN_CASCADE]->(:Cascade)
WHERE p.created_at >= $since AND $deep AND r.share > $share AND p.day = $day AND p.name IN $names
RETURN p.uid AS post, p.created_at AS at, r.depth + $more.k AS depth
ORDER BY at, post LIMIT $limit
"""
)
GIVEN = {"root": "p1", "since": "2015-01-07"}
START = datetime(2015, 1, 7, tzinfo=UTC)


def test_a_file_becomes_a_query():
    query = parse("rumours/relays", TEXT)
    assert (query.title, query.title_fr, query.writes) == ("Relays", "Relais", False)
    assert query.about == "The earliest relays, with their delay."
    assert [(column.name, column.type, column.optional) for column in query.columns] == [
        ("post", "string", False),
        ("at", "datetime", True),
        ("depth", "int", False),
    ]
    assert query.params[1] == Param("since", "datetime", None, True, False, "the first instant")
    assert query.params[5] == Param("day", "date", None, False, True, "a day")
    assert query.text == TEXT


def test_absent_and_null_parameters_take_their_default():
    bound = parse("rumours/relays", TEXT).bind(GIVEN | {"limit": None})
    assert bound == {
        "root": "p1",
        "since": START,
        "limit": 20,
        "share": 0.5,
        "deep": False,
        "day": None,
        "names": ["a", "b"],
        "more": {"k": 1},
    }


@pytest.mark.parametrize(
    ("name", "given", "bound"),
    [
        ("since", "2015-01-07T11:00:00Z", START + timedelta(hours=11)),
        ("since", "2015-01-07T11:00:00+01:00", START + timedelta(hours=10)),
        ("since", datetime(2015, 1, 7, 2, tzinfo=timezone(timedelta(hours=2))), START),
        ("since", START.replace(tzinfo=None), START),
        ("limit", "-7", -7),
        ("share", "1e3", 1000.0),
        ("share", 2, 2.0),
        ("deep", "True", True),
        ("day", "2015-01-07", date(2015, 1, 7)),
        ("names", "x | y", ["x", "y"]),
        ("names", "", []),
        ("names", ("x",), ["x"]),
        ("more", '{"k": [1]}', {"k": [1]}),
        ("root", "2015", "2015"),
    ],
)
def test_a_value_is_converted_to_the_type(name, given, bound):
    value = parse("rumours/relays", TEXT).bind(GIVEN | {name: given})[name]
    assert (value, type(value)) == (bound, type(bound))
    if isinstance(value, datetime):
        assert value.tzinfo is UTC


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("limit", "twenty", "a whole number"),
        ("limit", 2.5, "a whole number"),
        ("limit", True, "a whole number"),
        ("limit", "9" * 19, "a whole number"),
        ("share", "nan", "a number"),
        ("share", [], "a number"),
        ("deep", "yes", "true or false"),
        ("since", "yesterday", "a date and time"),
        ("since", 3, "a date and time"),
        ("day", START, "a date"),
        ("day", "07/01/2015", "a date"),
        ("names", [1], "a list of texts"),
        ("more", "[1]", "a map"),
        ("root", 3, "a text"),
    ],
)
def test_an_ill_typed_value_is_refused_with_its_cure(name, given, said):
    with pytest.raises(QueryError) as refusal:
        parse("rumours/relays", TEXT).bind(GIVEN | {name: given})
    message = str(refusal.value)
    assert message.startswith(f"rumours/relays: parameter '{name}'")
    assert f"expected {said}" in message
    assert (
        "parameters: root string, since datetime, limit int = 20, share float = 0.5, deep bool = false, "
        in message
    )
    assert 'day date? = null, names strings = a|b, more map = {"k": 1}' in message


def test_a_default_is_not_shared_between_calls():
    query = parse("rumours/relays", TEXT)
    query.bind(GIVEN)["names"].append("c")
    assert query.bind(GIVEN)["names"] == ["a", "b"]


def test_unknown_and_missing_parameters_are_named():
    query = parse("rumours/relays", TEXT)
    with pytest.raises(QueryError, match="no parameter 'limits' — did you mean limit"):
        query.bind(GIVEN | {"limits": 3})
    with pytest.raises(QueryError, match="parameter 'root' is missing"):
        query.bind({"since": "2015-01-07"})


def test_rows_are_passed_on_as_they_are():
    rows = [{"uid": "a"}]
    query = parse(
        "writes/posts",
        "// title: Posts\n// param: rows rows\nUNWIND $rows AS row MERGE (p:Post {uid: row.uid})",
    )
    assert query.writes
    assert query.bind({"rows": rows})["rows"] is rows
    with pytest.raises(QueryError, match="a list of maps"):
        query.bind({"rows": [1]})
