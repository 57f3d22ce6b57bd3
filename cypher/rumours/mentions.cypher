// title: Accounts mentioned
// title-fr: Comptes mentionnés
// about: Accounts (pseudonyms) that posts name, by the distinct accounts that name them. Being named says
// about: nothing about the one named.
// about-fr: Comptes (pseudonymes) que nomment les messages, selon les comptes distincts qui les nomment. Être
// about-fr: nommé ne dit rien de celui qui l’est.
// param: from datetime? = null — not before
// param: to datetime? = null — before
// param: limit int = 50 — rows at most
// returns: account string, authors int, posts int, first_at datetime, last_at datetime
MATCH (p:Post)-[:MENTIONS]->(m:User)
WHERE p.created_at IS NOT NULL
  AND ($from IS NULL OR p.created_at >= $from) AND ($to IS NULL OR p.created_at < $to)
OPTIONAL MATCH (u:User)-[:POSTED]->(p)
RETURN m.uid AS account, count(DISTINCT u.uid) AS authors, count(DISTINCT p.uid) AS posts,
       min(p.created_at) AS first_at, max(p.created_at) AS last_at
ORDER BY authors DESC, posts DESC, account LIMIT $limit
