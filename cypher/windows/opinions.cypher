// title: What users think of services, as columns
// about: One row per feedback, service and place: its rating, the five axes, whether and when it was answered.
// param: from datetime? = null — not before
// param: to datetime? = null — before
// returns: uid string, created_at datetime, rating string?, accessibility string?, explanation string?
// returns: relation string?, responsiveness string?, simplicity string?, status string?, answered_at datetime?
// returns: service string?, kind string?, code string?
MATCH (f:Feedback)
WHERE f.created_at IS NOT NULL
  AND ($from IS NULL OR f.created_at >= $from) AND ($to IS NULL OR f.created_at < $to)
OPTIONAL MATCH (f)-[:CONCERNS]->(s:Service)
OPTIONAL MATCH (f)-[:LOCATED_IN]->(l:Location)
RETURN f.uid AS uid, f.created_at AS created_at, f.rating AS rating, f.accessibility AS accessibility,
       f.explanation AS explanation, f.relation AS relation, f.responsiveness AS responsiveness,
       f.simplicity AS simplicity, f.status AS status, f.answered_at AS answered_at,
       s.name AS service, l.kind AS kind, l.code AS code
ORDER BY uid, service, kind, code
