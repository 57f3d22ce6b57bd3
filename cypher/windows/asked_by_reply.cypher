// title: Posts that the account of an action’s message answered, as columns
// about: The posts of others to which that account replied with the message, or later within the action’s window.
// returns: action string, asked string, author_uid string?, answered_at datetime
MATCH (a:Action) WHERE a.kind IN ['advice', 'denial', 'reply']
MATCH (s:User)-[:POSTED]->(m:Post {uid: a.message_uid})
MATCH (s)-[:POSTED]->(r:Post)-[:REPLY_TO]->(q:Post)
WHERE q.created_at IS NOT NULL AND r.created_at IS NOT NULL
  AND (r.uid = m.uid OR (r.created_at >= a.at AND r.created_at < a.ends_at))
OPTIONAL MATCH (u:User)-[:POSTED]->(q)
WITH a, s, q, u, min(r.created_at) AS answered_at
WHERE u IS NULL OR u.uid <> s.uid
RETURN a.uid AS action, q.uid AS asked, u.uid AS author_uid, answered_at
ORDER BY action, asked, author_uid
