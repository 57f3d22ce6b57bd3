// title: A territory and its parents
// title-fr: Un territoire et ses parents
// about: A commune, département or région by code or exact name, followed by what it is part of. Homonyms,
// about: and codes of two kinds, give several.
// about-fr: Une commune, un département ou une région par son code ou son nom exact, puis ce dont il fait
// about-fr: partie. Homonymes et codes de deux sortes en donnent plusieurs.
// param: place string — a code or a name, as 44109 or Nantes
// param: kind string? = null — commune, departement, region or collectivite
// param: limit int = 100 — rows at most
// returns: place string, hops int, kind string, code string, name string, population int?, lat float?
// returns: lon float?
MATCH (l:Location)
WHERE (l.code = $place OR l.name = $place) AND ($kind IS NULL OR l.kind = $kind)
MATCH path = (l)-[:PART_OF*0..2]->(t:Location)
RETURN l.uid AS place, length(path) AS hops, t.kind AS kind, t.code AS code, t.name AS name,
       t.population AS population, t.lat AS lat, t.lon AS lon
ORDER BY place, hops, code LIMIT $limit
