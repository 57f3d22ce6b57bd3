// title: From whom a post was probably relayed
// title-fr: De qui un message a probablement été relayé
// about: Where the platform names only the root of a cascade: the most probable parent of each post, with the method and its probability.
// about-fr: Là où la plateforme ne nomme que l’origine d’une cascade : le parent le plus probable de chaque message, avec la méthode et la probabilité.
// param: root string — uid of the root post
// param: limit int = 200 — rows at most
// returns: post string, parent string, method string, probability float?, at datetime?
MATCH (c:Cascade {root_uid: $root})<-[:IN_CASCADE]-(p:Post)-[s:SPREAD_FROM]->(q:Post)
RETURN p.uid AS post, q.uid AS parent, s.method AS method, s.probability AS probability, p.created_at AS at
ORDER BY at, post, parent LIMIT $limit
