// title: What users say of a service, as columns
// about: One row per feedback: its title and text.
// param: service string? = null — one service only
// param: from datetime? = null — not before
// param: to datetime? = null — before
// returns: uid string, text string?
MATCH (f:Feedback)
WHERE f.created_at IS NOT NULL
  AND ($from IS NULL OR f.created_at >= $from) AND ($to IS NULL OR f.created_at < $to)
  AND ($service IS NULL OR EXISTS { MATCH (f)-[:CONCERNS]->(s:Service) WHERE s.name = $service })
RETURN f.uid AS uid, coalesce(f.title + '. ', '') + coalesce(f.text, '') AS text
ORDER BY uid
