// title: Operational events
// title-fr: Événements opérationnels
// about: What operational sources (fire brigade, police log, cameras, transport, hospitals…) noted in a window, the last
// about: first; official alerts are another question (crisis/alerts).
// about-fr: Ce que les sources opérationnelles (pompiers, main courante, caméras, transports, hôpitaux…) ont noté dans une
// about-fr: période, le plus récent d’abord ; les alertes officielles sont une autre question (crisis/alerts).
// param: from datetime? = null — not before
// param: to datetime? = null — before
// param: departement string? = null — code: only events in it
// param: limit int = 200 — rows at most
// returns: event string, kind string, severity int?, title string?, at datetime, ended_at datetime?, source string?
// returns: level string?, code string?, place string?, departement string?, value float?, unit string?
MATCH (e:Event)
WHERE NOT coalesce(e.source, '') IN ['cap', 'meteoalarm', 'meteo-france-vigilance', 'vigicrues']
  AND ($from IS NULL OR e.at >= $from) AND ($to IS NULL OR e.at < $to)
OPTIONAL MATCH (e)-[:LOCATED_IN]->(l:Location)
OPTIONAL MATCH (l)-[:PART_OF]->(u:Location)
WITH e, l,
     CASE WHEN l.kind = 'departement' THEN l.code WHEN l.kind = 'commune' THEN u.code ELSE null END AS departement
WHERE $departement IS NULL OR departement = $departement
RETURN e.uid AS event, e.kind AS kind, e.severity AS severity, e.title AS title, e.at AS at, e.ended_at AS ended_at,
       e.source AS source, l.kind AS level, l.code AS code, l.name AS place, departement, e.value AS value, e.unit AS unit
ORDER BY at DESC, event LIMIT $limit
