// title: The largest cascades
// title-fr: Les plus grandes cascades
// about: Cascades that were alive within a window, largest first, with their root post and their measures; a search looks for a text (a hashtag with its #) in all posts of the cascade.
// about-fr: Cascades vivantes dans une période, la plus grande d’abord, avec leur message d’origine et leurs mesures ; une recherche porte sur le texte (un mot-dièse avec son #) de tous les messages de la cascade.
// param: from datetime? = null — last post not before
// param: to datetime? = null — first post not after
// param: search string? = null — text to find, capitals or not
// param: limit int = 50 — 1 to 500
// returns: root_uid string, cascade_id string, text string?, author string?, lang string?, size int, users int, depth int, max_breadth int, structural_virality float?, first_at datetime?, last_at datetime?, repairs int
// (:Post)-[:IN_CASCADE]->(:Cascade), (:User)-[:POSTED]->(root:Post)
MATCH (c:Cascade)
WHERE ($from IS NULL OR c.last_at >= $from) AND ($to IS NULL OR c.first_at <= $to)
  AND ($search IS NULL OR EXISTS {
    MATCH (p:Post)-[:IN_CASCADE]->(c) WHERE toLower(p.text) CONTAINS toLower($search)
  })
WITH c ORDER BY c.size DESC, c.root_uid LIMIT $limit
OPTIONAL MATCH (root:Post {uid: c.root_uid})
OPTIONAL MATCH (u:User)-[:POSTED]->(root)
WITH c, root, min(u.uid) AS author
RETURN c.root_uid AS root_uid, c.uid AS cascade_id, root.text AS text, author, root.lang AS lang,
       c.size AS size, c.users AS users, c.depth AS depth, c.max_breadth AS max_breadth,
       c.structural_virality AS structural_virality, c.first_at AS first_at, c.last_at AS last_at,
       c.repairs AS repairs
ORDER BY size DESC, root_uid
