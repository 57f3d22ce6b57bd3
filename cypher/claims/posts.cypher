// title: Posts that state or deny a claim
// title-fr: Messages qui affirment ou démentent
// about: Every post of one claim, in order of time, with what it does and by which method it was found.
// about-fr: Tous les messages d’une affirmation, dans l’ordre du temps, avec ce qu’ils font et la méthode qui les a trouvés.
// param: claim string — uid of the claim
// param: limit int = 200 — rows at most
// returns: post string, author string?, at datetime?, lang string?, relation string, method string?, text string?
MATCH (p:Post)-[r:STATES|DENIES]->(c:Claim {uid: $claim})
OPTIONAL MATCH (u:User)-[:POSTED]->(p)
RETURN p.uid AS post, u.uid AS author, p.created_at AS at, p.lang AS lang, type(r) AS relation, r.method AS method,
       p.text AS text
ORDER BY at, post, relation, author LIMIT $limit
