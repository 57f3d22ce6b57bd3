// title: Feedback by service
// title-fr: Retours par service
// about: Feedback on each service by rating; the negative share is that of the rated feedback. A feedback on
// about: two services counts for both.
// about-fr: Retours sur chaque service selon le ressenti ; la part négative est celle des retours notés. Un
// about-fr: retour sur deux services compte pour les deux.
// param: from datetime? = null — not before
// param: to datetime? = null — before
// param: limit int = 50 — rows at most
// returns: service string, feedback int, positive int, neutral int, negative int, negative_share float?
MATCH (f:Feedback)-[:CONCERNS]->(s:Service)
WHERE ($from IS NULL OR f.created_at >= $from) AND ($to IS NULL OR f.created_at < $to)
WITH s.name AS service, count(f) AS feedback, count(f.rating) AS rated,
     sum(CASE WHEN f.rating = 'positive' THEN 1 ELSE 0 END) AS positive,
     sum(CASE WHEN f.rating = 'neutral' THEN 1 ELSE 0 END) AS neutral,
     sum(CASE WHEN f.rating = 'negative' THEN 1 ELSE 0 END) AS negative
RETURN service, feedback, positive, neutral, negative,
       CASE WHEN rated = 0 THEN null ELSE toFloat(negative) / rated END AS negative_share
ORDER BY feedback DESC, service LIMIT $limit
