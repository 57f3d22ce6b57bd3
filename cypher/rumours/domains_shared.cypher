// title: Domains shared
// title-fr: Domaines partagés
// about: Domains of the links shared, by distinct accounts, with the links and the posts.
// about-fr: Domaines des liens partagés, selon les comptes distincts, avec les liens et les messages.
// param: from datetime? = null — not before
// param: to datetime? = null — before
// param: limit int = 50 — rows at most
// returns: domain string, authors int, posts int, links int, first_at datetime, last_at datetime
MATCH (p:Post)-[:LINKS_TO]->(l:Link)
WHERE p.created_at IS NOT NULL AND l.domain IS NOT NULL
  AND ($from IS NULL OR p.created_at >= $from) AND ($to IS NULL OR p.created_at < $to)
OPTIONAL MATCH (u:User)-[:POSTED]->(p)
RETURN l.domain AS domain, count(DISTINCT u.uid) AS authors, count(DISTINCT p.uid) AS posts,
       count(DISTINCT l.url) AS links, min(p.created_at) AS first_at, max(p.created_at) AS last_at
ORDER BY authors DESC, posts DESC, domain LIMIT $limit
