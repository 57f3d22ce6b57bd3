// title: Records without a place
// title-fr: Enregistrements sans lieu
// about: Posts and feedback that no place is known for, by source, and their share.
// about-fr: Messages et retours dont aucun lieu n’est connu, par source, et leur part.
// param: from datetime? = null — not before
// param: to datetime? = null — before
// param: limit int = 100 — rows at most
// returns: kind string, source string?, records int, unlocated int, share float
MATCH (p:Post|Feedback)
WHERE p.created_at IS NOT NULL
  AND ($from IS NULL OR p.created_at >= $from) AND ($to IS NULL OR p.created_at < $to)
WITH CASE WHEN p:Post THEN 'post' ELSE 'feedback' END AS kind, p.source AS source,
     CASE WHEN EXISTS { (p)-[:LOCATED_IN]->(:Location) } THEN 0 ELSE 1 END AS missing
WITH kind, source, count(*) AS records, sum(missing) AS unlocated
RETURN kind, source, records, unlocated, toFloat(unlocated) / records AS share
ORDER BY kind, records DESC, source LIMIT $limit
