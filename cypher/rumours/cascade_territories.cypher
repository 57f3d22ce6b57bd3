// title: Where a cascade speaks of
// title-fr: Les territoires d’une cascade
// about: Territories named or given by the posts of a cascade; fewer than 11 distinct accounts carry no figure.
// about-fr: Territoires nommés ou donnés par les messages d’une cascade ; sous 11 comptes distincts, aucun chiffre.
// param: root string — uid of the root post
// returns: code string, kind string, name string, posts int?, people int?
MATCH (p:Post)-[:IN_CASCADE]->(:Cascade {root_uid: $root})
MATCH (p)-[:LOCATED_IN]->(l:Location)
OPTIONAL MATCH (u:User)-[:POSTED]->(p)
WITH l.code AS code, l.kind AS kind, l.name AS name, count(DISTINCT p.uid) AS posts, count(DISTINCT u.uid) AS authors
WITH code, kind, name, CASE WHEN authors < 11 THEN null ELSE authors END AS people, posts
RETURN code, kind, name, CASE WHEN people IS NULL THEN null ELSE posts END AS posts, people
ORDER BY coalesce(people, 0) DESC, kind, code
