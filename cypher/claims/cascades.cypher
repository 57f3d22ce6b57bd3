// title: Cascades that carry a claim
// title-fr: Cascades qui portent une affirmation
// about: The trees by which one claim travelled, the largest first.
// about-fr: Les arbres par lesquels une affirmation a voyagé, le plus grand d’abord.
// param: claim string — uid of the claim
// param: limit int = 50 — rows at most
// returns: root_uid string, size int, users int, depth int, structural_virality float?, first_at datetime?
MATCH (c:Cascade)-[:CARRIES]->(:Claim {uid: $claim})
RETURN c.root_uid AS root_uid, c.size AS size, c.users AS users, c.depth AS depth,
       c.structural_virality AS structural_virality, c.first_at AS first_at
ORDER BY size DESC, root_uid LIMIT $limit
