// title: Claims and the claims that deny them
// title-fr: Affirmations et celles qui les démentent
// about: Pairs in which one claim denies another: how large each is, and how much later the denial came.
// about-fr: Paires où une affirmation en dément une autre : leur taille, et de combien le démenti est venu après.
// param: limit int = 50 — rows at most
// returns: claim_id string, title string?, size int, denied_by string, denial_title string?, denial_size int
// returns: lag_s int?
MATCH (d:Claim)-[:DENIES]->(c:Claim)
RETURN c.uid AS claim_id, c.title AS title, c.size AS size, d.uid AS denied_by, d.title AS denial_title,
       d.size AS denial_size, (d.first_at.epochMillis - c.first_at.epochMillis) / 1000 AS lag_s
ORDER BY size DESC, claim_id, denied_by LIMIT $limit
