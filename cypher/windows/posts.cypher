// title: Posts of a window, as columns
// about: One row per post and observed parent; milliseconds since 1970.
// param: from datetime? = null — not before
// param: to datetime? = null — before
// returns: uid string, author_uid string, at_ms int, root_uid string, relation string, parent_uid string
MATCH (p:Post)
WHERE p.created_at IS NOT NULL
  AND ($from IS NULL OR p.created_at >= $from) AND ($to IS NULL OR p.created_at < $to)
OPTIONAL MATCH (u:User)-[:POSTED]->(p)
OPTIONAL MATCH (p)-[r:REPLY_TO|REPOST_OF|QUOTES]->(q:Post)
RETURN p.uid AS uid, u.uid AS author_uid, p.created_at.epochMillis AS at_ms, p.root_uid AS root_uid,
       type(r) AS relation, q.uid AS parent_uid
ORDER BY uid, relation, parent_uid
