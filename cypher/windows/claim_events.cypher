// title: Posts that state or deny one claim, as columns
// about: One row per post and relation; a post that states a claim which denies this one denies it.
// param: claim string — uid of the claim
// param: territory string? = null — uid of a Location: only posts that speak of it or of a place in it
// param: from datetime? = null — not before
// param: to datetime? = null — before
// returns: uid string, author_uid string?, created_at datetime, relation string, followers int?
MATCH (k:Claim {uid: $claim})
OPTIONAL MATCH (d:Claim)-[:DENIES]->(k)
WITH k, collect(d.uid) AS deniers
UNWIND [k.uid] + deniers AS about
MATCH (p:Post)-[r:STATES|DENIES]->(:Claim {uid: about})
WHERE p.created_at IS NOT NULL AND (about = $claim OR type(r) = 'STATES')
  AND ($from IS NULL OR p.created_at >= $from) AND ($to IS NULL OR p.created_at < $to)
  AND ($territory IS NULL OR EXISTS {
    MATCH (p)-[:LOCATED_IN]->(:Location)-[:PART_OF*0..2]->(t:Location) WHERE t.uid = $territory })
OPTIONAL MATCH (u:User)-[:POSTED]->(p)
RETURN DISTINCT p.uid AS uid, u.uid AS author_uid, p.created_at AS created_at,
       CASE WHEN about = $claim THEN type(r) ELSE 'DENIES' END AS relation, u.followers AS followers
ORDER BY created_at, uid, relation, author_uid
