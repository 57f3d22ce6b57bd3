// title: Feedback by service and axis
// title-fr: Retours par service et par axe
// about: How feedback rates each axis of each service: accessibility, explanation, relation, responsiveness,
// about: simplicity. An axis that was not rated has no row.
// about-fr: Comment les retours notent chaque axe de chaque service : accessibilité, explication, relation,
// about-fr: réactivité, simplicité. Un axe non noté n’a pas de ligne.
// param: service string? = null — one service only
// param: from datetime? = null — not before
// param: to datetime? = null — before
// param: limit int = 500 — rows at most
// returns: service string, axis string, value string, feedback int
MATCH (f:Feedback)-[:CONCERNS]->(s:Service)
WHERE ($service IS NULL OR s.name = $service)
  AND ($from IS NULL OR f.created_at >= $from) AND ($to IS NULL OR f.created_at < $to)
UNWIND [{axis: 'accessibility', value: f.accessibility}, {axis: 'explanation', value: f.explanation},
        {axis: 'relation', value: f.relation}, {axis: 'responsiveness', value: f.responsiveness},
        {axis: 'simplicity', value: f.simplicity}] AS rated
WITH s.name AS service, rated.axis AS axis, rated.value AS value, f
WHERE value IS NOT NULL
RETURN service, axis, value, count(f) AS feedback
ORDER BY service, axis, value LIMIT $limit
