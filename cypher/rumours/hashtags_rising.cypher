// title: Rising hashtags
// title-fr: Mots-dièse en hausse
// about: Hashtags used more in the second half of a window than in the first, which is counted in posts. The
// about: ratio is (later + 1) / (earlier + 1), so that a new hashtag has one too. An open end is that of the
// about: posts.
// about-fr: Mots-dièse plus employés dans la seconde moitié d’une fenêtre que dans la première, en messages.
// about-fr: Le rapport est (après + 1) / (avant + 1), pour qu’un mot-dièse nouveau en ait un aussi. Une borne
// about-fr: absente est celle des messages.
// param: from datetime? = null — not before
// param: to datetime? = null — before
// param: min_posts int = 3 — in the second half
// param: limit int = 30 — rows at most
// returns: tag string, earlier int, later int, ratio float, authors int
MATCH (p:Post)
WHERE p.created_at IS NOT NULL
  AND ($from IS NULL OR p.created_at >= $from) AND ($to IS NULL OR p.created_at < $to)
WITH min(p.created_at) AS first_at, max(p.created_at) AS last_at
WITH coalesce($from, first_at) AS start, coalesce($to, last_at) AS finish
WITH (start.epochMillis + finish.epochMillis) / 2 AS middle
MATCH (p:Post)-[:TAGGED]->(h:Hashtag)
WHERE p.created_at IS NOT NULL
  AND ($from IS NULL OR p.created_at >= $from) AND ($to IS NULL OR p.created_at < $to)
OPTIONAL MATCH (u:User)-[:POSTED]->(p)
WITH h.tag AS tag, sum(CASE WHEN p.created_at.epochMillis < middle THEN 1 ELSE 0 END) AS earlier,
     sum(CASE WHEN p.created_at.epochMillis >= middle THEN 1 ELSE 0 END) AS later,
     count(DISTINCT u.uid) AS authors
WHERE later >= $min_posts AND later > earlier
RETURN tag, earlier, later, (later + 1.0) / (earlier + 1) AS ratio, authors
ORDER BY ratio DESC, later DESC, tag LIMIT $limit
