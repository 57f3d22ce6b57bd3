// title: Who took up an action’s message, as columns
// about: Accounts that relayed, quoted or answered the message, or what came of it, and when they first did.
// returns: action string, author_uid string, reached_at datetime
MATCH (a:Action) WHERE a.kind IN ['advice', 'denial', 'reply']
MATCH (m:Post {uid: a.message_uid})<-[:REPOST_OF|REPLY_TO|QUOTES*1..50]-(p:Post)<-[:POSTED]-(u:User)
WHERE p.created_at IS NOT NULL
RETURN a.uid AS action, u.uid AS author_uid, min(p.created_at) AS reached_at
ORDER BY action, author_uid
