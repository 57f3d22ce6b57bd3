// title: Languages of a cascade
// title-fr: Langues d’une cascade
// about: Languages of the posts of one cascade, with the distinct authors and the first post; no language
// about: where none was recognised.
// about-fr: Langues des messages d’une cascade, avec les auteurs distincts et le premier message ; sans
// about-fr: langue quand aucune n’a été reconnue.
// param: root string — uid of the root post
// param: limit int = 50 — rows at most
// returns: lang string?, posts int, authors int, first_at datetime?
MATCH (root:Post {uid: $root})-[:IN_CASCADE]->(c:Cascade)
WHERE c.root_uid = root.uid
MATCH (p:Post)-[:IN_CASCADE]->(c)
OPTIONAL MATCH (u:User)-[:POSTED]->(p)
RETURN p.lang AS lang, count(DISTINCT p.uid) AS posts, count(DISTINCT u.uid) AS authors,
       min(p.created_at) AS first_at
ORDER BY posts DESC, lang LIMIT $limit
