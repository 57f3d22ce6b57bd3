// title: Communes without an offer
// title-fr: Communes sans offre
// about: Communes from a population up where no offer answers a class of need, in the commune itself or
// about: anywhere in its département. An offer that is not loaded does not count: see which sources are.
// about-fr: Communes à partir d’une population où aucune offre ne répond à une classe de besoin, dans la
// about-fr: commune même ou dans tout son département. Une offre non chargée ne compte pas : voir les sources
// about-fr: présentes.
// param: need string — a class of need, as shelter
// param: population int = 10000 — inhabitants at least
// param: within string = commune — commune or departement
// param: limit int = 200 — rows at most
// returns: code string, name string, departement string?, population int, lat float?, lon float?
OPTIONAL MATCH (n:Need)<-[:ANSWERS]-(:Offer)-[:LOCATED_IN]->(l:Location)-[:PART_OF*0..1]->(t:Location)
WHERE n.class = $need AND t.kind = $within
WITH collect(DISTINCT t.uid) AS served
MATCH (c:Location)
WHERE c.kind = 'commune' AND c.population >= $population
OPTIONAL MATCH (c)-[:PART_OF]->(d:Location)
WITH c, d, served, CASE WHEN $within = 'departement' THEN d.uid ELSE c.uid END AS territory
WHERE territory IS NULL OR NOT territory IN served
RETURN c.code AS code, c.name AS name, d.code AS departement, c.population AS population,
       c.lat AS lat, c.lon AS lon
ORDER BY population DESC, code LIMIT $limit
