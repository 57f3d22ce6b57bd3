// title: What the reference holds
// about: How many territories with a population and need classes with a family are loaded.
// returns: locations int, needs int
// order: single row
MATCH (l:Location) WHERE l.kind IS NOT NULL
WITH count(l) AS locations
OPTIONAL MATCH (n:Need) WHERE n.family IS NOT NULL
WITH locations, count(n) AS needs
RETURN locations AS locations, needs AS needs
