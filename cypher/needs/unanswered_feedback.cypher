// title: Feedback that waits for an answer
// title-fr: Retours en attente de réponse
// about: Feedback on a service that nobody has answered, the oldest first. A feedback on two services has two
// about: rows.
// about-fr: Retours sur un service restés sans réponse, les plus anciens d’abord. Un retour sur deux services
// about-fr: a deux lignes.
// param: service string? = null — one service only
// param: from datetime? = null — not before
// param: to datetime? = null — before
// param: limit int = 100 — rows at most
// returns: service string, feedback string, at datetime?, rating string?, title string?
MATCH (f:Feedback)-[:CONCERNS]->(s:Service)
WHERE f.status = 'waiting' AND ($service IS NULL OR s.name = $service)
  AND ($from IS NULL OR f.created_at >= $from) AND ($to IS NULL OR f.created_at < $to)
RETURN s.name AS service, f.uid AS feedback, f.created_at AS at, f.rating AS rating, f.title AS title
ORDER BY at, feedback, service LIMIT $limit
