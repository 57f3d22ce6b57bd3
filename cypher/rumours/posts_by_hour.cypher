// title: Posts by hour
// title-fr: Messages par heure
// about: Posts, distinct authors and reposts in each hour (UTC) of a window; an hour without posts has no
// about: row.
// about-fr: Messages, auteurs distincts et reprises pour chaque heure (UTC) d’une fenêtre ; une heure sans
// about-fr: message n’a pas de ligne.
// param: from datetime? = null — not before
// param: to datetime? = null — before
// param: source string? = null — one source only
// param: limit int = 744 — hours at most, the first ones
// returns: hour datetime, posts int, authors int, reposts int
MATCH (p:Post)
WHERE p.created_at IS NOT NULL AND ($source IS NULL OR p.source = $source)
  AND ($from IS NULL OR p.created_at >= $from) AND ($to IS NULL OR p.created_at < $to)
OPTIONAL MATCH (u:User)-[:POSTED]->(p)
WITH datetime.truncate('hour', p.created_at) AS hour, p.uid AS post, u.uid AS author,
     CASE WHEN EXISTS { (p)-[:REPOST_OF]->(:Post) } THEN p.uid END AS repost
RETURN hour, count(DISTINCT post) AS posts, count(DISTINCT author) AS authors,
       count(DISTINCT repost) AS reposts
ORDER BY hour LIMIT $limit
