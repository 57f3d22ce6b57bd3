// title: What the posts of each claim say, as columns
// about: One row per post that states a claim, with the title of the claim.
// returns: claim_id string, title string?, text string?
MATCH (p:Post)-[:STATES]->(c:Claim)
RETURN c.uid AS claim_id, c.title AS title, p.text AS text
ORDER BY claim_id, text
