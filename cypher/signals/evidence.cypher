// title: The posts behind a signal
// title-fr: Les messages derrière un signal
// about: Posts that show what a signal says, in order of time.
// about-fr: Les messages qui montrent ce que dit un signal, dans l’ordre du temps.
// param: signal string — uid of the signal
// param: limit int = 50 — rows at most
// returns: post string, author string?, at datetime?, lang string?, text string?
MATCH (s:Signal {uid: $signal})
UNWIND s.evidence AS uid
MATCH (p:Post {uid: uid})
OPTIONAL MATCH (u:User)-[:POSTED]->(p)
RETURN p.uid AS post, u.uid AS author, p.created_at AS at, p.lang AS lang, p.text AS text
ORDER BY at, post, author LIMIT $limit
