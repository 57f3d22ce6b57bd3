// title: Communes of a département or région
// title-fr: Communes d’un département ou d’une région
// about: The communes of one département, région or collectivity, the most populated first.
// about-fr: Les communes d’un département, d’une région ou d’une collectivité, les plus peuplées d’abord.
// param: code string — as 44
// param: kind string = departement — departement, region or collectivite
// param: limit int = 500 — rows at most
// returns: code string, name string, population int?, lat float?, lon float?
MATCH (c:Location)-[:PART_OF*1..2]->(t:Location)
WHERE t.uid = $kind + ':' + $code AND c.kind = 'commune'
RETURN c.code AS code, c.name AS name, c.population AS population, c.lat AS lat, c.lon AS lon
ORDER BY coalesce(population, 0) DESC, code LIMIT $limit
