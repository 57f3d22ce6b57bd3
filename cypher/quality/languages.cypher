// title: Languages of the posts
// title-fr: Langues des messages
// about: Posts and accounts by recognised language; no language where none was recognised.
// about-fr: Messages et comptes par langue reconnue ; sans langue quand aucune n’a été reconnue.
// param: from datetime? = null — not before
// param: to datetime? = null — before
// param: limit int = 100 — rows at most
// returns: lang string?, posts int, users int
MATCH (p:Post)
WHERE p.created_at IS NOT NULL
  AND ($from IS NULL OR p.created_at >= $from) AND ($to IS NULL OR p.created_at < $to)
OPTIONAL MATCH (u:User)-[:POSTED]->(p)
RETURN p.lang AS lang, count(DISTINCT p.uid) AS posts, count(DISTINCT u.uid) AS users
ORDER BY posts DESC, lang LIMIT $limit
