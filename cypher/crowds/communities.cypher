// title: Communities that relay each other
// title-fr: Communautés qui se relaient
// about: Each community with its size, the words that distinguish it, how sure it is, and what became of it.
// about-fr: Chaque communauté avec sa taille, les mots qui la distinguent, sa stabilité et ce qu’elle est devenue.
// param: min_size int = 3 — accounts at least
// param: limit int = 50 — rows at most
// returns: community string, size int, words strings?, stability float?, posts int?, event string?, before strings?
MATCH (c:Community)
WHERE c.size >= $min_size
RETURN c.uid AS community, c.size AS size, c.words AS words, c.stability AS stability, c.posts AS posts,
       c.event AS event, c.before AS before
ORDER BY size DESC, community LIMIT $limit
