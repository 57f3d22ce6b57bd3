// title: Feedback on one service, as columns
// about: One row per feedback, with its rating where there is one.
// param: service string — name of the service
// param: territory string? = null — uid of a Location: only feedback of it or of a place in it
// param: from datetime? = null — not before
// param: to datetime? = null — before
// returns: uid string, at datetime, rating string?
MATCH (:Service {name: $service})<-[:CONCERNS]-(f:Feedback)
WHERE f.created_at IS NOT NULL
  AND ($from IS NULL OR f.created_at >= $from) AND ($to IS NULL OR f.created_at < $to)
  AND ($territory IS NULL OR EXISTS {
    MATCH (f)-[:LOCATED_IN]->(:Location)-[:PART_OF*0..2]->(t:Location) WHERE t.uid = $territory })
RETURN DISTINCT f.uid AS uid, f.created_at AS at, f.rating AS rating
ORDER BY at, uid
