// title: Those who asked and were answered
// title-fr: Ceux qui ont demandé et ont eu une réponse
// about: Posts that the account of an action’s message answered since the action, with how long they waited.
// about-fr: Messages auxquels le compte du message d’une action a répondu depuis l’action, avec leur attente.
// param: action string — uid of the action
// param: limit int = 200 — rows at most
// returns: asked string, asker string?, asked_at datetime?, reply string, replied_at datetime, wait_s int?
MATCH (a:Action {uid: $action})
MATCH (s:User)-[:POSTED]->(:Post {uid: a.message_uid})
MATCH (s)-[:POSTED]->(r:Post)-[:REPLY_TO]->(q:Post)
WHERE r.created_at >= a.at AND r.created_at < a.ends_at
OPTIONAL MATCH (u:User)-[:POSTED]->(q)
RETURN DISTINCT q.uid AS asked, u.uid AS asker, q.created_at AS asked_at, r.uid AS reply, r.created_at AS replied_at,
       (r.created_at.epochMillis - q.created_at.epochMillis) / 1000 AS wait_s
ORDER BY replied_at, reply, asked, asker LIMIT $limit
