// title: Posts that tell of a need in a crisis
// title-fr: Messages qui disent un besoin dans une crise
// about: Posts of a window that express a need of the crisis family, the last first: pseudonymous, without their author.
// about: Whether a post asks or offers is read from its words (cyberimpact match, the page of the crisis cell).
// about-fr: Les messages d’une période qui expriment un besoin de crise, le plus récent d’abord : pseudonymes, sans leur
// about-fr: auteur. S’ils demandent ou offrent se lit dans leurs mots (cyberimpact match, page de la cellule de crise).
// param: from datetime? = null — not before
// param: to datetime? = null — before
// param: departement string? = null — code: only posts that speak of it
// param: limit int = 200 — rows at most
// returns: post string, at datetime, needs strings, text string?, replies int
MATCH (p:Post)-[:EXPRESSES]->(n:Need {family: 'crisis'})
WHERE p.created_at IS NOT NULL AND ($from IS NULL OR p.created_at >= $from) AND ($to IS NULL OR p.created_at < $to)
  AND ($departement IS NULL OR EXISTS {
    MATCH (p)-[:LOCATED_IN]->(:Location)-[:PART_OF*0..1]->(d:Location) WHERE d.uid = 'departement:' + $departement })
WITH p, n ORDER BY p.uid, n.class
WITH p, collect(DISTINCT n.class) AS needs
OPTIONAL MATCH (q:Post)-[:REPLY_TO]->(p)
WITH p, needs, count(DISTINCT q.uid) AS replies
RETURN p.uid AS post, p.created_at AS at, needs, p.text AS text, replies
ORDER BY at DESC, post LIMIT $limit
