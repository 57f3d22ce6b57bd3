// title: Which post states or denies which claim, for export
// about: One row per post, claim and relation.
// returns: uid string, claim_id string, relation string
MATCH (p:Post)-[r:STATES|DENIES]->(c:Claim)
RETURN p.uid AS uid, c.uid AS claim_id, type(r) AS relation
ORDER BY uid, claim_id, relation
