// title: What a window holds
// title-fr: Ce que contient une période
// about: Posts, accounts, posts with a place, posts whose parent was never loaded and how many such parents
// about: there are, cascades of two posts or more, first and last post. No row when there is no post.
// about-fr: Messages, comptes, messages situés, messages dont le parent n’a jamais été chargé et nombre de ces
// about-fr: parents, cascades d’au moins deux messages, premier et dernier message. Aucune ligne sans message.
// param: from datetime? = null — not before
// param: to datetime? = null — before
// returns: posts int, users int, placed int, orphans int, stubs int, cascades int
// returns: first_at datetime, last_at datetime
// order: single row
MATCH (p:Post)
WHERE p.created_at IS NOT NULL
  AND ($from IS NULL OR p.created_at >= $from) AND ($to IS NULL OR p.created_at < $to)
OPTIONAL MATCH (u:User)-[:POSTED]->(p)
OPTIONAL MATCH (p)-[:REPLY_TO|REPOST_OF|QUOTES]->(q:Post) WHERE q.created_at IS NULL
OPTIONAL MATCH (p)-[:IN_CASCADE]->(c:Cascade) WHERE c.size > 1
WITH p, u, q, c, CASE WHEN EXISTS { (p)-[:LOCATED_IN]->(:Location) } THEN p.uid END AS placed,
     CASE WHEN q IS NULL THEN null ELSE p.uid END AS orphan
WITH count(DISTINCT p.uid) AS posts, count(DISTINCT u.uid) AS users, count(DISTINCT placed) AS placed,
     count(DISTINCT orphan) AS orphans, count(DISTINCT q.uid) AS stubs, count(DISTINCT c.uid) AS cascades,
     min(p.created_at) AS first_at, max(p.created_at) AS last_at
WHERE posts > 0
RETURN posts, users, placed, orphans, stubs, cascades, first_at, last_at
