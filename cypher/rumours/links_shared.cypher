// title: Links shared
// title-fr: Liens partagés
// about: Web addresses by the distinct accounts that shared them, with the first and the last share.
// about-fr: Adresses web selon les comptes distincts qui les ont partagées, avec le premier et le dernier
// about-fr: partage.
// param: domain string? = null — one domain only, as example.org
// param: from datetime? = null — not before
// param: to datetime? = null — before
// param: limit int = 50 — rows at most
// returns: url string, domain string?, authors int, posts int, first_at datetime, last_at datetime
MATCH (p:Post)-[:LINKS_TO]->(l:Link)
WHERE p.created_at IS NOT NULL AND ($domain IS NULL OR l.domain = $domain)
  AND ($from IS NULL OR p.created_at >= $from) AND ($to IS NULL OR p.created_at < $to)
OPTIONAL MATCH (u:User)-[:POSTED]->(p)
RETURN l.url AS url, l.domain AS domain, count(DISTINCT u.uid) AS authors, count(DISTINCT p.uid) AS posts,
       min(p.created_at) AS first_at, max(p.created_at) AS last_at
ORDER BY authors DESC, posts DESC, url LIMIT $limit
