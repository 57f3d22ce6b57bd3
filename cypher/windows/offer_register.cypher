// title: The register of offers, as columns
// about: One row per offer: where it is, when it is open, which needs it answers; no need named: whatever is asked.
// returns: uid string, name string?, kind string?, hours string?, lat float?, lon float?, place_insee string?
// returns: departement string?, capacity float?, online bool?, answers strings
MATCH (o:Offer)
OPTIONAL MATCH (o)-[:ANSWERS]->(n:Need)
WITH o, n ORDER BY o.uid, n.class
WITH o, collect(DISTINCT n.class) AS answers
OPTIONAL MATCH (o)-[:LOCATED_IN]->(l:Location)
WITH o, answers, min(CASE WHEN l.kind = 'commune' THEN l.code ELSE null END) AS place_insee,
     min(CASE WHEN l.kind = 'departement' THEN l.code ELSE null END) AS departement
RETURN o.uid AS uid, o.name AS name, o.kind AS kind, o.hours AS hours, o.lat AS lat, o.lon AS lon,
       place_insee, departement, o.capacity AS capacity, o.online AS online, answers
ORDER BY uid
