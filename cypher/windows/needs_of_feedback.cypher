// title: Needs that feedback expresses, as columns
// about: One row per feedback, need class and place, with its time; a feedback without a need has no class.
// param: from datetime? = null — not before
// param: to datetime? = null — before
// returns: person string, topic string, kind string, code string, parent string, at datetime
MATCH (f:Feedback)-[:LOCATED_IN]->(l:Location)
WHERE ($from IS NULL OR f.created_at >= $from) AND ($to IS NULL OR f.created_at < $to)
OPTIONAL MATCH (f)-[:EXPRESSES]->(n:Need)
OPTIONAL MATCH (l)-[:PART_OF]->(d:Location)
RETURN DISTINCT f.uid AS person, n.class AS topic, l.kind AS kind, l.code AS code, d.code AS parent,
       f.created_at AS at
ORDER BY person, topic, kind, code, parent, at
