// title: Where a cascade speaks of
// title-fr: Les territoires d’une cascade
// about: Territories named or given by the posts of a cascade; fewer than 11 distinct accounts are not counted out.
// about-fr: Territoires nommés ou donnés par les messages d’une cascade ; moins de 11 comptes distincts ne sont pas dénombrés.
// param: root string — uid of the root post
// returns: code string, kind string, name string, posts int, people int?
MATCH (p:Post)-[:IN_CASCADE]->(:Cascade {root_uid: $root})
MATCH (p)-[:LOCATED_IN]->(l:Location)
OPTIONAL MATCH (u:User)-[:POSTED]->(p)
WITH l.code AS code, l.kind AS kind, l.name AS name, count(DISTINCT p.uid) AS posts, count(DISTINCT u.uid) AS authors
RETURN code, kind, name, posts, CASE WHEN authors < 11 THEN null ELSE authors END AS people
ORDER BY posts DESC, kind, code
