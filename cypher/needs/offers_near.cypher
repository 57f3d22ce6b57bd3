// title: Offers of a territory
// title-fr: Offres d’un territoire
// about: Offers in a commune, or anywhere in a département or région, that answer a class of need: where they
// about: are and when they are open.
// about-fr: Offres d’une commune, ou de tout un département ou une région, qui répondent à une classe de
// about-fr: besoin : où elles sont et quand elles sont ouvertes.
// param: code string — of the territory, as 44 or 44109
// param: kind string = departement — commune, departement or region
// param: need string? = null — a class of need, as shelter; any when not given
// param: limit int = 100 — rows at most
// returns: offer string, name string?, kind string?, address string?, hours string?, place string?
// returns: lat float?, lon float?
MATCH (o:Offer)-[:LOCATED_IN]->(l:Location)-[:PART_OF*0..2]->(t:Location)
WHERE t.uid = $kind + ':' + $code
  AND ($need IS NULL OR EXISTS { MATCH (o)-[:ANSWERS]->(n:Need) WHERE n.class = $need })
RETURN DISTINCT o.uid AS offer, o.name AS name, o.kind AS kind, o.address AS address, o.hours AS hours,
       l.name AS place, o.lat AS lat, o.lon AS lon
ORDER BY place, name, offer LIMIT $limit
