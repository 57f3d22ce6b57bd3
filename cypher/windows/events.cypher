// title: Events of a window, as columns
// about: One row per event: what, when, how grave, from which source, where; official alerts among them.
// param: from datetime? = null — not before
// param: to datetime? = null — before
// returns: uid string, kind string, at datetime, severity int?, source string?, place_insee string?, departement string?
// returns: lat float?, lon float?
MATCH (e:Event)
WHERE e.at IS NOT NULL AND ($from IS NULL OR e.at >= $from) AND ($to IS NULL OR e.at < $to) AND e.deleted_at IS NULL
OPTIONAL MATCH (e)-[:LOCATED_IN]->(l:Location)
WITH e, min(CASE WHEN l.kind = 'commune' THEN l.code ELSE null END) AS place_insee,
     min(CASE WHEN l.kind = 'departement' THEN l.code ELSE null END) AS departement
RETURN e.uid AS uid, coalesce(e.kind, 'event') AS kind, e.at AS at, e.severity AS severity, e.source AS source,
       place_insee, departement, e.lat AS lat, e.lon AS lon
ORDER BY uid
