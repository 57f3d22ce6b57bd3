// title: Hashtags used together
// title-fr: Mots-dièse employés ensemble
// about: Pairs of hashtags that stand in the same posts, with the posts and their distinct authors.
// about-fr: Paires de mots-dièse présents dans les mêmes messages, avec les messages et leurs auteurs
// about-fr: distincts.
// param: tag string? = null — only pairs with this hashtag, lower case, without its sign
// param: from datetime? = null — not before
// param: to datetime? = null — before
// param: min_posts int = 2 — in at least so many posts
// param: limit int = 50 — rows at most
// returns: tag string, other string, posts int, authors int
MATCH (a:Hashtag)<-[:TAGGED]-(p:Post)-[:TAGGED]->(b:Hashtag)
WHERE p.created_at IS NOT NULL AND ($tag IS NULL AND a.tag < b.tag OR a.tag = $tag AND b.tag <> $tag)
  AND ($from IS NULL OR p.created_at >= $from) AND ($to IS NULL OR p.created_at < $to)
OPTIONAL MATCH (u:User)-[:POSTED]->(p)
WITH a.tag AS tag, b.tag AS other, count(DISTINCT p.uid) AS posts, count(DISTINCT u.uid) AS authors
WHERE posts >= $min_posts
RETURN tag, other, posts, authors
ORDER BY posts DESC, authors DESC, tag, other LIMIT $limit
