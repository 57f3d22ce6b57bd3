// title: The largest claims
// title-fr: Les affirmations les plus répandues
// about: What is being said, on whatever platform: claims alive within a window, the largest first, with their denials.
// about-fr: Ce qui se dit, toutes plateformes confondues : les affirmations vivantes dans une période, la plus répandue d’abord, avec leurs démentis.
// param: from datetime? = null — last post not before
// param: to datetime? = null — first post not after
// param: search string? = null — text to find in the title, capitals or not
// param: limit int = 50 — rows at most
// returns: claim_id string, title string?, size int, platforms strings?, languages strings?, territories strings?
// returns: first_at datetime?, last_at datetime?, rate_per_h float?, denials int, denial_share float?
// returns: denial_lag_s float?
MATCH (c:Claim)
WHERE ($from IS NULL OR c.last_at >= $from) AND ($to IS NULL OR c.first_at <= $to)
  AND ($search IS NULL OR toLower(c.title) CONTAINS toLower($search))
RETURN c.uid AS claim_id, c.title AS title, c.size AS size, c.platforms AS platforms, c.languages AS languages,
       c.territories AS territories, c.first_at AS first_at, c.last_at AS last_at, c.rate_per_h AS rate_per_h,
       c.denials AS denials, c.denial_share AS denial_share, c.denial_lag_s AS denial_lag_s
ORDER BY size DESC, claim_id LIMIT $limit
