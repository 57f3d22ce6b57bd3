// title: What the sources brought, day by day
// title-fr: Apport des sources, jour par jour
// about: Items read, loaded, passed over, set aside and come before, by source and day (UTC) of collection; no
// about: row for a day on which nothing was collected.
// about-fr: Éléments lus, chargés, laissés, mis à part et déjà venus, par source et jour (UTC) de collecte ; pas
// about-fr: de ligne pour un jour sans collecte.
// param: source string? = null — one source only, by its name
// param: from datetime? = null — not before
// param: to datetime? = null — before
// returns: source string, day datetime, read int, loaded int, skipped int, dead int, repeated int
MATCH (r:Run {stage: 'collect'})
WHERE ($source IS NULL OR r.parameters = $source) AND r.uid =~ '.*:[0-9]{4}-[0-9]{2}-[0-9]{2}'
WITH r, datetime(right(r.uid, 10)) AS day // a collector that runs for days started before most of them
WHERE ($from IS NULL OR day >= $from) AND ($to IS NULL OR day < $to)
RETURN r.parameters AS source, day, coalesce(r.read, 0) AS read, coalesce(r.loaded, 0) AS loaded,
       coalesce(r.skipped, 0) AS skipped, coalesce(r.dead, 0) AS dead, coalesce(r.repeated, 0) AS repeated
ORDER BY source, day
