// title: Relays from one community to another
// title-fr: Relais d’une communauté à l’autre
// about: How many posts of one community relay those of another; within one is left out.
// about-fr: Combien de messages d’une communauté relaient ceux d’une autre ; les relais internes sont omis.
// param: from datetime? = null — relays not before
// param: to datetime? = null — relays before
// param: limit int = 50 — rows at most
// returns: source string, target string, relays int
MATCH (a:Community)<-[:MEMBER_OF]-(:User)-[:POSTED]->(p:Post)-[:REPOST_OF|QUOTES]->(q:Post)
MATCH (q)<-[:POSTED]-(:User)-[:MEMBER_OF]->(b:Community)
WHERE a.uid <> b.uid AND ($from IS NULL OR p.created_at >= $from) AND ($to IS NULL OR p.created_at < $to)
WITH a.uid AS source, b.uid AS target, count(*) AS relays
RETURN source, target, relays
ORDER BY relays DESC, source, target LIMIT $limit
