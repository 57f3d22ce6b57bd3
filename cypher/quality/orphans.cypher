// title: Posts whose parent was never loaded
// title-fr: Messages dont le parent n’a jamais été chargé
// about: Posts that answer, relay or quote a post that is only known by its uid, by relation and source, and
// about: how many such parents there are.
// about-fr: Messages qui répondent à un message connu par son seul identifiant, le relaient ou le citent, par
// about-fr: relation et source, et le nombre de ces parents.
// param: from datetime? = null — not before
// param: to datetime? = null — before
// param: limit int = 100 — rows at most
// returns: relation string, source string?, posts int, parents int
MATCH (p:Post)-[r:REPLY_TO|REPOST_OF|QUOTES]->(q:Post)
WHERE p.created_at IS NOT NULL AND q.created_at IS NULL
  AND ($from IS NULL OR p.created_at >= $from) AND ($to IS NULL OR p.created_at < $to)
RETURN type(r) AS relation, p.source AS source, count(DISTINCT p.uid) AS posts,
       count(DISTINCT q.uid) AS parents
ORDER BY posts DESC, relation, source LIMIT $limit
