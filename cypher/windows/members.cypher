// title: Parents in the measured trees, as columns
// about: One row per post of a cascade with the parent that it hangs on.
// returns: uid string, parent_uid string, cascade_id string
MATCH (p:Post)-[m:IN_CASCADE]->(c:Cascade)
RETURN p.uid AS uid, m.parent_uid AS parent_uid, c.uid AS cascade_id
ORDER BY uid, cascade_id
