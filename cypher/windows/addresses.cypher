// title: Web addresses of the posts of a window, as columns
// about: One row per post and canonical address.
// param: from datetime? = null — not before
// param: to datetime? = null — before
// returns: uid string, url string
MATCH (p:Post)-[:LINKS_TO]->(l:Link)
WHERE p.created_at IS NOT NULL
  AND ($from IS NULL OR p.created_at >= $from) AND ($to IS NULL OR p.created_at < $to)
RETURN p.uid AS uid, l.url AS url
ORDER BY uid, url
