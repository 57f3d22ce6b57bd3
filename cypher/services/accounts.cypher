// title: Accounts of services
// title-fr: Comptes des services
// about: The accounts that each service was declared to speak through, with their posts in the graph.
// about-fr: Les comptes par lesquels chaque service a été déclaré parler, et leurs messages dans le graphe.
// returns: service string, account string, posts int, last_at datetime?
MATCH (s:Service)-[:SPEAKS_AS]->(u:User)
OPTIONAL MATCH (u)-[:POSTED]->(p:Post)
WITH s.name AS service, u.uid AS account, count(p) AS posts, max(p.created_at) AS last_at
RETURN service, account, posts, last_at
ORDER BY service, account
