// title: Posts that expressed the need of an action before its message, as columns
// about: Posts that express the need that the action addresses, within its window and territory, by others than its account.
// returns: action string, asked string, author_uid string?
MATCH (a:Action)-[:ADDRESSES]->(:Need)<-[:EXPRESSES]-(q:Post) WHERE a.kind IN ['advice', 'denial', 'reply']
MATCH (m:Post {uid: a.message_uid})
OPTIONAL MATCH (s:User)-[:POSTED]->(m)
WITH a, m, s, q
WHERE q.created_at >= a.starts_at AND q.created_at < coalesce(m.created_at, a.at)
OPTIONAL MATCH (q)-[:LOCATED_IN]->(:Location)-[:PART_OF*0..2]->(l:Location)
WITH a, s, q, collect(l.uid) AS places
WHERE a.territory IS NULL OR a.territory IN places
OPTIONAL MATCH (u:User)-[:POSTED]->(q)
WITH a, s, q, u
WHERE u IS NULL OR s IS NULL OR u.uid <> s.uid
RETURN DISTINCT a.uid AS action, q.uid AS asked, u.uid AS author_uid
ORDER BY action, asked, author_uid
