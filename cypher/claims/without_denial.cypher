// title: Claims that nobody denies
// title-fr: Affirmations que personne ne dément
// about: The largest claims of a window without a single denial: where an answer may be missing.
// about-fr: Les affirmations les plus répandues d’une période sans aucun démenti : là où une réponse manque peut-être.
// param: from datetime? = null — last post not before
// param: to datetime? = null — first post not after
// param: min_size int = 2 — posts at least
// param: limit int = 50 — rows at most
// returns: claim_id string, title string?, size int, first_at datetime?, last_at datetime?, rate_per_h float?
MATCH (c:Claim)
WHERE c.denials = 0 AND c.size >= $min_size
  AND ($from IS NULL OR c.last_at >= $from) AND ($to IS NULL OR c.first_at <= $to)
RETURN c.uid AS claim_id, c.title AS title, c.size AS size, c.first_at AS first_at, c.last_at AS last_at,
       c.rate_per_h AS rate_per_h
ORDER BY size DESC, claim_id LIMIT $limit
