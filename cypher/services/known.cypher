// title: Services, by how much is said of them
// title-fr: Services, selon ce qu’on en dit
// about: Every service that feedback concerns or whose accounts are declared, with how many of each.
// about-fr: Chaque service dont parlent des retours ou dont les comptes sont déclarés, avec leurs nombres.
// param: limit int = 1000 — rows at most
// returns: service string, feedback int, accounts int
MATCH (s:Service)
OPTIONAL MATCH (f:Feedback)-[:CONCERNS]->(s)
WITH s, count(f) AS feedback
OPTIONAL MATCH (s)-[:SPEAKS_AS]->(u:User)
WITH s.name AS service, feedback, count(u) AS accounts
WHERE feedback > 0 OR accounts > 0
RETURN service, feedback, accounts
ORDER BY feedback DESC, service LIMIT $limit
