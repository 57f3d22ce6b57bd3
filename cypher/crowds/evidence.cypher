// title: The posts that prove a coordination
// title-fr: Les messages qui prouvent une coordination
// about: Every post behind the relation of two accounts, in order of time.
// about-fr: Chaque message derrière la relation de deux comptes, dans l’ordre du temps.
// param: source string — pseudonym of one account
// param: target string — pseudonym of the other
// param: limit int = 200 — rows at most
// returns: kind string, post string, author string?, at datetime?, text string?
MATCH (:User {uid: $source})-[r:COORDINATED_WITH]->(:User {uid: $target})
UNWIND r.evidence AS uid
MATCH (p:Post {uid: uid})
OPTIONAL MATCH (u:User)-[:POSTED]->(p)
RETURN r.kind AS kind, p.uid AS post, u.uid AS author, p.created_at AS at, p.text AS text
ORDER BY at, post, kind, author LIMIT $limit
