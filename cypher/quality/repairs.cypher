// title: Repairs of the cascades
// title-fr: Réparations des cascades
// about: What was mended on the parents of posts when the cascades were built, by reason: posts and cascades
// about: touched.
// about-fr: Ce qui a été réparé sur les parents des messages quand les cascades ont été construites, par
// about-fr: motif : messages et cascades touchées.
// param: limit int = 50 — rows at most
// returns: reason string, posts int, cascades int
MATCH (p:Post)-[i:IN_CASCADE]->(c:Cascade)
WHERE i.repair IS NOT NULL
UNWIND split(i.repair, '; ') AS reason
RETURN reason, count(DISTINCT p.uid) AS posts, count(DISTINCT c.uid) AS cascades
ORDER BY posts DESC, reason LIMIT $limit
