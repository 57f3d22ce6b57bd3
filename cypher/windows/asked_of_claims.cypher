// title: Posts that asked about the claim of an action before its message, as columns
// about: Questions (a question mark, or a stance that asks) that state the claim or reply to a post that does, within the action’s window and territory, by others than its account.
// returns: action string, asked string, author_uid string?
MATCH (a:Action)-[:ADDRESSES]->(c:Claim) WHERE a.kind IN ['advice', 'denial', 'reply']
MATCH (m:Post {uid: a.message_uid})
OPTIONAL MATCH (s:User)-[:POSTED]->(m)
WITH a, m, s, c
MATCH (c)<-[:STATES]-(p:Post)<-[:REPLY_TO*0..1]-(q:Post)
WHERE q.created_at >= a.starts_at AND q.created_at < coalesce(m.created_at, a.at)
  AND (q.text CONTAINS '?' OR EXISTS { MATCH (q)-[t:TAKES_STANCE_ON]->(:Post) WHERE t.stance = 'query' })
OPTIONAL MATCH (q)-[:LOCATED_IN]->(:Location)-[:PART_OF*0..2]->(l:Location)
WITH a, s, q, collect(l.uid) AS places
WHERE a.territory IS NULL OR a.territory IN places
OPTIONAL MATCH (u:User)-[:POSTED]->(q)
WITH a, s, q, u
WHERE u IS NULL OR s IS NULL OR u.uid <> s.uid
RETURN DISTINCT a.uid AS action, q.uid AS asked, u.uid AS author_uid
ORDER BY action, asked, author_uid
