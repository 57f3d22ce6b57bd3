// title: Places that posts with a phrase speak of
// title-fr: Lieux dont parlent les messages qui disent une phrase
// about: Territories of the posts that contain a phrase word for word, with the distinct authors. Under 11
// about: people the figures are hidden. A commune counts in its département and région; a post known only by
// about: its région counts in no département.
// about-fr: Territoires des messages qui contiennent une phrase mot pour mot, avec les auteurs distincts.
// about-fr: Sous 11 personnes, les chiffres sont masqués. Une commune compte dans son département et sa
// about-fr: région ; un message connu par sa seule région ne compte dans aucun département.
// param: phrase string — whole words, upper and lower case alike
// param: level string = departement — commune, departement or region
// param: from datetime? = null — not before
// param: to datetime? = null — before
// param: limit int = 200 — rows at most
// returns: code string, name string?, people int?, posts int?, hidden bool
// The index proposes, the pattern decides: the engines cut words and fold endings each in its own way, so a
// hit counts only where the phrase stands as whole words, elided articles (l', d', qu'…) aside.
WITH replace(replace($phrase, '"', ' '), '\\', ' ') AS words,
     reduce(exact = trim(toLower($phrase)),
            sign IN ['\\', '.', '+', '*', '?', '(', ')', '[', ']', '{', '}', '^', '$', '|'] |
            replace(exact, sign, '\\' + sign)) AS exact
WITH '"' + words + '"' AS words,
     '(?s)(?:.*[^\\p{L}\\p{N}_.:,;·\'’]|(?:.*[^\\p{L}\\p{N}_.:,;·\'’])?' +
     '(?:|[lmtnsjdc]|qu|jusqu|quoiqu|lorsqu|puisqu)[\'’])?' + exact +
     '(?:[^\\p{L}\\p{N}_.:,;·\'’].*|[.:,;·\'’](?:[^\\p{L}\\p{N}_].*)?)?' AS whole_words
CALL db.index.fulltext.queryNodes('post_search', words) YIELD node AS p
WITH p, whole_words
WHERE toLower(p.text) =~ whole_words
  AND p.created_at IS NOT NULL
  AND ($from IS NULL OR p.created_at >= $from) AND ($to IS NULL OR p.created_at < $to)
MATCH (p)-[:LOCATED_IN]->(:Location)-[:PART_OF*0..2]->(l:Location)
WHERE l.kind = $level
// A pattern of its own: kglite walks a pattern from its first node, and would try every account for each post.
MATCH (u:User)-[:POSTED]->(p)
WITH l.code AS code, l.name AS name, count(DISTINCT u.uid) AS people, count(DISTINCT p.uid) AS posts
WITH code, name, people < 11 AS hidden, people, posts
RETURN code, name, CASE WHEN hidden THEN null ELSE people END AS people,
       CASE WHEN hidden THEN null ELSE posts END AS posts, hidden
ORDER BY hidden, people DESC, code LIMIT $limit
