// title: Who relayed a cascade
// title-fr: Qui a relayé une cascade
// about: Every post of one cascade but its root, in order of time: author, parent in the tree, delay from the
// about: root and depth.
// about-fr: Tous les messages d’une cascade sauf le message d’origine, dans l’ordre du temps : auteur, parent
// about-fr: dans l’arbre, délai depuis l’origine et profondeur.
// param: root string — uid of the root post
// param: limit int = 200 — rows at most
// returns: post string, author string?, at datetime?, delay_s int?, depth int, parent string?
MATCH (root:Post {uid: $root})-[:IN_CASCADE]->(c:Cascade)<-[i:IN_CASCADE]-(p:Post)
WHERE c.root_uid = root.uid AND i.depth > 0
OPTIONAL MATCH (u:User)-[:POSTED]->(p)
RETURN p.uid AS post, u.uid AS author, p.created_at AS at,
       (p.created_at.epochMillis - root.created_at.epochMillis) / 1000 AS delay_s,
       i.depth AS depth, i.parent_uid AS parent
ORDER BY at, depth, post, author LIMIT $limit
