// title: Needs of the posts of a window, as columns
// about: One row per post and need class.
// param: from datetime? = null — not before
// param: to datetime? = null — before
// returns: uid string, need string
MATCH (p:Post)-[:EXPRESSES]->(n:Need)
WHERE p.created_at IS NOT NULL
  AND ($from IS NULL OR p.created_at >= $from) AND ($to IS NULL OR p.created_at < $to)
RETURN p.uid AS uid, n.class AS need
ORDER BY uid, need
