// title: Sources of the posts
// title-fr: Sources des messages
// about: Posts and accounts by source, with the first and the last post of each.
// about-fr: Messages et comptes par source, avec le premier et le dernier message de chacune.
// param: from datetime? = null — not before
// param: to datetime? = null — before
// param: limit int = 100 — rows at most
// returns: source string?, posts int, users int, first_at datetime, last_at datetime
MATCH (p:Post)
WHERE p.created_at IS NOT NULL
  AND ($from IS NULL OR p.created_at >= $from) AND ($to IS NULL OR p.created_at < $to)
OPTIONAL MATCH (u:User)-[:POSTED]->(p)
RETURN p.source AS source, count(DISTINCT p.uid) AS posts, count(DISTINCT u.uid) AS users,
       min(p.created_at) AS first_at, max(p.created_at) AS last_at
ORDER BY posts DESC, source LIMIT $limit
