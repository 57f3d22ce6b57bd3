// title: Official alerts in force
// title-fr: Alertes officielles en vigueur
// about: Alerts of authorities (CAP, MeteoAlarm, Météo-France, Vigicrues) in force at some moment of a window, the gravest
// about: first. One that names no end holds for a day; one that was withdrawn ends there. Without a window: all of them.
// about-fr: Les alertes des autorités (CAP, MeteoAlarm, Météo-France, Vigicrues) en vigueur à un moment d’une période, les
// about-fr: plus graves d’abord. Sans fin déclarée, une alerte vaut un jour ; retirée, elle finit là. Sans période : toutes.
// param: from datetime? = null — still in force then
// param: to datetime? = null — begun before
// param: departement string? = null — code: only alerts of it, of its communes, of its région, or of the whole country
// param: lowest int = 2 — severity at least: 1 green, 2 yellow, 3 orange, 4 red; one of unknown severity is always there
// param: limit int = 200 — rows at most
// returns: alert string, severity int?, kind string, title string?, at datetime, ended_at datetime, source string
// returns: level string?, code string?, place string?, departement string?, url string?, text string?
MATCH (e:Event)
WHERE e.source IN ['cap', 'meteoalarm', 'meteo-france-vigilance', 'vigicrues']
  AND coalesce(e.severity, 4) >= $lowest AND ($to IS NULL OR e.at < $to)
WITH e, coalesce(e.deleted_at, e.ended_at, e.at + duration({days: 1})) AS ended_at
WHERE $from IS NULL OR ended_at > $from
OPTIONAL MATCH (e)-[:LOCATED_IN]->(l:Location)
OPTIONAL MATCH (l)-[:PART_OF]->(u:Location)
OPTIONAL MATCH (d:Location) WHERE d.uid = 'departement:' + $departement
OPTIONAL MATCH (d)-[:PART_OF]->(r:Location)
WITH e, ended_at, l, r,
     CASE WHEN l.kind = 'departement' THEN l.code WHEN l.kind = 'commune' THEN u.code ELSE null END AS departement
WHERE $departement IS NULL OR l IS NULL OR departement = $departement OR (l.kind = 'region' AND l.uid = r.uid)
RETURN e.uid AS alert, e.severity AS severity, e.kind AS kind, e.title AS title, e.at AS at, ended_at,
       e.source AS source, l.kind AS level, l.code AS code, l.name AS place, departement, e.url AS url, e.text AS text
ORDER BY coalesce(severity, 0) DESC, at, alert LIMIT $limit
