// title: When people express one need, as columns
// about: One row per person (author of posts, or feedback) and instant.
// param: need string — class of need
// param: territory string? = null — uid of a Location: only those who speak of it or of a place in it
// param: from datetime? = null — not before
// param: to datetime? = null — before
// returns: person string, at datetime
MATCH (:Need {class: $need})<-[:EXPRESSES]-(p)
WHERE p.created_at IS NOT NULL
  AND ($from IS NULL OR p.created_at >= $from) AND ($to IS NULL OR p.created_at < $to)
  AND ($territory IS NULL OR EXISTS {
    MATCH (p)-[:LOCATED_IN]->(:Location)-[:PART_OF*0..2]->(t:Location) WHERE t.uid = $territory })
OPTIONAL MATCH (u:User)-[:POSTED]->(p)
RETURN DISTINCT coalesce(u.uid, p.uid) AS person, p.created_at AS at
ORDER BY at, person
