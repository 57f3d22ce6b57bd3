// title: Those who asked and wait
// title-fr: Ceux qui ont demandé et attendent
// about: Questions under an action’s message that its account has not answered, the oldest first.
// about-fr: Questions sous le message d’une action auxquelles son compte n’a pas répondu, les plus anciennes d’abord.
// param: action string — uid of the action
// param: limit int = 200 — rows at most
// returns: asked string, asker string?, asked_at datetime, text string?
MATCH (a:Action {uid: $action})
MATCH (s:User)-[:POSTED]->(m:Post {uid: a.message_uid})
MATCH (m)<-[:REPOST_OF|REPLY_TO|QUOTES*1..50]-(q:Post)
WHERE q.created_at IS NOT NULL AND NOT EXISTS { MATCH (s)-[:POSTED]->(:Post)-[:REPLY_TO]->(q) }
  AND (q.text CONTAINS '?' OR EXISTS { MATCH (q)-[t:TAKES_STANCE_ON]->(:Post) WHERE t.stance = 'query' })
OPTIONAL MATCH (u:User)-[:POSTED]->(q)
RETURN DISTINCT q.uid AS asked, u.uid AS asker, q.created_at AS asked_at, q.text AS text
ORDER BY asked_at, asked, asker LIMIT $limit
