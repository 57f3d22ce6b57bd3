// title: Reach of an action’s message
// title-fr: Portée du message d’une action
// about: The post that carries the message and what was relayed, quoted or answered from it: posts and accounts, by kind of relay.
// about-fr: Le message qui porte l’action et ce qui en a été repris, cité ou répondu : messages et comptes, par sorte de reprise.
// param: action string — uid of the action
// param: as_of datetime? = null — posts before
// returns: relation string, posts int, accounts int, first_at datetime, last_at datetime
MATCH (a:Action {uid: $action})
MATCH (m:Post {uid: a.message_uid})<-[:REPOST_OF|REPLY_TO|QUOTES*0..50]-(p:Post)
WHERE p.created_at IS NOT NULL AND ($as_of IS NULL OR p.created_at < $as_of)
WITH DISTINCT m, p
OPTIONAL MATCH (p)-[r:REPOST_OF|REPLY_TO|QUOTES]->(:Post)
OPTIONAL MATCH (u:User)-[:POSTED]->(p)
WITH CASE WHEN p.uid = m.uid OR r IS NULL THEN 'MESSAGE' ELSE type(r) END AS relation, p.uid AS post, u.uid AS author,
     p.created_at AS at
RETURN relation, count(DISTINCT post) AS posts, count(DISTINCT author) AS accounts, min(at) AS first_at,
       max(at) AS last_at
ORDER BY posts DESC, relation
