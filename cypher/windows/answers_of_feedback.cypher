// title: Whether and when feedback was answered, as columns
// about: One row per feedback that a service was told: its services, its place, whether and when it was answered.
// param: from datetime? = null — not before
// param: to datetime? = null — before
// returns: uid string, created_at datetime, answered_at datetime?, status string?, services strings
// returns: place_insee string?, departement string?
MATCH (f:Feedback)
WHERE f.created_at IS NOT NULL
  AND ($from IS NULL OR f.created_at >= $from) AND ($to IS NULL OR f.created_at < $to)
OPTIONAL MATCH (f)-[:CONCERNS]->(s:Service)
WITH f, s ORDER BY f.uid, s.name
WITH f, collect(DISTINCT s.name) AS services
OPTIONAL MATCH (f)-[:LOCATED_IN]->(l:Location)
WITH f, services, min(CASE WHEN l.kind = 'commune' THEN l.code ELSE null END) AS place_insee,
     min(CASE WHEN l.kind = 'departement' THEN l.code ELSE null END) AS departement
RETURN f.uid AS uid, f.created_at AS created_at, f.answered_at AS answered_at, f.status AS status, services,
       place_insee, departement
ORDER BY created_at, uid
