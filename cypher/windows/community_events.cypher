// title: What became of each community, as columns
// about: One row per community: what the last run said of it against the run before.
// returns: community string, event string?, before strings?
MATCH (c:Community)
RETURN c.uid AS community, c.event AS event, c.before AS before
ORDER BY community
