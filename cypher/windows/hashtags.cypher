// title: Hashtags of the posts of a window, as columns
// about: One row per post and hashtag.
// param: from datetime? = null — not before
// param: to datetime? = null — before
// returns: uid string, tag string
MATCH (p:Post)-[:TAGGED]->(h:Hashtag)
WHERE p.created_at IS NOT NULL
  AND ($from IS NULL OR p.created_at >= $from) AND ($to IS NULL OR p.created_at < $to)
RETURN p.uid AS uid, h.tag AS tag
ORDER BY uid, tag
