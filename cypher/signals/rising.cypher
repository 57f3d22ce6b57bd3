// title: What rises
// title-fr: Ce qui monte
// about: Topics that are no longer noise and not yet known to all, those that burst the most first. Figures of
// about: fewer than 11 people are hidden.
// about-fr: Les sujets sortis du bruit et pas encore connus de tous, les plus vifs d’abord. Les chiffres de moins
// about-fr: de 11 personnes sont masqués.
// param: kind string = '' — need, hashtag or claim; empty: all
// param: limit int = 100 — rows at most
// returns: weak string, kind string, topic string, claim string?, popularity float?, before float?, burst_level int
// returns: burst_since datetime?, first_stories int?, first_share float?, people int?, location_code string?
// returns: place string?, as_of datetime, rank int
MATCH (w:WeakSignal)
WHERE $kind = '' OR w.kind = $kind
OPTIONAL MATCH (w)-[:LOCATED_IN]->(l:Location)
OPTIONAL MATCH (w)-[:ABOUT]->(c:Claim)
RETURN w.uid AS weak, w.kind AS kind, w.topic AS topic, c.title AS claim, w.popularity AS popularity,
       w.before AS before, w.burst_level AS burst_level, w.burst_since AS burst_since,
       w.first_stories AS first_stories, w.first_share AS first_share, w.people AS people,
       w.location_code AS location_code, l.name AS place, w.as_of AS as_of, w.rank AS rank
ORDER BY rank, weak LIMIT $limit
