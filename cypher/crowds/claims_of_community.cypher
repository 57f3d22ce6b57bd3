// title: What a community says
// title-fr: Ce que dit une communauté
// about: Claims stated by the posts of its accounts, with how many accounts state each: never who.
// about-fr: Affirmations des messages de ses comptes, avec le nombre de comptes pour chacune : jamais lesquels.
// param: community string — uid of the community
// param: limit int = 20 — rows at most
// returns: claim_id string, title string?, accounts int, posts int
MATCH (u:User)-[:MEMBER_OF]->(:Community {uid: $community})
MATCH (u)-[:POSTED]->(p:Post)-[:STATES]->(c:Claim)
WITH c, count(DISTINCT u.uid) AS accounts, count(DISTINCT p.uid) AS posts
RETURN c.uid AS claim_id, c.title AS title, accounts, posts
ORDER BY posts DESC, claim_id LIMIT $limit
