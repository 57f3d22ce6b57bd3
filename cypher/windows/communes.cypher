// title: Communes that the posts of a window speak of, as columns
// about: One row per post and commune.
// param: from datetime? = null — not before
// param: to datetime? = null — before
// returns: uid string, place_insee string
MATCH (p:Post)-[:LOCATED_IN]->(l:Location {kind: 'commune'})
WHERE p.created_at IS NOT NULL
  AND ($from IS NULL OR p.created_at >= $from) AND ($to IS NULL OR p.created_at < $to)
RETURN p.uid AS uid, l.code AS place_insee
ORDER BY uid, place_insee
