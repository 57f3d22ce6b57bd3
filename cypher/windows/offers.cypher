// title: Offers, as columns
// about: One row per offer, need class that it answers, and place; offers stand whatever the window.
// param: from datetime? = null — not used to choose, kept so that every window takes the same two
// param: to datetime? = null — as above
// returns: uid string, topic string, kind string, code string, parent string
MATCH (o:Offer)-[:LOCATED_IN]->(l:Location)
WHERE $from IS NULL OR $to IS NULL OR $from <= $to
OPTIONAL MATCH (o)-[:ANSWERS]->(n:Need)
OPTIONAL MATCH (l)-[:PART_OF]->(d:Location)
RETURN DISTINCT o.uid AS uid, n.class AS topic, l.kind AS kind, l.code AS code, d.code AS parent
ORDER BY uid, topic, kind, code, parent
