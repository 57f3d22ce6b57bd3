// title: Every claim, for export
// about: The figures of all claims, the largest first.
// returns: claim_id string, title string?, size int, platforms strings?, languages strings?, first_at datetime?
// returns: last_at datetime?, denials int, denial_share float?, denial_lag_s float?
MATCH (c:Claim)
RETURN c.uid AS claim_id, c.title AS title, c.size AS size, c.platforms AS platforms, c.languages AS languages,
       c.first_at AS first_at, c.last_at AS last_at, c.denials AS denials, c.denial_share AS denial_share,
       c.denial_lag_s AS denial_lag_s
ORDER BY size DESC, claim_id
