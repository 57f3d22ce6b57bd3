// title: What many people say, as columns
// about: One row per claim that at least so many people state: its title, its wordings, how many people. No accounts.
// param: least int — people at least
// returns: narrative string, title string?, texts strings, people int
MATCH (u:User)-[:POSTED]->(p:Post)-[:STATES]->(c:Claim)
WITH c, u, p ORDER BY c.uid, p.text
WITH c, collect(DISTINCT p.text) AS texts, count(DISTINCT u.uid) AS people
WHERE people >= $least
RETURN c.uid AS narrative, c.title AS title, texts, people
ORDER BY people DESC, narrative
