// title: Every topic that rises, for export
// about: Topics that are no longer noise and not yet known to all; figures of fewer than 11 people are hidden.
// returns: kind string, topic string, title string?, popularity float?, before float?, burst_level int
// returns: burst_since datetime?, first_stories int?, first_share float?, people int?, location_code string?
MATCH (w:WeakSignal)
OPTIONAL MATCH (w)-[:ABOUT]->(c:Claim)
WITH w, c.title AS title ORDER BY w.rank, w.uid
RETURN w.kind AS kind, w.topic AS topic, title, w.popularity AS popularity, w.before AS before,
       w.burst_level AS burst_level, w.burst_since AS burst_since, w.first_stories AS first_stories,
       w.first_share AS first_share, w.people AS people, w.location_code AS location_code
ORDER BY w.rank, w.uid
