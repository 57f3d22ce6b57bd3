// title: What many people say in one claim, as columns
// about: One row when at least so many people state the claim: its wordings, how many people. No accounts.
// param: claim string — uid of the claim
// param: least int — people at least
// returns: narrative string, texts strings, people int
MATCH (c:Claim {uid: $claim})<-[:STATES]-(p:Post)<-[:POSTED]-(u:User)
WITH c, u, p ORDER BY p.text
WITH c, collect(DISTINCT p.text) AS texts, count(DISTINCT u.uid) AS people
WHERE people >= $least
RETURN c.uid AS narrative, texts, people
ORDER BY narrative
