// title: Claims of a territory
// title-fr: Affirmations d’un territoire
// about: Claims stated in posts that speak of a commune or a département, the most posts there first.
// about-fr: Affirmations des messages qui parlent d’une commune ou d’un département, le plus de messages d’abord.
// param: code string — INSEE code of the commune or département
// param: from datetime? = null — posts not before
// param: to datetime? = null — posts before
// param: limit int = 50 — rows at most
// returns: claim_id string, title string?, posts_there int, size int, denials int
MATCH (p:Post)-[:LOCATED_IN]->(:Location)-[:PART_OF*0..2]->(:Location {code: $code})
WHERE ($from IS NULL OR p.created_at >= $from) AND ($to IS NULL OR p.created_at < $to)
WITH DISTINCT p
MATCH (p)-[:STATES]->(c:Claim)
WITH c, count(p) AS posts_there
RETURN c.uid AS claim_id, c.title AS title, posts_there, c.size AS size, c.denials AS denials
ORDER BY posts_there DESC, claim_id LIMIT $limit
