// title: Needs that posts express, as columns
// about: One row per author, need class, place and time.
// param: from datetime? = null — not before
// param: to datetime? = null — before
// returns: person string, topic string, kind string, code string, parent string, at datetime
MATCH (u:User)-[:POSTED]->(p:Post)-[:EXPRESSES]->(n:Need)
WHERE ($from IS NULL OR p.created_at >= $from) AND ($to IS NULL OR p.created_at < $to)
MATCH (p)-[:LOCATED_IN]->(l:Location)
OPTIONAL MATCH (l)-[:PART_OF]->(d:Location)
RETURN DISTINCT u.uid AS person, n.class AS topic, l.kind AS kind, l.code AS code, d.code AS parent,
       p.created_at AS at
ORDER BY person, topic, kind, code, parent, at
