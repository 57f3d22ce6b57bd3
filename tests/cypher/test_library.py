from importlib.resources import files

import pytest

from cypher import QueryError, queries, query, schema_statements
from cypher.library import INTERNAL, SCHEMA, parse, statements

HEADER = "// title: T\n// title-fr: T\n// about: A\n// about-fr: A\n"


def broken(header, body, folder="rumours"):
    with pytest.raises(QueryError) as refusal:
        parse(f"{folder}/broken", HEADER + header + body)
    return str(refusal.value)


CASES = [
    ("", "MATCH (p:Post) RETURN p.uid AS uid ORDER BY uid", "returned and not promised uid"),
    ("// returns: uid string, n int\n", "MATCH (p) RETURN p.uid AS uid ORDER BY uid", "not returned n"),
    ("// returns: a int, b int\n", "MATCH (p) RETURN p.b AS b, p.a AS a ORDER BY a", "in that order"),
    ("// returns: uid string\n", "MATCH (p) RETURN p.uid AS uid", "line 6: RETURN without a total ORDER BY"),
    ("// returns: uid string\n", "MATCH (p) RETURN p.order AS uid", "without a total ORDER BY"),
    ("// returns: uid string\n", "MATCH (p) RETURN p.uid ORDER BY p.uid", "without a name"),
    ("// returns: uid string\n", "MATCH (p) RETURN * ORDER BY uid", "without a name"),
    ("// returns: p map\n", "MATCH (p:Post) RETURN p ORDER BY p", "p is a node"),
    ("// returns: x map\n", "MATCH (p) RETURN p AS x ORDER BY x", "p is a node"),
    ("// returns: x map\n", "MATCH (a)-[r:R]->(b) RETURN r AS x ORDER BY x", "r is a node, relation"),
    ("// returns: x map\n", "MATCH t = (a)--(b) RETURN t AS x ORDER BY x", "t is a node, relation"),
    ("// returns: x map\n", "MATCH (p:Post) RETURN collect(DISTINCT p) AS x ORDER BY x", "p is a node"),
    (
        "// returns: node map\n",
        "CALL db.index.fulltext.queryNodes('t', 'x') YIELD node RETURN node ORDER BY node",
        "node is a node",
    ),
    ("// returns: uid string\n", "MATCH (p {x: $x}) RETURN p.uid AS uid ORDER BY uid", "$x is not declared"),
    (
        "// param: x int\n// returns: uid string\n",
        "MATCH (p) RETURN p.uid AS uid ORDER BY uid // $x",
        "'x' is declared and not used",
    ),
    (
        "// param: x rows\n// returns: uid string\n",
        "MATCH (p) WHERE p.uid IN $x RETURN p.uid AS uid ORDER BY uid",
        "belongs to cypher/writes/",
    ),
    ("// returns: n int\n", "MATCH (p:Post) SET p.x = 1 RETURN 1 AS n ORDER BY n", "line 6: SET writes"),
    ("// returns: n integer\n", "RETURN 1 AS n", "line 5: no type 'integer'"),
    ("// returns: n\n", "RETURN 1 AS n", "line 5: returns 'n' is not"),
    ("// returns: n int\n// returns: n int\n", "RETURN 1 AS n", "column n is declared twice"),
    ("// parm: n int\n", "RETURN 1 AS n", "line 5: no header 'parm' — did you mean param?"),
    ("// param: n\n", "RETURN $n AS n", "line 5: param 'n' is not"),
    ("// param: n int = x\n", "RETURN $n AS n", "line 5: default 'x' is not a whole number"),
    ("// param: n int = null\n", "RETURN $n AS n", "only an optional parameter may be null"),
    ("// order: none\n", "RETURN 1 AS n", "only 'single row'"),
]


@pytest.mark.parametrize(("header", "body", "said"), CASES)
def test_a_file_against_the_rules_is_refused(header, body, said):
    message = broken(header, body)
    assert message.startswith("cypher/rumours/broken.cypher: ")
    assert said in message


def test_a_public_question_speaks_both_languages():
    text = "// title: T\n// about: A\n// returns: n int\n// order: single row\nRETURN 1 AS n"
    with pytest.raises(QueryError, match="no '// title-fr:'"):
        parse("rumours/one", text)
    assert parse("windows/one", text).title_fr == "T"


@pytest.mark.parametrize(
    "body",
    [
        "MATCH (p:Post) WITH p.uid AS p RETURN p AS uid ORDER BY uid",
        "MATCH (p:Post) RETURN DISTINCT p.uid AS uid ORDER BY uid SKIP 1 LIMIT 2",
        "MATCH (p:Post) CALL (p) { RETURN p.x AS y ORDER BY y } RETURN p.uid AS uid ORDER BY y",
        "MATCH (p:Post) WITH count(p) AS uid RETURN uid ORDER BY uid;",
        "MATCH (p:Post) RETURN reduce(s = '', x IN [p.a, p.b] | s + x) AS `uid` ORDER BY uid",
        "MATCH (p:Post) RETURN p.order AS uid ORDER BY p.limit",
    ],
)
def test_good_forms_pass(body):
    query = parse("rumours/good", f"{HEADER}// returns: uid string\n{body}")
    assert [column.name for column in query.columns] == ["uid"]


def test_a_single_row_needs_no_order():
    text = f"{HEADER}// returns: n int\n// order: single row\nMATCH (p:Post) RETURN count(p) AS n"
    assert parse("rumours/n", text).text == text


@pytest.mark.parametrize("folder", ["writes"])
def test_writes_are_for_the_folder_of_writes(folder):
    text = "// title: T\nMATCH (p:Post {uid: 'x'}) DETACH DELETE p"
    assert parse(f"{folder}/drop", text).writes
    with pytest.raises(QueryError, match="DETACH writes"):
        parse("windows/drop", text)


def test_statements_are_split_outside_strings_and_comments():
    text = "// one; two\nCREATE INDEX a FOR (n:A) ON n.x;\n\nRETURN ';' // three;\n  AS x;\n// end\n"
    assert statements(text) == ("CREATE INDEX a FOR (n:A) ON n.x", "RETURN ';' // three;\n  AS x")


def test_every_file_of_the_library_keeps_the_rules():
    root = files("cypher")
    folders = [entry.name for entry in root.iterdir() if entry.is_dir() and entry.name != SCHEMA]
    written = {
        f"{folder}/{file.name.removesuffix('.cypher')}"
        for folder in folders
        for file in root.joinpath(folder).iterdir()
        if file.name.endswith(".cypher")
    }
    filled = sorted({name.partition("/")[0] for name in written})
    assert {one.name for folder in filled for one in queries(folder)} == written
    public = queries()
    assert {one.name for one in public} == {n for n in written if n.partition("/")[0] not in INTERNAL}
    assert all(query(one.name) is one for one in public)


@pytest.mark.parametrize("engine", ["neo4j", "kglite"])
def test_both_engines_have_a_schema(engine):
    found = schema_statements(engine)
    assert found
    assert all(statement and not statement.endswith(";") for statement in found)


@pytest.mark.parametrize("name", ["rumours/nothing_like_it", "../pyproject", ""])
def test_an_unknown_query_is_refused(name):
    with pytest.raises(QueryError, match="no query"):
        query(name)


def test_unknown_folders_and_engines_are_refused():
    with pytest.raises(QueryError, match="no folder 'nowhere'"):
        queries("nowhere")
    with pytest.raises(QueryError, match=r"no schema for 'oracle'; there are kglite, neo4j"):
        schema_statements("oracle")
