// title: Needs by département
// title-fr: Besoins par département
// about: Distinct people (authors of posts, and each feedback) who express each class of need in each
// about: département, not set against its inhabitants. Under 11 people the figure is hidden.
// about-fr: Personnes distinctes (auteurs de messages, et chaque retour) qui expriment chaque classe de
// about-fr: besoin dans chaque département, sans rapport à ses habitants. Sous 11 personnes, le chiffre est
// about-fr: masqué.
// param: need string? = null — one class only, as water
// param: from datetime? = null — not before
// param: to datetime? = null — before
// param: limit int = 2000 — rows at most
// returns: code string, name string?, need string, people int?, hidden bool
MATCH (n:Need)<-[:EXPRESSES]-(p)-[:LOCATED_IN]->(:Location)-[:PART_OF*0..1]->(l:Location)
WHERE l.kind = 'departement' AND ($need IS NULL OR n.class = $need)
  AND ($from IS NULL OR p.created_at >= $from) AND ($to IS NULL OR p.created_at < $to)
OPTIONAL MATCH (u:User)-[:POSTED]->(p)
WITH l.code AS code, l.name AS name, n.class AS need, CASE WHEN p:Feedback THEN p.uid ELSE u.uid END AS person
WITH code, name, need, count(DISTINCT person) AS people
WITH code, name, need, people, people < 11 AS hidden
RETURN code, name, need, CASE WHEN hidden THEN null ELSE people END AS people, hidden
ORDER BY hidden, people DESC, code, need LIMIT $limit
