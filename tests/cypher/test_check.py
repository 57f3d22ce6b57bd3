import pytest

from cypher import QueryError, check_text

FINE = [
    "MATCH (p:Post) RETURN p.uid AS uid ORDER BY uid",
    "MATCH (a)-[:R*1..50]->(b) RETURN a.x AS x",
    "MATCH (a)-[r:R|S*0..200 {w: 2 * 3}]-(b) RETURN a.x AS x",
    "MATCH (a)-[:R*3]->(b) RETURN a.x AS x",
    "MATCH (a)-[:R*..5]->(b) RETURN a.x AS x",
    "MATCH (a)-[r:R WHERE r.w * 2 > 1]->(b) RETURN a.x AS x",
    "MATCH (a)<--(b)-->(c)--(d) RETURN a.x AS x",
    "MATCH p = shortestPath((a:User)-[:R*..15]-(b:User)) RETURN length(p) AS hops",
    "MATCH (a) RETURN count(*) AS n, (a.x - a.y) * 2 AS d, [v IN a.l | v * 2][0] - 3 AS e",
    "MATCH (a) RETURN ((a.x) - (a.y)) + 1 AS d",
    "MATCH (a) CALL (a) { MATCH (a)-->(b) RETURN count(b) AS n } RETURN a.x AS x, n",
    "MATCH (a) WHERE EXISTS { (a)-[:R]->(:B) } RETURN a.set AS x, a.delete AS y",
    "MATCH (a:Set|`CREATE`) RETURN 'DELETE' AS x, \"it's // CREATE\" AS y, 'a\\'b MERGE' AS z",
    "MATCH (a) // CREATE (b)\n/* MERGE *\n (c) */ RETURN a.x AS x",
    "MATCH (a) WHERE a.x = $set AND a.y = $ create RETURN a.x AS `merge`",
    "CALL db.index.fulltext.queryNodes('post_text', $q) YIELD node, score RETURN node.uid AS uid",
    "MATCH (a) RETURN a.x AS x;",
    "WITH 1.5 AS x, 2. AS y, [1,2,3][0..2] AS z RETURN x",
]
REFUSED = [
    ("MATCH (a)-[*]->(b) RETURN a.x AS x", "unbounded"),
    ("MATCH (a)-[:R*]->(b) RETURN a.x AS x", "unbounded"),
    ("MATCH (a)-[:R*2..]->(b) RETURN a.x AS x", "unbounded"),
    ("MATCH (a)-[:R*..]->(b) RETURN a.x AS x", "unbounded"),
    ("MATCH (a)-[:R*1..$most]->(b) RETURN a.x AS x", "unbounded"),
    ("MATCH (a)-[:R* {w: 3}]->(b) RETURN a.x AS x", "unbounded"),
    ("MATCH (a)-[:R*/* 1..3 */]->(b) RETURN a.x AS x", "unbounded"),
    ("MATCH (a)-[:R*1..201]->(b) RETURN a.x AS x", "201 hops"),
    ("MATCH (a)-[:R*201]->(b) RETURN a.x AS x", "201 hops"),
    ("MATCH (a)-[:R]->+(b) RETURN a.x AS x", "quantified relation"),
    ("MATCH (a)-[:R]-{1,}(b) RETURN a.x AS x", "quantified relation"),
    ("MATCH (a)-->*(b) RETURN a.x AS x", "quantified relation"),
    ("MATCH ((a)-[:R]->(b)){1,5} RETURN 1 AS x", "quantified path"),
    ("MATCH (s) ((a)-->(b))+ (t) RETURN 1 AS x", "quantified path"),
    ("MATCH (a) SET a.x = 1", "SET writes"),
    ("MATCH (a)\nset a.x = 1 RETURN a.x AS x", "line 2: set writes"),
    ("WITH 1. SET a.x = 1", "SET writes"),
    ("MERGE (a:A) RETURN a.x AS x", "MERGE writes"),
    ("INSERT (:A) RETURN 1 AS x", "INSERT writes"),
    ("MATCH (a) DETACH DELETE a", "DETACH writes"),
    ("MATCH (a) REMOVE a.x", "REMOVE writes"),
    ("FOREACH (x IN [1] | CREATE (:A))", "FOREACH writes"),
    ("LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row[0] AS x", "LOAD writes"),
    ("/**/CREATE/**/(a)", "CREATE writes"),
    ("MATCH (a) // note\rCREATE (b)", "CREATE writes"),
    ("CALL (x) { CREATE (:A) } RETURN 1 AS x", "CREATE writes"),
    ("RETURN '\\u0027 CREATE (n) //' AS x", "escapes"),
    ("DROP INDEX post_text", "DROP is not"),
    ("SHOW SETTINGS YIELD name RETURN name", "SHOW is not"),
    ("USE system RETURN 1 AS x", "USE is not"),
    ("CALL dbms.killQueries('1') YIELD queryId RETURN queryId", "procedure dbms.killQueries"),
    ("CALL `dbms`.`listConfig`() YIELD name RETURN name", "procedure dbms.listConfig"),
    ("CALL tx.setMetaData({a: 1}) RETURN 1 AS x", "procedure tx.setMetaData"),
    ("RETURN apoc.coll.sum([1]) AS x", "no APOC"),
    ("MATCH (a) RETURN point . distance(a.p, a.p) AS x", "point.distance"),
    ("MATCH (a) RETURN percentilecont(a.x, 0.5) AS x", "percentileCont"),
    ("MATCH (a) CALL { WITH a MATCH (a)--(b) RETURN b.x AS y } RETURN y", "CALL { WITH"),
    ("MATCH (a) CALL (a) { RETURN 1 AS y } IN TRANSACTIONS OF 10 ROWS RETURN y", "IN TRANSACTIONS"),
    ("MATCH (a) CALL (a) { RETURN 1 AS y } IN 2 CONCURRENT TRANSACTIONS RETURN y", "IN TRANSACTIONS"),
    ("RETURN 1 AS x; RETURN 2 AS y", "one statement"),
    ("MATCH (a)", "returns nothing"),
    ("  // nothing\n", "empty"),
    ("RETURN 'open AS x", "unclosed"),
    ("RETURN 1 /* AS x", "unclosed"),
    ("RETURN `open AS x", "unclosed"),
    ("MATCH (a RETURN a.x AS x", "not closed"),
]


@pytest.mark.parametrize("text", FINE)
def test_a_plain_read_passes(text):
    check_text(text)


@pytest.mark.parametrize(("text", "said"), REFUSED)
def test_what_breaks_a_rule_is_refused(text, said):
    with pytest.raises(QueryError) as refusal:
        check_text(text)
    assert said in str(refusal.value)


def test_a_write_passes_only_where_writes_are_allowed():
    text = "UNWIND $rows AS row MERGE (p:Post {uid: row.uid}) SET p += row.set"
    check_text(text, read_only=False)
    with pytest.raises(QueryError, match="MERGE writes"):
        check_text(text)
